from synthema.records.assembly import assemble, gather, is_empty
from synthema.records.model import Record

TAGS = [("TI", ""), ("T1", "Second choice"), ("AU", "Moran, A"), ("A1", "Oster, B"), ("AU", "Pua, C"), ("A2", "Ed, D")]


def test_empty_values_make_way_for_the_next_tag() -> None:
    assert gather(TAGS, {"title": ("TI", "T1")}) == {"title": [["Second choice"]]}


def test_tags_of_one_group_keep_their_order_in_the_file() -> None:
    groups = gather(TAGS, {"authors": ("AU A1", "A2")})
    assert groups["authors"] == [["Moran, A", "Oster, B", "Pua, C"], ["Ed, D"]]
    assert assemble(groups, raw=TAGS, line=3).authors == ("Moran, A", "Oster, B", "Pua, C")


def test_the_first_value_that_is_valid_wins() -> None:
    record = assemble(
        {"year": [["n.d."], ["2021//"]], "doi": [["none"]], "doi_hint": [["doi:10.1234/x"]]}, raw=(), line=0
    )
    assert (record.year, record.doi) == (2021, "10.1234/x")


def test_an_accession_number_is_a_pmid_only_in_medline() -> None:
    assert assemble({"accession": [["30000001"]], "database": [["Ovid MEDLINE(R)"]]}, raw=(), line=0).pmid == "30000001"
    assert assemble({"accession": [["30000001"]], "database": [["CINAHL"]]}, raw=(), line=0).pmid == ""


def test_a_series_title_is_no_retraction() -> None:
    groups = {"retraction": [["Lecture Notes"], ["Erratum in: J 2021"]]}
    assert assemble(groups, raw=(), line=0).notes == ("Erratum in: J 2021",)


def test_a_record_is_empty_when_nothing_says_which_work_it_is() -> None:
    assert is_empty(Record(year=2021, kind="JOUR", notes=("x",)))
    assert not is_empty(Record(doi="10.1234/x"))
