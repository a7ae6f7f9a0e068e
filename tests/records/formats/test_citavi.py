import io
import zipfile

import pytest

from synthema.records import Unreadable, read

PROJECT = """<?xml version="1.0" encoding="utf-8"?>
<CitaviExchangeData Version="6.8.0.0"><Keywords><Keyword id="{k}"><Name>Birds</Name></Keyword></Keywords>
<Periodicals><Periodical id="{j}"><ISSN>1234-5679</ISSN><Name>Invented journal</Name></Periodical></Periodicals>
<Persons><Person id="{a}"><FirstName>Ada</FirstName><LastName>Moran</LastName><MiddleName>S</MiddleName></Person>
<Person id="{b}"><LastName>Lark Group</LastName></Person></Persons>
<References><Reference id="{r}"><PeriodicalID>{j}</PeriodicalID><Abstract>To hear larks.</Abstract>
<PageRange>&lt;sp&gt;&lt;os&gt;24&lt;/os&gt;&lt;/sp&gt;&lt;os&gt;24-31&lt;/os&gt;</PageRange><Title>Larks</Title>
<Subtitle>a song</Subtitle><ReferenceType>JournalArticle</ReferenceType><Volume>3</Volume><Number>2</Number>
<DOI>10.1234/Lark</DOI><Year>2012</Year></Reference>
<Reference id="{p}"><Title>A book</Title><ReferenceType>BookEdited</ReferenceType></Reference>
<Reference id="{c}"><Title>Wrens</Title><ReferenceType>Contribution</ReferenceType></Reference></References>
<ReferenceAuthors><OnetoN>{r};{a};{b}</OnetoN></ReferenceAuthors>
<ReferenceKeywords><OnetoN>{r};{k}</OnetoN></ReferenceKeywords>
<ReferenceReferences><OnetoN>{p};{c}</OnetoN></ReferenceReferences>
<KnowledgeItems><KnowledgeItem id="q"><Text>Quoted</Text></KnowledgeItem></KnowledgeItems></CitaviExchangeData>"""
NUMBERS = {name: f"{number:08d}-0000-0000-0000-000000000000" for number, name in enumerate("kjabrpc")}


def backup(content: str, member: str = "Larks.ctv6") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)
    return held.getvalue()


def test_every_field_of_a_work_and_of_what_it_names() -> None:
    reading = read(backup(PROJECT.format(**NUMBERS)), name="larks.ctv6bak")
    account = reading.account
    assert (account.format, account.markers, account.stored) == ("citavi", 3, 3)
    assert account.balances
    assert account.lossless
    assert any(repair.startswith("1 quotations") for repair in account.repairs)
    record = reading.records[0]
    assert (record.title, record.year, record.doi) == ("Larks: a song", 2012, "10.1234/lark")
    assert record.authors == ("Moran, Ada S", "Lark Group")
    assert (record.journal, record.issn) == ("Invented journal", "1234-5679")
    assert (record.volume, record.issue, record.pages) == ("3", "2", "24-31")
    assert (record.abstract, record.keywords, record.kind) == ("To hear larks.", ("Birds",), "JournalArticle")
    assert [(one.title, one.journal) for one in reading.records[1:]] == [("A book", ""), ("Wrens", "A book")]


def test_an_archive_that_unpacks_to_far_too_much_is_refused() -> None:
    with pytest.raises(Unreadable, match="would unpack to 50,000,020 bytes"):
        read(backup("<CitaviExchangeData>" + " " * 50_000_000), name="bomb.ctv6bak")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (backup("SQLite format 3"), "as a database"),
        (backup(PROJECT, "readme.txt"), "holds no Citavi project"),
        (backup(PROJECT)[:300], "damaged or locked"),
    ],
)
def test_what_holds_no_project_is_refused_with_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=f"{says}.*import that file"):
        read(content, name="larks.ctv6bak")


def test_other_archives_are_not_taken_for_projects() -> None:
    with pytest.raises(Unreadable, match="zip archive"):
        read(backup(PROJECT, "word/document.xml"), name="letter.zip")
