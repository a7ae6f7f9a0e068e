import pytest

from synthema.records import read
from synthema.records.formats.columns import TITLES
from synthema.records.formats.signatures import SIGNATURES
from tests.shared_data import shared_data


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("cochrane/ih2o_cochrane.csv", "Cochrane CENTRAL"),
        ("embase/asreview_embase.csv", "Embase"),
        ("embase/ih2o_embase.csv", "Embase"),
        ("ieee/colrev_ieee_csv.csv", "IEEE Computer Society"),
        ("lilacs-bvs/buhos_bvs_ingles.csv", "BVS"),
        ("pubmed/colrev_pubmed_csv.csv", "PubMed"),
        ("rayyan/nalaham_articles.csv", "Rayyan"),
        ("refworks/buhos_refworks.csv", "RefWorks"),
        ("retraction-watch/litstudy_retraction_watch.csv", "Retraction Watch"),
        ("scielo/buhos_scielo_export.csv", "SciELO"),
        ("scopus/litstudy_scopus.csv", "Scopus"),
        ("scopus/metaknowledge_scopus.csv", "Scopus"),
        ("springer/colrev_springer_csv.csv", "Springer"),
        ("zotero/asysd_zotero_export.csv", "Zotero"),
    ],
)
def test_the_tables_of_the_reference_data_are_known_by_their_headers(name: str, source: str) -> None:
    assert read(shared_data("formats") / name).account.source == source


@pytest.mark.parametrize(
    ("header", "source"),
    [
        ("Publication ID,DOI,Title,Source title,PubYear,Pagination,Authors,Dimensions URL", "Dimensions"),
        ("Lens ID,Title,Date Published,Source Title,ISSNs,Author/s", "Lens"),
        ("Title,Authors,Published Year,Covidence #,Study,Notes,Tags", "Covidence"),
        ("record_id,title,abstract,asreview_label", "ASReview"),
        ("ItemId,Title,ShortTitle,Authors,Year", "EPPI-Reviewer"),
        ("Document Title,Authors,Publication Title,Publication Year,PDF Link,IEEE Terms", "IEEE Xplore"),
        ("Article Title,Authors,Source Title,UT (Unique WOS ID)", "Web of Science"),
        ("Cites,Authors,Title,Year,Source,ArticleURL,GSRank", "Google Scholar"),
        ("Article Title,Author,Journal Title,PLink", "EBSCO"),
        ("Title,Abstract,StoreId,pubtitle,Authors", "ProQuest"),
    ],
)
def test_other_tables_are_known_by_theirs(header: str, source: str) -> None:
    assert read(header.encode() + b"\n").account.source == source


def test_web_of_science_in_columns_is_read_by_its_tags() -> None:
    header = ["PT", "AU", "AF", "TI", "SO", "DE", "ID", "AB", "PY", "VL", "BP", "EP", "DI", "UT", "PM"]
    row = ["J", "Moran, A", "Moran, Ana", "Peers", "Invented J", "peers", "WARDS", "Nine.", "2014", "3", "1", "9"]
    text = "\n".join(("\t".join(header), "\t".join([*row, "10.1234/a", "WOS:1", "314"])))
    reading = read(text.encode())
    (record,) = reading.records
    assert (reading.account.format, record.title, record.authors) == ("csv", "Peers", ("Moran, Ana",))
    assert (record.year, record.pages, record.doi, record.accession) == (2014, "1-9", "10.1234/a", "WOS:1")
    assert (record.keywords, record.database, record.pmid) == (("peers", "WARDS"), "Web of Science", "314")


@pytest.mark.parametrize(
    ("header", "cited", "journal", "volume", "issue", "pages"),
    [
        (
            "Title,Original Title,Author Names,Source",
            "A journal (2014) 3:S1 (152-160). Date of Publication: 2014",
            *("A journal", "3", "S1", "152-160"),
        ),
        (
            "Title,Original Title,Author Names,Source",
            "A journal (2025) 25 Article Number: 100128.",
            "A journal",
            "25",
            "",
            "100128",
        ),
        ("Title,Original Title,Author Names,Source", "A book without more", "", "", "", ""),
        ("Title,ID,Fulltext URL,Database,Source", "A journal;30(2): 183-211", "A journal", "30", "2", "183-211"),
        ("Title,ID,Fulltext URL,Source", "A journal; 49(); -", "A journal", "49", "", ""),
        (
            "Title,PMID,Journal/Book,Citation",
            "A journal. 2021 Dec 21;1(2):10-11. doi: 10.1234/a.",
            "A journal",
            "1",
            "2",
            "10-11",
        ),
    ],
)
def test_citations_fill_what_has_no_column(
    header: str, cited: str, journal: str, volume: str, issue: str, pages: str
) -> None:
    commas = header.count(",") - 1
    (record,) = read(f"{header}\nPeers{',' * commas},{cited}\n".encode()).records
    assert (record.journal, record.volume, record.issue, record.pages) == (journal, volume, issue, pages)


def test_openalex_parts_values_with_bars() -> None:
    header = "id,doi,title,authorships.author.display_name,primary_location.source.display_name"
    text = f"{header}\nW1,10.1234/a,Peers,Ana Moran|Ben Oster,Invented J\n"
    (record,) = read(text.encode()).records
    assert (record.authors, record.journal, record.accession) == (("Ana Moran", "Ben Oster"), "Invented J", "W1")


def test_a_signature_needs_headers_enough_to_be_sure() -> None:
    assert all(len(known.headers) > 1 for known in SIGNATURES)
    assert all(known.headers - TITLES for known in SIGNATURES)
