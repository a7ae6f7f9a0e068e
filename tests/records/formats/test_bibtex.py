import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.records import read
from synthema.records.model import Record

SCOPUS = r"""Scopus
EXPORT DATE: 1 July 2020

@ARTICLE{Moran20203,17,
author={Moran, A. and Oster, B.},
title={Peers in {HIV} care: caf{\'e} talks},
journal={Journal of Invention},
year={2020},
volume={65},
number={4},
pages={3--17},
doi={10.1234/joi_5},
url={https://www.scopus.com/inward/record.uri?eid=2-s2.0-1234&partnerID=40},
author_keywords={Peers;  Hope},
funding_details={A},
funding_details={B},
note={cited By 5},
source={Scopus},
}

@BOOK{Moran2019,
author={Moran, A.},
title={One},
}

@BOOK{Moran2019,
author="Moran, A. and Oster, B.",
title={Two},
}
"""


def titles(text: str) -> list[str]:
    reading = read(text.encode())
    assert reading.account.balances
    return [record.title for record in reading.records]


def first(text: str) -> Record:
    return read(text.encode()).records[0]


def test_it_reads_scopus_with_its_broken_key_and_repeated_fields() -> None:
    record = first(SCOPUS)
    assert record.title == "Peers in HIV care: café talks"
    assert record.authors == ("Moran, A.", "Oster, B.")
    assert (record.year, record.volume, record.issue, record.pages) == (2020, "65", "4", "3-17")
    assert (record.doi, record.accession, record.database) == ("10.1234/joi_5", "2-s2.0-1234", "Scopus")
    assert record.keywords == ("Peers", "Hope")
    assert record.notes == ()
    assert [value for tag, value in record.raw if tag == "funding_details"] == ["A", "B"]


def test_two_entries_with_one_key_are_both_kept_and_named() -> None:
    reading = read(SCOPUS.encode())
    assert [record.title for record in reading.records][1:] == ["One", "Two"]
    assert reading.records[2].authors == ("Moran, A.", "Oster, B.")
    assert any("key used twice" in repair for repair in reading.account.repairs)
    assert reading.account.preamble.startswith("Scopus")


def test_an_entry_without_key_is_read() -> None:
    assert titles("@misc{\nauthor={Moran,A.}, year={2014},\n title={One}, }\n\n@misc{\ntitle={Two}, }\n") == [
        "One",
        "Two",
    ]


def test_an_entry_without_its_closing_brace_does_not_take_the_next_with_it() -> None:
    reading = read(b"@article{a,\n title={One},\n year={2001}\n\n@article{b,\n title={Two},\n}\n")
    assert [record.title for record in reading.records] == ["One", "Two"]
    assert "an entry without its closing brace was mended (line 1)" in reading.account.repairs


def test_an_entry_whose_braces_do_not_match_is_read_line_by_line() -> None:
    broken = "@article{b,\n keywords={x }, y: 1}, z,\n year = 2001,\n title={Two},\n}\n"
    reading = read(("@article{a,\n title={One},\n}\n" + broken + "@article{c,\n title={Three},\n}\n").encode())
    assert [record.title for record in reading.records] == ["One", "Two", "Three"]
    assert reading.records[1].raw[2:] == (("keywords", "x }, y: 1}, z"), ("year", "2001"), ("title", "Two"))
    assert reading.account.repairs == ("an entry whose braces do not match was read line by line (line 4)",)
    assert reading.account.balances
    assert reading.account.lossless


def test_a_value_without_its_closing_brace_ends_where_the_next_field_begins() -> None:
    text = "@article{a,\n title={Unclosed,\n year=2020\n}\n@article{b,\n title={Whole}\n}\n"
    reading = read(text.encode())
    assert [(one.title, one.year) for one in reading.records] == [("Unclosed", 2020), ("Whole", None)]
    assert reading.records[0].raw[2:] == (("title", "Unclosed"), ("year", "2020"))
    assert reading.account.repairs == (
        "a value without its closing brace was ended where the next field begins (line 1)",
    )
    assert reading.account.balances
    assert reading.account.lossless


@pytest.mark.parametrize("later", ["year = 2020", "year={2020}", 'year = "2020",', "year={2020},\n volume = {7}"])
def test_every_later_line_of_a_field_is_one(later: str) -> None:
    reading = read(f"@article(a,\n author={{Moran, A.}},\n title={{{{H}}ope,\n {later}\n}}\n".encode())
    (one,) = reading.records
    assert (one.title, one.year, one.authors) == ("Hope", 2020, ("Moran, A.",))
    assert one.volume == ("7" if "volume" in later else "")
    assert reading.account.lossless


def test_a_line_with_an_equals_sign_in_a_whole_value_is_no_field() -> None:
    text = "@article{a,\n abstract={We asked\n n = 20\n peers},\n title={One},\n year={2001}\n"
    (one,) = read(text.encode()).records
    assert (one.abstract, one.title, one.year) == ("We asked n = 20 peers", "One", 2001)
    (one,) = read(b"@article{a,\n title={One},\n abstract={We asked\n n = many\n peers}\n").records
    assert one.abstract == "We asked n = many peers"


def test_an_entry_that_cannot_be_mended_is_refused_whole() -> None:
    broken = "@article{b, keywords={x }, y: 1}, z, title={Two},}\n"
    text = "@article{a,\n title={One},\n}\n" + broken + "@article{c,\n title={Three},\n}\n"
    reading = read(text.encode())
    assert [record.title for record in reading.records] == ["One", "Three"]
    (refusal,) = reading.account.refused
    assert refusal.line == 4
    assert "title={Two}" in refusal.text
    assert reading.account.balances
    assert reading.account.lossless


def test_several_entries_on_one_line_are_several_records() -> None:
    text = '@article{a, title={One}, year=2001} @string{x = {X}} @book(b, title={T} # { wo}, author="A {"}B{"}")\n'
    reading = read(text.encode())
    assert [(one.kind, one.title, one.year) for one in reading.records] == [
        ("article", "One", 2001),
        ("book", "T wo", None),
    ]
    assert (reading.account.markers, reading.account.lossless) == (2, True)


def test_rayyans_decisions_are_kept_as_they_are() -> None:
    text = (
        "@article{rayyan-1,\n  title={One},\n  issn={25228595 (ISSN); 9783030942847 (ISBN)},\n"
        "  author={MacKenzie, B.A. and Nayyar A.},\n"
        '  note={Export Date: 1 May 2022 | RAYYAN-INCLUSION: {\\"Ana\\"=>\\"Excluded\\"}}\n}\n'
    )
    record = first(text)
    assert record.notes == ('Export Date: 1 May 2022 | RAYYAN-INCLUSION: {"Ana"=>"Excluded"}',)
    assert record.authors == ("MacKenzie, B.A.", "Nayyar, A.")


def test_abbreviations_are_resolved() -> None:
    assert first('@string{jin = "Journal of Inventions"}\n@article{a, title={One}, journal=jin}\n').journal == (
        "Journal of Inventions"
    )


def test_abbreviations_are_joined_whatever_their_case_and_kept_as_written() -> None:
    record = first(
        '@String(and = " and ")\n@string{meta:maintainer = "Oster, Xavier"}\n'
        "@book{a, title={One # 2}, author = {Moran, A.} # And # meta:maintainer, year = 1942}\n"
    )
    assert record.authors == ("Moran, A.", "Oster, Xavier")
    assert record.title == "One # 2"
    assert ("author", "{Moran, A.} # And # meta:maintainer") in record.raw


def test_abbreviations_that_double_each_other_do_not_fill_the_memory() -> None:
    doubled = "".join(f"@string{{s{number + 1} = s{number} # s{number}}}\n" for number in range(60))
    record = first(
        '@article{a, title = s60 # "One"}\n@string{s0 = "xxxxxxxxxx"}\n' + doubled + "@book{b, title = s60}\n"
    )
    assert record.title == "s60One"
    assert first(f'@string{{s0 = "xx"}}\n{doubled}\n@book{{b, title = s60 # {{Two}}}}\n').title.endswith("Two")


CROSSED = """@string{ji = "Invented Books"}
@inproceedings{a,
 title = {One}, author = {Moran, A.}, crossref = {Proc1}, pages = {3--5}}
@inbook{b, title = {Two}, xdata = {shared, absent}, year = {1999}}
@xdata{shared, publisher = {P}, year = {1888}, series = ji}
@proceedings{proc1, title = {Proceedings of Hope}, editor = {Oster, B.}, year = {2001}, volume = 7, doi = {10.1/x}}
@article{c, title = {Three}, crossref = {gone}}
"""


def test_what_an_entry_leaves_out_is_taken_from_the_one_it_names() -> None:
    reading = read(CROSSED.encode())
    one, two, proceedings, three = reading.records
    assert (one.year, one.journal, one.volume, one.pages, one.doi) == (2001, "Proceedings of Hope", "7", "3-5", "")
    assert (one.title, one.authors) == ("One", ("Moran, A.",))
    assert [tag for tag, _ in one.raw] == ["entrytype", "key", "title", "author", "crossref", "pages"]
    assert (two.year, two.journal) == (1999, "Invented Books")
    assert (proceedings.title, three.title, three.year) == ("Proceedings of Hope", "Three", None)
    assert reading.account.repairs == (
        "what an entry leaves out was taken from the one it names in crossref or xdata (2 times: lines 2, 4)",
    )
    (refusal,) = reading.account.refused
    assert refusal.reason == "it holds what other entries of the file share, no work of its own"
    assert reading.account.lossless


def test_what_entries_share_is_no_work_even_with_a_title() -> None:
    reading = read(b"@xdata{d, title={Parent}, year={2020}}\n@article{a, xdata={d}, author={Moran, A.}}\n")
    assert [(one.title, one.year) for one in reading.records] == [("Parent", 2020)]
    (refusal,) = reading.account.refused
    assert refusal.reason == "it holds what other entries of the file share, no work of its own"
    assert refusal.text == "@xdata{d, title={Parent}, year={2020}}"
    assert reading.account.balances
    assert reading.account.lossless


def test_a_set_of_entries_is_no_work() -> None:
    (refusal,) = read(b"@set{s, entryset={a,b}}\n@book{a, title={One}}\n").account.refused
    assert refusal.reason == "it is a set of other entries of the file, no work of its own"


def test_a_subtitle_belongs_to_the_title() -> None:
    assert first("@book{a, title={Hope}, subtitle={A study}}").title == "Hope: A study"
    assert first("@book{a, title={Hope?}, subtitle={A study}}").title == "Hope? A study"
    assert first("@book{a, title={Hope: a study}, subtitle={A study}}").title == "Hope: a study"


def test_text_between_entries_is_said() -> None:
    reading = read(b"@book{a, title={One}}\nlost words\n@book{b, title={Two}}\n% a comment\n")
    assert reading.account.repairs == ("text between entries belongs to none; it is kept in the file only (line 1)",)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("@misc{doi:10.1/a?b=c,\n title={One}}", "doi:10.1/a?b=c"),
        ("@misc{a b, c, title={One}}", "a b, c"),
        ("@misc{key\n, title={One}}", "key"),
        ("@misc{\n title={One}}", ""),
        ("@misc{title={One}}", ""),
        ("@misc( k , title={One})", "k"),
        ("@misc{year=2001,\n title={One}}", ""),
    ],
)
def test_a_key_is_kept_as_written(text: str, key: str) -> None:
    record = first(text)
    assert record.title == "One"
    assert dict(record.raw).get("key", "") == key


WORDS = st.recursive(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='{}"\\@#'), max_size=12),
    lambda inner: st.tuples(inner, inner).map(lambda two: f"{two[0]}{{{two[1]}}}"),
    max_leaves=4,
)


@given(st.lists(st.dictionaries(st.sampled_from(["note", "x", "y-z"]), WORDS), min_size=1, max_size=4))
def test_every_value_is_kept_as_it_stands(entries: list[dict[str, str]]) -> None:
    entries = [{"title": "One", **fields} for fields in entries]
    text = "".join(
        f"@misc{{k{number},\n" + ",\n".join(f" {name} = {{{value}}}" for name, value in fields.items()) + "\n}\n"
        for number, fields in enumerate(entries)
    )
    reading = read(text.encode(), format="bibtex")
    assert [dict(record.raw[2:]) for record in reading.records] == entries
    assert reading.account.lossless


@given(st.data())
def test_a_damaged_file_loses_nothing(data: st.DataObject) -> None:
    signs = list(SCOPUS + CROSSED)
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(200, len(signs) - 1))
        signs[place] = data.draw(
            st.sampled_from(["", "{", "}", '"', ",", "=", "@", "\n", "\\", "#", "(", ")", "@book{"])
        )
    account = read("".join(signs).encode(), format="bibtex").account
    assert account.balances
    assert account.lossless


def test_comments_are_no_entries() -> None:
    assert titles("% made by hand\n@comment{jabref-meta: x;}\n@preamble{ {x} }\n@article{a, title={One}}\n") == ["One"]


def test_records_of_another_format_behind_an_entry_are_refused_with_their_text() -> None:
    ris = "TY  - JOUR\nTI  - Owls\nER  - \n"
    account = read(f"@article{{a,\n title={{Larks}}\n}}\n\n{ris}{ris}@article{{b, title={{Wrens}}}}\n".encode()).account
    assert (account.markers, account.stored, len(account.refused)) == (4, 2, 2)
    assert account.lossless
    assert account.refused[0].line == 5
    assert "another format (RIS)" in account.refused[0].reason
    assert "Owls" in account.refused[0].text
