import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthema.records import Unreadable, read
from synthema.records.formats import xml_stream
from synthema.records.formats.xml_stream import Cut, Cutter, refuse
from synthema.records.tally import Tally, visible
from tests.records.formats.xml_cases import CASES, balanced, case

BOMB = '<!DOCTYPE a [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
JUNK = [
    "<", "&", "&nbsp;", "&#0;", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "?>", "\x00", "\x0b", "</a>", "<i>",
    "<a b='1' b='2'>",
    "<record>", "</record>", "</x y='z'>", "<a²/>", "<mods/>", "<PubmedArticle>", "</b:Source>", "\ufeff", "\x85",
]  # fmt: skip


def cuts(text: str, size: int = 7, names: str = "r") -> list[tuple[int, str, bool]]:
    pieces = (text[start : start + size] for start in range(0, len(text), size))
    return [(cut.line, cut.text, bool(cut.wrong)) for cut in Cutter(names).cuts(pieces)]


@pytest.mark.parametrize("format", CASES)
def test_both_records_of_every_format_are_read(format: str) -> None:
    reading = balanced(case(format), format)
    assert [record.title.rpartition(" ")[2] for record in reading.records][-1] == "Wrens"
    assert reading.account.stored == reading.account.markers == 2
    assert reading.account.cut_off == ""
    assert not any("well-formed" in repair for repair in reading.account.repairs if format != "zotero-rdf")


@pytest.mark.parametrize("format", CASES)
def test_entities_are_never_expanded_nor_fetched(format: str) -> None:
    text = case(format).replace("Wrens", "Wrens &b;&x;")
    head = text.index("<?xml") + text.index("?>") + 2 if text.startswith("<?xml") else 0
    reading = balanced(text[:head] + BOMB + text[head:], format)
    values = [value for record in reading.records for _, value in record.raw]
    assert any("Wrens &b;&x;" in value for value in values)
    assert not any("haha" in value or "root:" in value for value in values)


@pytest.mark.parametrize("format", CASES)
def test_a_file_that_breaks_off_gives_what_stands_before_and_refuses_the_rest_with_its_line(format: str) -> None:
    text = case(format)
    cut = text[: text.index("Wrens") + 3]
    reading = balanced(cut, format)
    assert (reading.account.markers, reading.account.stored) == (2, 1)
    (refused,) = reading.account.refused
    assert 0 < refused.line <= text.count("\n") + 1
    assert "Wre" in refused.text
    assert "never closed" in reading.account.cut_off


@pytest.mark.parametrize("format", CASES)
def test_what_is_broken_in_one_record_breaks_no_other(format: str) -> None:
    reading = balanced(case(format).replace("Wrens", "Wrens <p & 1 < 2"), format)
    assert reading.account.stored == 2
    assert "<p & 1 < 2" in reading.records[1].title


@pytest.mark.parametrize("format", CASES)
def test_comments_with_records_in_them_are_no_records(format: str) -> None:
    text = case(format)
    assert (
        balanced(case(format, f"<!-- {text[text.index('<', 5) :].replace('--', '')} -->"), format).account.markers == 2
    )


@pytest.mark.parametrize("format", CASES)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_damage_loses_a_character(format: str, data: st.DataObject) -> None:
    text = case(format)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 200)))
        text = text[:start] + data.draw(st.sampled_from([*JUNK, ""])) + text[data.draw(st.sampled_from([start, end])) :]
    try:
        account = read(text.encode(), format=format).account
    except Unreadable:
        return
    assert account.balances
    assert account.lossless


def test_records_are_cut_wherever_the_pieces_end() -> None:
    text = "<x>\n<r a='1'>one</r>\n<!-- <r> --><p:r>two <![CDATA[</r>]]></p:r><r/>\n<r>three<r>four</r></x>"
    for size in (1, 3, 1000):
        assert [(line, part) for line, part, _ in cuts(text, size)] == [
            (2, "<r a='1'>one</r>"),
            (3, "<p:r>two <![CDATA[</r>]]></p:r>"),
            (3, "<r/>"),
            (4, "<r>three"),
            (4, "<r>four</r>"),
        ]


def test_an_end_without_a_start_is_refused_with_what_stands_before_it() -> None:
    assert cuts("<r>one</r>\n<titles>two</titles></r><r>three</r>") == [
        (1, "<r>one</r>", False),
        (1, "\n<titles>two</titles>", True),
        (2, "<r>three</r>", False),
    ]


def test_a_record_of_endless_length_is_refused_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_stream, "_KEPT", 50)
    text = "<x><r>" + "y" * 3000 + "</r><r>next</r></x>"
    pieces = (text[start : start + 100] for start in range(0, len(text), 100))
    found = list(Cutter("r", longest=1000).cuts(pieces))
    assert [len(cut.text) for cut in found] == [50, 11]
    assert found[0].wrong.startswith("the record is longer")
    assert found[1] == Cut(1, "<r>next</r>")


def test_a_web_page_written_as_xml_is_refused() -> None:
    page = '<?xml version="1.0"?>\n<!DOCTYPE html><html><record><titles><title>x</title></titles></record></html>'
    with pytest.raises(Unreadable, match="web page"):
        read(page.encode())


def test_xml_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(Unreadable, match="XML of a kind that is not known"):
        read(b"<?xml version='1.0'?><rss><item><title>Larks</title></item></rss>")


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_the_declared_encoding_is_kept(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + case("mods").replace("Wrens", "Zaunkönige")
    reading = read(text.encode(encoding))
    assert reading.records[1].title == "Zaunkönige"


def test_what_is_not_kept_of_a_record_of_endless_length_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_stream, "_KEPT", 50)
    for end in ("</r><r>next</r></x>", "<r>next</r></x>", ""):
        text = "<x>\n<r>" + "yy " * 1000 + end
        pieces = (text[start : start + 100] for start in range(0, len(text), 100))
        tally = Tally(format="x")
        for cut in Cutter("r", longest=1000).cuts(pieces):
            if cut.wrong:
                refuse(cut, tally)
        (refused,) = tally.refused
        whole = text[text.index("<r>") : text.rfind("<r>") if end else None]
        assert (refused.line, tally.tag_characters) == (2, visible(whole))
        assert tally.kept_characters == visible(refused.text) < 50
        left = tally.tag_characters - tally.kept_characters
        assert f"not the {left:,} characters after it" in refused.reason


@pytest.mark.parametrize("format", CASES)
def test_references_to_entities_do_not_make_a_record_broken(format: str) -> None:
    doctype = '<!DOCTYPE a [<!ENTITY uni "University"><!ENTITY other SYSTEM "x.txt">]>'
    text = case(format).replace("Wrens", "Wrens &uni;")
    head = text.index("<?xml") + text.index("?>") + 2 if text.startswith("<?xml") else 0
    reading = balanced(text[:head] + doctype + text[head:], format)
    assert any("Wrens &uni;" in value for record in reading.records for _, value in record.raw)
    said = " ".join(reading.account.repairs)
    assert "references to entities are kept as they are written" in said
    assert format == "zotero-rdf" or ('&uni; ("University")' in said and "well-formed" not in said)


def test_what_looks_like_an_entity_in_plain_text_is_none() -> None:
    text = case("endnote-xml").replace("Wrens", "Wrens <![CDATA[&uni;]]>")
    assert balanced(text, "endnote-xml").account.repairs == ()
