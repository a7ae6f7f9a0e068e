"""Continua whose coefficients are known: from Krippendorff's books and articles, and small ones worked by hand."""

from synthema.agreement import Section, Unit

Mark = tuple[str, int, int, str]


def section(length: int, *marks: Mark, begin: int = 0, study: str = "one", coders: tuple[str, ...] = ()) -> Section:
    """A section read by those who marked something in it, unless its readers are named."""
    readers = coders or tuple(dict.fromkeys(mark[0] for mark in marks))
    units = tuple(Unit(*mark) for mark in marks)
    return Section(study=study, start=begin, end=begin + length, coders=readers, units=units)


# Krippendorff 2004, Content Analysis, 2nd edition, p. 254.
KRIPPENDORFF_2004 = section(
    300,
    ("i", 225, 295, "c"),
    ("i", 370, 400, "c"),
    ("i", 180, 240, "k"),
    ("i", 300, 350, "k"),
    ("j", 220, 300, "c"),
    ("j", 355, 375, "c"),
    ("j", 400, 420, "c"),
    ("j", 180, 240, "k"),
    ("j", 300, 350, "k"),
    begin=150,
)

# Krippendorff 1995 (doi:10.2307/271061), p. 57: four pairs of coders, each with a code of its own; start and end.
KRIPPENDORFF_1995: dict[str, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {
    "A": ([(2, 10), (14, 20)], [(4, 8), (15, 17)]),
    "B": ([(0, 18)], [(0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 9), (9, 10)]),
    "C": ([(2, 8), (10, 12), (14, 18), (20, 22)], [(0, 2), (4, 8), (10, 14), (16, 18), (20, 22)]),
    "D": ([(0, 2), (2, 10), (10, 14), (14, 20), (20, 24)], [(0, 4), (4, 8), (8, 15), (15, 17), (17, 24)]),
}


def krippendorff_1995(pair: str, length: int = 24) -> Section:
    """One of the four pairs, on 24 places or stretched to another length."""
    marks = [
        (coder, start * length // 24, end * length // 24, pair)
        for coder, extents in zip(("first", "second"), KRIPPENDORFF_1995[pair], strict=True)
        for start, end in extents
    ]
    return section(length, *marks)


# Worked with an implementation of its own from the formulas of 2016; u-alpha also with a package on PyPI.
THREE_CODERS = section(
    20,
    ("Alex", 2, 5, "1"),
    ("Alex", 9, 11, "1"),
    ("Alex", 12, 20, "2"),
    ("Paul", 2, 5, "1"),
    ("Paul", 7, 15, "2"),
    ("Susan", 2, 5, "1"),
    ("Susan", 10, 15, "2"),
)
