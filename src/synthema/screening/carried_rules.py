"""What words of another tool mean under a protocol."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from synthema.protocol.model import Protocol
from synthema.records.opinion_model import Opinion
from synthema.screening.carried_model import VERDICTS
from synthema.screening.model import Verdict
from synthema.screening.rules import FULL_TEXT


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict in the words of this review; a fault names the number that it is counted under."""

    verdict: str
    reason: str = ""
    note: str = ""
    fault: str = ""


def folded(text: str) -> str:
    """Words without capitals and signs, to compare what two tools call the same."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def criterion(protocol: Protocol, stage: str, said: str) -> str:
    """The criterion that a reason of another tool names by its key or its label, or ''."""
    counting = [c for c in protocol.criteria if c.counts_at(stage)]
    return next((c.key for c in counting if folded(said) and folded(said) in (folded(c.key), folded(c.label))), "")


def told(
    protocol: Protocol, stage: str, opinion: Opinion, meanings: Mapping[str, str], beside: Sequence[str] = ()
) -> Told:
    """What an opinion says here: the first criterion in the protocol's order is the reason, other words are the note.

    `beside` are the reasons that stand with the record and not with any reviewer: they go into the note.
    """
    verdict = str(VERDICTS.get(opinion.verdict, ""))
    note = [opinion.note] if opinion.note else []
    if verdict != Verdict.EXCLUDE:
        fault = "unsure" if verdict == Verdict.UNSURE and stage == FULL_TEXT else ""
        return Told(verdict, note="\n".join(note), fault=fault)
    keys = {said: meanings.get(said, "") or criterion(protocol, stage, said) for said in opinion.reasons}
    meant = [key for key in protocol.reasons(stage) if key in keys.values()]
    reason = meant[0] if meant else meanings.get("", "")
    if opinion.reasons and (len(opinion.reasons) > 1 or not meant):
        note.append(f"{opinion.tool}: {'; '.join(opinion.reasons)}")
    if beside:
        note.append(f"{opinion.tool}, on the record: {'; '.join(beside)}")
    fault = "unexplained" if stage == FULL_TEXT and not reason else ""
    return Told(verdict, reason, "\n".join(note), fault)
