"""Which pairs are worth comparing: records that share a key, in bounded windows, so that no block explodes."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from synthema.dedup.facts import Facts

WINDOW = 12  # neighbours looked at inside one block
NEIGHBOURS = 4  # neighbours looked at in the alphabetical order of titles

Key = tuple[str | int, ...] | None


def candidates(known: Sequence[Facts]) -> list[tuple[int, int]]:
    """Pairs (i, j), i < j, of positions worth comparing, sorted; at most WINDOW per record and key."""
    size = len(known)
    order = sorted(range(size), key=lambda at: (known[at].compact, known[at].year, known[at].page, at))
    pairs: set[int] = set()
    for key in (*_KEYS, _rare_words(known)):
        blocks: defaultdict[Key, list[int]] = defaultdict(list)
        for at in order:
            if (value := key(known[at])) is not None:
                blocks[value].append(at)
        for block in blocks.values():
            pairs.update(_window(block, WINDOW, size))
    pairs.update(_window(order, NEIGHBOURS, size))
    backwards = sorted(range(size), key=lambda at: (known[at].compact[::-1], at))
    pairs.update(_window(backwards, NEIGHBOURS, size))
    return [divmod(pair, size) for pair in sorted(pairs)]


def _window(block: list[int], width: int, size: int) -> Iterator[int]:
    # A pair is one integer, a third of the memory of a tuple.
    for at, one in enumerate(block):
        for other in block[at + 1 : at + 1 + width]:
            yield one * size + other if one < other else other * size + one


def _author(known: Facts) -> str:
    return max(known.first_author, key=lambda word: (len(word), word), default="")


def _doi(known: Facts) -> Key:
    return (known.doi,) if known.doi else None


def _pmid(known: Facts) -> Key:
    return (known.pmid,) if known.pmid else None


def _cochrane(known: Facts) -> Key:
    return (known.cochrane,) if known.cochrane else None


def _title_start(known: Facts) -> Key:
    return (known.compact[:25],) if len(known.compact) > 7 else None


def _title_end(known: Facts) -> Key:
    return (known.compact[-25:],) if len(known.compact) > 7 else None


def _place(known: Facts) -> Key:
    return (known.volume, known.page, known.year) if known.volume and known.page else None


def _journal_place(known: Facts) -> Key:
    return (known.journal[:4], known.volume, known.page) if known.volume and known.page else None


def _author_volume(known: Facts) -> Key:
    return (_author(known), known.volume, known.year) if known.first_author and known.volume else None


def _author_page(known: Facts) -> Key:
    return (_author(known), known.page) if known.first_author and known.page else None


def _author_title(known: Facts) -> Key:
    return (_author(known), known.compact[:8]) if known.first_author else None


def _abstract(known: Facts) -> Key:
    return (known.abstract[:60],) if len(known.abstract) >= 60 else None


_KEYS: tuple[Callable[[Facts], Key], ...] = (
    _doi, _pmid, _cochrane, _title_start, _title_end, _place, _journal_place,
    _author_volume, _author_page, _author_title, _abstract,
)  # fmt: skip


def _rare_words(known: Sequence[Facts]) -> Callable[[Facts], Key]:
    counts = Counter(word for one in known for word in set(one.title.split()))

    def key(one: Facts) -> Key:
        words = sorted({word for word in one.title.split() if len(word) > 3}, key=lambda word: (counts[word], word))
        shared = [word for word in words if counts[word] > 1]
        return tuple(shared[:3]) if len(shared) > 2 else None

    return key
