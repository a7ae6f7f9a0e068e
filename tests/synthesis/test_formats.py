"""Files of themes and findings are read, or refused with every fault."""

from pathlib import Path

import pytest

from synthema.refused import Refused
from synthema.synthesis import Credibility, Order, Polarity
from synthema.synthesis.formats import read_findings, read_themes
from tests.synthesis.story import INVENTED, PEER_SUPPORT

HEADER = "study,report_title,number,statement,order,credibility,theme,polarity\n"


def test_the_examples_are_read_whole() -> None:
    worked, small = (read_themes(folder / "synthesis" / "themes.toml") for folder in (PEER_SUPPORT, INVENTED))
    assert (worked.method, len(worked.theme), len(worked.disagreement), len(worked.robustness)) == (
        "framework",
        29,
        6,
        6,
    )
    assert (small.method, len(small.theme), len(small.limits)) == ("thematic", 8, 1)
    assert len(read_findings(PEER_SUPPORT / "synthesis" / "findings.csv")) == 108
    found = read_findings(INVENTED / "synthesis" / "findings.csv")
    assert len(found) == 16
    assert (found[0].line, found[0].order, found[0].credibility) == (2, Order.PARTICIPANT, Credibility.UNEQUIVOCAL)
    assert found[7].polarity is Polarity.CONTRADICTS


def test_what_a_finding_leaves_open_stays_open(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(HEADER + "A 2020,Title,1,It was so.,,,,\n")
    (entry,) = read_findings(path)
    assert (entry.order, entry.credibility, entry.theme, entry.polarity) == (None, None, "", Polarity.SUPPORTS)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",Title,1,So.,,,,", "Line 2 of f.csv, column study: it is empty"),
        ("A,,1,So.,,,,", "Line 2 of f.csv, column report_title: it is empty"),
        ("A,Title,1,,,,,", "Line 2 of f.csv, column statement: it is empty"),
        ("A,Title,one,So.,,,,", "Line 2 of f.csv, column number: 'one' is not a whole number"),
        ("A,Title,²,So.,,,,", "column number"),
        (f"A,Title,{'9' * 5000},So.,,,,", "column number"),
        ("A,Title,1,So.,patient,,,", "column order: 'patient' is unknown. Write participant, author"),
        ("A,Title,1,So.,,sure,,", "column credibility: 'sure' is unknown"),
        ("A,Title,1,So.,,,x,against", "column polarity: 'against' is unknown. Write supports, contradicts, nuance"),
        ("A,Title,1,So.,,", "Line 2 of f.csv: 6 cells where the first line has 8"),
    ],
)
def test_a_bad_row_is_named_with_line_and_column(tmp_path: Path, row: str, says: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_findings(path)
    assert says in str(refused.value)


def test_every_bad_row_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(HEADER + "A,Title,x,So.,,,,\nA,Title,2,So.,,,,\nA,Title,3,,,,,\n")
    with pytest.raises(Refused, match=r"Line 2 of(.|\n)*Line 4 of"):
        read_findings(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no column study, report_title, number, statement"),
        (HEADER, "has a header and no rows"),
        ("study,report_title,number,statement,polarty\nA,T,1,So.,supports\n", "the column 'polarty' is unknown"),
        ("study,number,statement\nA,1,So.\n", "no column report_title"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text(text)
    with pytest.raises(Refused, match=says):
        read_findings(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no"),
        ("[[theme]]\nkey = 'a'", "name"),
        ("[[theme]]\nkey = 'a'\nname = 'A'\nlevel = 'main'", "theme 'a' has the level 'main'. Write descriptive or"),
        ("[[theme]]\nkey = 'a'\nname = 'A'\norigin = 'old'", "has the origin 'old'"),
        ("[[theme]]\nkey = 'a'\nname = 'A'\nparnt = 'b'", "parnt"),
        ("method = 'thematic'\npolarity_against = 'me'", "polarity_against is 'me'"),
        ("[[theme]\n", "not valid TOML"),
    ],
)
def test_a_bad_file_of_themes_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "t.toml"
    path.write_text(text)
    with pytest.raises(Refused) as refused:
        read_themes(path)
    assert says in str(refused.value)
    assert "t.toml" in str(refused.value)
