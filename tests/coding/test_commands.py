"""`synthema coding` from the findings of a text to what counts after a round, without a page."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from synthema.cli.main import cli
from synthema.coding.tables import CodeRow, CodingRow, DifferenceRow, codings, marks, memos, quotes, visible
from synthema.documents.tables import documents
from synthema.refused import Refused
from tests.cast import Cast
from tests.coding.stage import Scene, scene

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def here(cast: Cast, tmp_path: Path) -> Scene:
    """Two reports with texts in which nothing is marked yet."""
    return scene(cast, tmp_path, marked=False)


def _run(here: Scene, group: str, person: str, *words: object) -> str | Refused:
    line = [group, *map(str, words), "--as", person, "--review", str(here.review)]
    result = CliRunner().invoke(cli, line)
    if isinstance(result.exception, Refused):
        return result.exception
    assert result.exception is None, result.output
    return result.output


def said(here: Scene, person: str, *words: object) -> str:
    """What a command says that is to work."""
    told = _run(here, "coding", person, *words)
    assert isinstance(told, str), told
    return told


def refused(here: Scene, person: str, *words: object) -> str:
    """What a command says that is refused."""
    told = _run(here, "coding", person, *words)
    assert isinstance(told, Refused), told
    return str(told)


def _number(here: Scene) -> int:
    """The number of the text on herons."""
    return documents(here.review)[0].number


def named(told: str) -> str:
    """The short name of the quote, memo or mark that a command tells of."""
    found = re.search(r"\b[0-9a-f]{8}\b", told)
    assert found
    return found[0]


def test_findings_are_marked_and_documents_are_named_by_their_numbers(here: Scene) -> None:
    heron, ibis = (str(row.number) for row in documents(here.review))
    listed = _run(here, "documents", "Ana", "list")
    assert isinstance(listed, str)
    assert [line.split()[0] for line in listed.splitlines()] == ["number", heron, ibis]
    assert "`synthema coding mark DOCUMENT --suggested`" in said(here, "Ana", "marks")
    assert "`synthema coding mark DOCUMENT --suggested`" in said(here, "Ana", "coverage")
    begin = ("round", "begin", "inductive", "--coder", "Ana", "--coder", "Ben")
    assert "coding mark DOCUMENT --suggested" in refused(here, "Chloe", *begin)
    assert "heron.txt, ibis.txt. Mark them in the reader, or by `synthema coding mark`" in refused(
        here, "Chloe", *begin, "--document", heron, "--document", ibis
    )
    told = said(here, "Ana", "mark", heron, "ibis.txt", "--suggested").splitlines()
    assert told[0].startswith("heron.txt: findings marked, ")
    assert "“Findings" in told[0]
    assert told[1].endswith("by the birds.”")
    assert "marked so already" in refused(here, "Ana", "mark", "ibis.txt", "--suggested")
    assert "in one way" in refused(here, "Ana", "mark", "ibis.txt")
    assert "in one way" in refused(here, "Ana", "mark", "ibis.txt", "--heading", "Results", "--suggested")
    assert "in one way" in refused(here, "Ana", "mark", "ibis.txt", "--from", "Results")
    assert "no headings “Outcome”; one is needed. Headings: Results; Conclusion." in refused(
        here, "Ana", "mark", "ibis.txt", "--heading", "Outcome"
    )
    assert "no full text of this review" in refused(here, "Ana", "mark", 1_000, "--suggested")
    assert "stands before" in refused(here, "Ana", "mark", "ibis.txt", "--from", "Two felt", "--to", "Neighbours met")
    said(here, "Ana", "mark", "ibis.txt", "--from", "Neighbours met", "--to", "(N2).", "--kind", "qualitative")
    one = marks(here.review).get(kind="qualitative")
    assert [here.text("ibis")[span.start : span.end] for span in one.spans] == [
        "Neighbours met while counting. “I did not know her name before the ibises came” (N2)."
    ]
    assert said(here, "Ana", "marks").count("findings") == 2
    said(here, "Ana", "unmark", str(one.id)[:8])
    assert "`synthema coding marks` names them" in refused(here, "Ana", "unmark", str(one.id)[:8])
    said(here, "Ana", "mark", "ibis.txt", "--heading", "conclusion", "--kind", "qualitative")
    assert "2 coders, 2 documents" in said(here, "Chloe", *begin)
    assert "counts on what is marked" in refused(here, "Ana", "mark", "ibis.txt", "--from", "Two", "--to", "birds.")


def test_passages_are_coded_dismissed_changed_and_taken_back(here: Scene) -> None:
    said(here, "Ana", "mark", "heron.txt", "ibis.txt", "--suggested")
    look = visible(here.review, here.cast.ana)
    wait = ("passage", "heron.txt", "--words", "Waiting was named first.", "--code", "Time / Waiting")
    assert "--new makes it" in refused(here, "Ana", *wait)
    assert "2 codes given" in said(here, "Ana", *wait, "--new", "--voice", "author", "--in-vivo")
    assert "already" in refused(here, "Ana", *wait)
    row = quotes(here.review, look).get()
    assert (row.voice, row.how) == ("author", "on the command line")
    assert CodeRow.objects.get(name="Waiting was named first").in_vivo == row.id
    assert CodeRow.objects.get(name="Waiting").parent == CodeRow.objects.get(name="Time").id
    assert "stands in the text 2 times" in refused(here, "Ana", "passage", "heron.txt", "--words", "keepers")
    assert "2 times, so there is no place 3" in refused(
        here, "Ana", "dismiss", "heron.txt", "--words", "keepers", "--nth", 3
    )
    gone = named(said(here, "Ana", "dismiss", "heron.txt", "--words", "keepers", "--nth", 2))
    text = here.text("heron")
    assert quotes(here.review, look).get(dismissed=True).start == text.rindex("keepers")
    listed = said(here, "Ben", "passages", "heron.txt")
    assert "Time / Waiting; Waiting was named first" in listed
    assert "no relevant finding" in listed
    assert "2 passages of heron.txt." in listed
    assert gone in listed
    quote = str(row.id)[:8]
    assert quote in said(here, "Ben", "quotes")
    said(here, "Ben", "apply", quote, "--code", "Calm", "--new")
    said(here, "Ben", "voice", quote, "open")
    said(here, "Ben", "reanchor", quote, "--words", "Most keepers felt calm.")
    said(here, "Ben", "uncode", quote, "--code", "waiting", "--code", "Waiting was named first")
    assert "not coded with “Waiting”" in refused(here, "Ben", "uncode", quote, "--code", "Waiting")
    row.refresh_from_db()
    assert (row.exact, row.voice) == ("Most keepers felt calm.", "")
    assert [one.code.name for one in codings(here.review, look)] == ["Calm"]
    said(here, "Ana", "take-back", gone)
    said(here, "Ana", "take-back", quote, "--reason", "Not a finding.")
    assert "names them" in refused(here, "Ana", "take-back", quote)
    assert "No quote of this review" in refused(here, "Ana", "take-back", "")
    assert not quotes(here.review, look)


def test_memos_are_written_put_in_other_words_and_taken_back(here: Scene) -> None:
    look = visible(here.review, here.cast.ben)
    said(here, "Ana", "code", "new", "Calm")
    quote = named(said(here, "Ana", "passage", "heron.txt", "--words", "Most keepers felt calm.", "--code", "calm"))
    first = named(said(here, "Ana", "memo", "write", "On all of it."))
    for kind, name in (("code", "Calm"), ("quote", quote), ("document", "heron.txt"), ("study", "Heron 2020")):
        said(here, "Ana", "memo", "write", f"On a {kind}.", "--on", kind, "--called", name)
    assert "Say on what" in refused(here, "Ana", "memo", "write", "?", "--on", "code")
    assert "names nothing" in refused(here, "Ana", "memo", "write", "?", "--called", "Calm")
    assert "no theme" in refused(here, "Ana", "memo", "write", "?", "--on", "theme", "--called", "T1")
    newer = named(said(here, "Ben", "memo", "write", "In other words.", "--replaces", first))
    listed = said(here, "Ana", "memo", "list")
    assert "5 memos." in listed
    assert "In other words." in listed
    assert "On all of it." not in listed
    assert "On a code." in said(here, "Ben", "memo", "list", "--on", "code", "--called", "Calm")
    assert "1 memo." in said(here, "Ben", "memo", "list", "--on", "quote")
    said(here, "Ben", "memo", "take-back", newer)
    assert "On all of it." in said(here, "Ana", "memo", "list", "--on", "review")
    assert memos(here.review, look).count() == 5


def test_a_round_goes_from_marks_to_settled_differences(here: Scene) -> None:
    said(here, "Ana", "mark", "heron.txt", "ibis.txt", "--suggested")
    said(here, "Chloe", "round", "begin", "inductive", "--coder", "Ana", "--coder", "Ben", "--document", _number(here))
    words = "Waiting was named first."
    said(here, "Ana", "passage", "heron.txt", "--words", words, "--code", "Waiting", "--new")
    said(here, "Ben", "passage", "heron.txt", "--words", words, "--code", "First", "--new")
    assert "1 passage of" in said(here, "Ana", "passages", "heron.txt")
    assert "0 passages of" in said(here, "Chloe", "passages", "heron.txt")
    own = named(said(here, "Ben", "dismiss", "heron.txt", "--words", "Most keepers felt calm."))
    assert "No quote of this review" in refused(here, "Ana", "take-back", own)
    assert "Others are coding this document blind" in refused(
        here, "Chloe", "passage", "heron.txt", "--words", words, "--code", "New", "--new"
    )
    assert "not open yet" in refused(here, "Chloe", "difference", "settle", 1, 1)
    said(here, "Ben", "passage", "heron.txt", "--words", "Patience grew with the years", "--code", "Patience", "--new")
    for person in ("Ana", "Ben"):
        said(here, person, "round", "hand-in", 1)
    listed = said(here, "Ana", "differences", 1).splitlines()
    assert [listed[0].split()[0], listed[1].split()[0]] == ["number", "1"]
    assert "Ben: Patience" in listed[1]
    assert "There are “Ben: Patience”." in refused(here, "Ana", "difference", "settle", 1, 1, "--aside", "Fay")
    assert "there is no 40" in refused(here, "Ana", "difference", "settle", 1, 40)
    said(here, "Ana", "difference", "settle", 1, 1, "--aside", "Ben: patience", "--note", "We agree.")
    assert CodingRow.objects.exclude(aside_seq=None).get().code.name == "Patience"
    assert "settled" in said(here, "Ben", "differences", 1).splitlines()[1]
    said(here, "Ben", "difference", "reopen", 1, 1)
    assert "open already" in refused(here, "Ben", "difference", "reopen", 1, 1)
    assert not DifferenceRow.objects.filter(withdrawn_seq=None).exists()
