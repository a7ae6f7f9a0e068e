"""Projects of other programs come in: matched, attributed, hidden in a blind round, resumed after a crash."""

import json
from pathlib import Path
from typing import Any

import pytest

from synthema.audit import replay, trail
from synthema.audit.model import Content
from synthema.audit.registry import hidden
from synthema.coding import import_acts
from synthema.coding.actions import hand_in
from synthema.coding.import_acts import (
    Unanswered,
    give_up,
    import_project,
    imports,
    look_at,
    sweep,
    withdraw_project_import,
)
from synthema.coding.import_model import Choices
from synthema.coding.import_projections import write_rows
from synthema.coding.tables import CodeRow, CodingImportDraft, codes, codings, memos, quotes, visible
from synthema.refused import Refused
from synthema.team.tables import OutsideReviewer
from tests.cast import Cast
from tests.coding.projects import codes as code_elements
from tests.coding.projects import guid, project, qdpx, selection, text_source
from tests.coding.stage import HERON, Scene, scene

QUOTES = ("Waiting was named first.", "the water decides", "My family never sees me before noon")

ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the database does not matter here


@pytest.fixture
def here(cast: Cast, tmp_path: Path) -> Scene:
    """Two reports with marked texts."""
    return scene(cast, tmp_path)


def _of(
    path: Path,
    text: str = HERON,
    quotes: tuple[str, ...] = QUOTES,
    *,
    user: str = "anna",
    code: str = "trust",
    name: str = "birds.txt",
) -> Path:
    """A project that codes these words of one source, by one user."""
    written = text.replace("\f", "\n")
    inside = "".join(
        selection(at := written.index(one), at + len(one), code, one).replace(
            "<Coding ", f'<Coding creatingUser="{guid(user)}" creationDateTime="2024-05-06T07:08:09Z" '
        )
        for one in quotes
    )
    users = f'<Users><User guid="{guid(user)}" name="{user}"/></Users>'
    note = f'<Notes><Note guid="{guid("n")}" name="Memo"><PlainTextContent>A thought.</PlainTextContent></Note></Notes>'
    whole = project(
        users + code_elements(code, "unused") + f"<Sources>{text_source(name, inside)}</Sources>" + note,
        "MAXQDA 24",
    )
    return qdpx(path, whole, {f"sources/{guid(name)}.txt": written.encode()})


def _sound(here: Scene) -> None:
    assert replay.verify(here.review).sound
    before = replay.digests(here.review)
    replay.rebuild(here.review)
    assert replay.digests(here.review) == before


def test_a_project_is_matched_by_its_text_and_named_after_its_user(here: Scene, tmp_path: Path) -> None:
    file = _of(tmp_path / "a.qdpx")
    with pytest.raises(Refused, match="anna is nobody of this review"):
        import_project(here.by("ana"), here.review, file)
    assert not CodingImportDraft.objects.exists()
    done = import_project(here.by("chloe"), here.review, file).body
    look = visible(here.review, here.cast.ben)
    outside = OutsideReviewer.objects.get(review=here.review)
    rows = list(quotes(here.review, look))
    assert [row.exact for row in rows] == list(QUOTES)
    assert {row.person for row in rows} == {outside.id}
    assert (outside.name, outside.tool) == ("anna", "MAXQDA 24")
    assert {f"{row.at:%Y-%m-%d}" for row in rows} == {"2024-05-06"}
    assert [row.name for row in codes(here.review, look)] == ["trust", "unused"]
    assert [row.text for row in memos(here.review, look)] == ["Memo\n\nA thought."]
    assert done.counts == {"codes": 2, "quotes": 3, "codings": 3, "memos": 1, "marks": 0}
    assert done.documents == (here.documents["heron"],)

    plan = look_at(here.by("chloe"), here.review, file)
    assert (len(plan.rows), plan.unchanged) == (0, 11)  # 2 codes, 1 source, 3 selections, 3 codings, 1 note, 1 user
    _sound(here)
    with pytest.raises(Refused, match="2 codings"):
        code = codes(here.review, look).get(name="trust").id
        here.code("ben", "heron", "Most keepers felt calm", codes=(code,))
        here.code("ben", "ibis", "Two felt watched by the birds", codes=(code,))
        withdraw_project_import(here.by("ana"), here.review, done.import_id)
    _sound(here)


@ONE
def test_a_user_may_be_somebody_of_the_review_or_left_out(here: Scene, tmp_path: Path) -> None:
    file = _of(tmp_path / "a.qdpx")
    import_project(here.by("ben"), here.review, file, Choices(people={guid("anna"): here.cast.ana}))
    look = visible(here.review, here.cast.ben)
    assert {row.person for row in quotes(here.review, look)} == {here.cast.ana}
    other = _of(tmp_path / "b.qdpx", quotes=("Most keepers felt calm",), user="bert")
    plan = look_at(here.by("ben"), here.review, other, Choices(left_out=frozenset([guid("bert")])))
    assert not plan.rows.quotes
    assert [line.reason for line in plan.account if line.what == "codings"] == [
        "it is the work of somebody who is left out"
    ]


@ONE
def test_the_same_project_under_other_guids_is_known_again(here: Scene, tmp_path: Path) -> None:
    import_project(here.by("chloe"), here.review, _of(tmp_path / "a.qdpx"))
    again = _of(tmp_path / "b.qdpx", user="anna").read_bytes()
    assert again == (tmp_path / "a.qdpx").read_bytes()
    other = _of(tmp_path / "c.qdpx", quotes=(*QUOTES, "Most keepers felt calm"))
    plan = look_at(here.by("chloe"), here.review, other)
    assert [quote.anchor.exact for quote in plan.rows.quotes if quote.anchor] == ["Most keepers felt calm"]
    assert len(plan.rows.codings) == 1


@ONE
def test_a_changed_text_moves_its_quotes_and_leaves_out_what_differs(here: Scene, tmp_path: Path) -> None:
    text = HERON.replace("\f", "\n").replace("herons", "the herons").replace("decides,” one", "decides,” each one")
    long = "Patience grew with the years, as all of them told us."
    file = _of(
        tmp_path / "a.qdpx",
        text,
        ("the water decides", long, "as all of them told us. It did not come", "each one keeper said"),
        name="heron.txt",
    )
    plan = look_at(here.by("chloe"), here.review, file)
    assert plan.open  # only its name says so
    with pytest.raises(Unanswered, match="which full text"):
        import_project(here.by("chloe"), here.review, file)
    chosen = Choices(documents={guid("heron.txt"): here.documents["heron"]})
    plan = look_at(here.by("chloe"), here.review, file, chosen)
    found = [quote.anchor.exact for quote in plan.rows.quotes if quote.anchor]
    assert long in found
    assert not any("each" in one for one in found)


def test_into_a_blind_round_comes_only_ones_own_work_and_nobody_else_learns_of_it(here: Scene, tmp_path: Path) -> None:
    round_id = here.round()
    file = _of(tmp_path / "a.qdpx")
    of_ben = Choices(people={guid("anna"): here.cast.ben})
    assert not look_at(here.by("ana"), here.review, file, of_ben, into=round_id).rows.quotes
    plan = look_at(here.by("ana"), here.review, file)
    assert not plan.rows.quotes  # not into the team's work while the round runs
    done = import_project(
        here.by("ana"), here.review, file, Choices(people={guid("anna"): here.cast.ana}), into=round_id
    )
    mine, others = visible(here.review, here.cast.ana), visible(here.review, here.cast.chloe)
    assert quotes(here.review, mine).count() == 3
    for rows in (quotes, codings, memos):
        assert not rows(here.review, others).exists()
    assert not codes(here.review, others).exists()
    assert not imports(here.review, here.cast.chloe)
    assert len(imports(here.review, here.cast.ana)) == 1
    assert done.seq in hidden(here.review)
    with pytest.raises(Refused, match="no such import"):
        withdraw_project_import(here.by("ben"), here.review, done.body.import_id)
    for person in ("ana", "ben"):
        hand_in(here.by(person), here.review, round_id)
    assert quotes(here.review, visible(here.review, here.cast.chloe)).count() == 3
    _sound(here)


def test_an_import_that_was_cut_off_shows_nothing_and_goes_on(
    here: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _of(tmp_path / "a.qdpx")

    def dies(*args: Any) -> Any:
        for number, done in enumerate(write_rows(*args)):
            yield done
            if number == 1:
                raise KeyboardInterrupt

    monkeypatch.setattr(import_acts, "write_rows", dies)
    with pytest.raises(KeyboardInterrupt):
        import_project(here.by("chloe"), here.review, file)
    look = visible(here.review, here.cast.chloe)
    assert CodeRow.objects.filter(review=here.review).exists()
    assert not codes(here.review, look).exists()
    assert not quotes(here.review, look).exists()
    assert sweep(here.review) == 0  # it may go on
    monkeypatch.undo()
    import_project(here.by("chloe"), here.review, file)
    assert codings(here.review, look).count() == 3
    assert not CodingImportDraft.objects.exists()
    _sound(here)


@ONE
def test_what_was_begun_can_be_given_up(here: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*args: Any) -> Any:
        yield next(write_rows(*args))
        raise KeyboardInterrupt

    monkeypatch.setattr(import_acts, "write_rows", dies)
    with pytest.raises(KeyboardInterrupt):
        import_project(here.by("chloe"), here.review, _of(tmp_path / "a.qdpx"))
    assert give_up(here.by("chloe"), here.review) == 2
    assert not CodeRow.objects.filter(review=here.review).exists()
    _sound(here)


@ONE
def test_the_account_is_kept_in_the_act(here: Scene, tmp_path: Path) -> None:
    done = import_project(here.by("chloe"), here.review, _of(tmp_path / "a.qdpx")).body
    lines = json.loads(done.account)
    assert {"what": "sources", "count": 1, "fate": "there"}.items() <= next(
        one for one in lines if one["what"] == "sources"
    ).items()
    assert trail.store(here.review).has(Content(done.file.content))


@ONE
def test_a_codebook_comes_as_a_table_with_its_tree(here: Scene, tmp_path: Path) -> None:
    here.named("ana", "Barriers", definition="Ours.")
    file = tmp_path / "book.csv"
    file.write_text(
        "path,definition,color\nbarriers / cost,What it costs.,#207e3f\nbarriers,Theirs.,\nhope,,\n", encoding="utf-8"
    )
    done = import_project(here.by("ana"), here.review, file).body
    rows = {row.name: row for row in codes(here.review, visible(here.review, here.cast.ana))}
    assert set(rows) == {"Barriers", "cost", "hope"}
    assert rows["cost"].parent == rows["Barriers"].id
    assert (rows["cost"].definition, rows["Barriers"].definition) == ("What it costs.", "Ours.")
    assert (done.counts["codes"], done.unchanged) == (2, 1)
    _sound(here)
