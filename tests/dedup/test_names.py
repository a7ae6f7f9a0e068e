import pytest

from synthema.dedup.names import first_initial, split_authors, surnames


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sandoval, Ana and Keller, Ben", ("Sandoval, Ana", "Keller, Ben")),
        ("Sandoval A; Keller B", ("Sandoval A", "Keller B")),
        ("Sandoval A. M.Keller B.O'Donnell C. P.", ("Sandoval A. M.", "Keller B.", "O'Donnell C. P.")),
        ("J.Smith", ("J.Smith",)),
        ("", ()),
    ],
)
def test_it_parts_one_string_of_authors(text: str, names: tuple[str, ...]) -> None:
    assert split_authors(text) == names


@pytest.mark.parametrize(
    "printed", ["Sandoval, Ana M.", "Sandoval, A M", "Sandoval AM", "A. M. Sandoval", "SANDOVAL A.M.", "Sandoval A.M."]
)
def test_the_surname_is_the_same_in_every_printed_form(printed: str) -> None:
    assert surnames((printed,)) == (frozenset({"sandoval"}),)


def test_a_name_in_unknown_order_keeps_all_its_words() -> None:
    assert surnames(("Sandoval Ana", "Ben Keller")) == (frozenset({"sandoval", "ana"}), frozenset({"ben", "keller"}))


def test_short_surnames_survive() -> None:
    assert surnames(("Xu, G. L.", "Li Wei")) == (frozenset({"xu"}), frozenset({"li", "wei"}))


def test_et_al_and_anonymous_are_nobody() -> None:
    assert surnames(("Anonymous",)) == ()
    assert surnames(("Keller, B", "et al.")) == (frozenset({"keller"}),)


def test_one_string_with_several_authors_is_parted_first() -> None:
    assert surnames(("Keller, B; Okafor, C",)) == (frozenset({"keller"}), frozenset({"okafor"}))


@pytest.mark.parametrize(
    ("author", "initial"),
    [
        ("Wang, Lei", "l"),
        ("Wang L.", "l"),
        ("L. Wang", "l"),
        ("Banihani Saleem A.", ""),  # which of the two is the given name is not told
        ("ASHCROFT GSHORAN MAFERGUSON MWJ", ""),
        ("World Health Organization", ""),
        ("", ""),
    ],
)
def test_it_reads_the_first_initial_where_the_form_tells(author: str, initial: str) -> None:
    assert first_initial([author]) == initial


def test_without_authors_there_is_no_initial() -> None:
    assert first_initial([]) == ""
