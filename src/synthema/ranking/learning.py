"""Order works by how likely they belong in a review: TF-IDF and a linear support vector machine.

The model and its numbers are those of ELAS u4, the default of ASReview LAB 3 (tuned there on SYNERGY,
doi:10.34894/HE6NAQ); the protocol beside the includes and titles counted three times are ours.
benchmarks/ranking measures it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from synthema.ranking.model import METHOD

__all__ = ["METHOD", "Space", "learned", "order", "rank", "space"]

C = 0.11
INCLUDES_TO_EXCLUDES = 9.8  # how much all includes weigh against all excludes


@dataclass(frozen=True, slots=True)
class Space:
    """Works and protocol as vectors; made once for the texts, used for every order."""

    works: csr_matrix
    protocol: csr_matrix  # one row

    @property
    def speaks(self) -> bool:
        """Whether the protocol shares a word with any work."""
        return bool(self.protocol.nnz)


def space(texts: Sequence[str], protocol_text: str) -> Space:
    """The vectors of works and protocol, by single words and pairs; words in nearly every work are left out."""
    for most in (0.95, 1.0):  # in a handful of works, every word may be in nearly every one
        counts = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_df=most)
        try:
            works = counts.fit_transform(texts)
        except ValueError:  # no word is left
            continue
        return Space(works, counts.transform([protocol_text]))
    return Space(csr_matrix((len(texts), 1)), csr_matrix((1, 1)))


def order(within: Space, labels: Mapping[int, bool]) -> list[int]:
    """All works, the likeliest first; learned where something is included and something excluded, else by likeness.

    `labels` says of works by their place whether they are in. Equal works stay in the order they came in.
    """
    if len(set(labels.values())) < 2:
        likeness: Any = within.works @ within.protocol.T
        return _descending(np.asarray(likeness.todense()).ravel())
    places = sorted(labels)
    known, said = within.works[places], [int(labels[place]) for place in places]
    if within.speaks:  # what the team looks for counts as one work that is in, always
        known, said = vstack([known, within.protocol], format="csr"), [*said, 1]
    return _descending(learned(known, said).decision_function(within.works))


def learned(known: csr_matrix, said: Sequence[int]) -> LinearSVC:
    """The machine that tells those that are in (1) from those that are out (0)."""
    ins, outs = said.count(1), said.count(0)
    weights = np.where(np.array(said) == 1, 1.0, ins / (INCLUDES_TO_EXCLUDES * outs))
    machine = LinearSVC(C=C, loss="squared_hinge", random_state=0, max_iter=10_000)
    machine.fit(known, said, sample_weight=weights * (len(said) / weights.sum()))
    return machine


def rank(texts: Sequence[str], labels: Mapping[int, bool], protocol_text: str) -> list[int]:
    """The places of all texts, the likeliest to be included first; the same answer for the same words and labels."""
    return order(space(texts, protocol_text), labels)


def _descending(scores: Any) -> list[int]:
    return [int(place) for place in np.argsort(-scores, kind="stable")]
