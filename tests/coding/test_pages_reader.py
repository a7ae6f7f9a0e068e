"""Coding over HTTP: the reader, the documents, every act with what it answers and what takes it back, refusals."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from synthema.coding.actions import write_memo
from synthema.coding.tables import CodeRow, CodingRow, MarkRow, MemoRow, QuoteRow
from synthema.documents.tables import document
from tests.cast import Cast
from tests.coding.stage import HERON, Scene, scene
from tests.pages import Browser, words

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
WAITING, CALM = "Waiting was named first.", "Most keepers felt calm."
JSON = {"accept": "application/json"}


@pytest.fixture
def made(cast: Cast, tmp_path: Path) -> Scene:
    return scene(cast, tmp_path)


class Coder:
    """One person's script at the reader of the text on herons."""

    def __init__(self, made: Scene, person: UUID) -> None:
        self.made, self.browser = made, Browser(person)

    def at(self, name: str, **parts: Any) -> str:
        return reverse(f"coding:{name}", kwargs={"review": self.made.review, **parts})

    def get(self, name: str, **parts: Any) -> Any:
        return self.browser.get(self.at(name, **parts))

    def post(self, name: str, status: int = 200, *, url: str = "", **fields: Any) -> dict[str, Any]:
        answer = self.browser.post(url or self.at(name), fields, **JSON)
        assert answer.status_code == status, words(answer)
        found: dict[str, Any] = answer.json()
        return found

    def undo(self, answer: dict[str, Any]) -> dict[str, Any]:
        fields: dict[str, Any] = {
            k: ",".join(v) if isinstance(v, list) else v for k, v in answer["undo"]["fields"].items()
        }
        return self.post("", url=answer["undo"]["url"], **fields)

    def passage(self, *said: str, **more: Any) -> dict[str, Any]:
        spans = self.made.spans("heron", *said)
        return {
            "document": str(self.made.documents["heron"]),
            "sha": self.made.sha("heron"),
            "ranges": " ".join(f"{one.start}-{one.end}" for one in spans),
            "shown": "\n".join(said),
            **more,
        }


@pytest.fixture
def ana(made: Scene) -> Coder:
    return Coder(made, made.cast.ana)


def standing(made: Scene) -> list[tuple[str, list[str]]]:
    rows = QuoteRow.objects.filter(review=made.review, withdrawn_seq=None).order_by("start")
    return [
        (row.exact, sorted(row.codings.filter(withdrawn_seq=None).values_list("code__name", flat=True))) for row in rows
    ]


def test_a_passage_is_coded_with_a_code_made_on_the_way_and_taken_back_and_coded_again(made: Scene, ana: Coder) -> None:
    answer = ana.post("code", **ana.passage(WAITING, CALM, new_name="waiting", voice="author"))
    assert standing(made) == [(f"{WAITING}\n{CALM}", ["waiting"])]
    assert answer["made"] == answer["codes"][0]["id"] == answer["quote"]["k"][0][1]
    assert answer["quote"]["v"] == "author" and answer["coverage"]["sentences"] == [2, 7]
    gone = ana.undo(answer)
    assert gone["gone"] == answer["quote"]["id"] and standing(made) == []
    again = ana.undo(gone)
    assert standing(made) == [(f"{WAITING}\n{CALM}", ["waiting"])] and again["quote"]["v"] == "author"


def test_the_same_act_sent_twice_codes_once_and_another_act_on_the_same_words_says_so(made: Scene, ana: Coder) -> None:
    fields = ana.passage(WAITING, new_name="waiting", act_id=str(uuid4()))
    assert ana.post("code", **fields)["quote"] == ana.post("code", **fields)["quote"]
    code = CodeRow.objects.get(review=made.review)
    said = ana.post("code", 422, **ana.passage(WAITING, codes=str(code.id)))["said"]
    assert "You coded this with “waiting” already" in said and CodeRow.objects.count() == 1


def test_a_refused_passage_leaves_no_code_behind(made: Scene, ana: Coder) -> None:
    assert "other words" in ana.post("code", 422, **ana.passage(WAITING, new_name="lost", shown="Other words."))["said"]
    assert "damaged" in ana.post("code", 422, **ana.passage(WAITING, new_name="lost", ranges="3-x"))["said"]
    assert not CodeRow.objects.filter(review=made.review).exists()


def test_further_codes_are_given_and_taken_off_by_what_was_sent_before_its_answer(made: Scene, ana: Coder) -> None:
    first, second = str(uuid4()), str(uuid4())
    ana.post("code", **ana.passage(WAITING, new_name="waiting", act_id=first))
    ana.post("apply", quote=f"of:{first}", new_name="calm", new_parent=f"of:{first}", act_id=second)
    assert standing(made) == [(WAITING, ["calm", "waiting"])]
    assert CodeRow.objects.get(name="calm").parent == CodeRow.objects.get(name="waiting").id
    off = ana.post("uncode", quote=f"of:{first}", code=f"of:{second}")
    assert standing(made) == [(WAITING, ["waiting"])]
    ana.undo(off)
    assert standing(made) == [(WAITING, ["calm", "waiting"])]
    by_coding = CodingRow.objects.get(code__name="waiting").id
    ana.post("uncode", quote=f"of:{first}", coding=str(by_coding))
    assert standing(made) == [(WAITING, ["calm"])]
    assert "never arrived" in ana.post("unquote", 422, quote=f"of:{uuid4()}")["said"]


def test_undoing_takes_the_code_along_that_was_made_for_it_and_nothing_else(made: Scene, ana: Coder) -> None:
    answer = ana.post("code", **ana.passage(WAITING, new_name="shaem"))
    gone = ana.undo(answer)
    assert gone["retired"] == [answer["made"]]
    assert CodeRow.objects.get(name="shaem").retired_seq
    ana.undo(gone)
    assert not CodeRow.objects.get(name="shaem").retired_seq and standing(made) == [(WAITING, ["shaem"])]
    second = ana.post("code", **ana.passage(CALM, new_name="calm"))
    ana.post("apply", quote=answer["quote"]["id"], codes=second["made"])
    assert "retired" not in ana.undo(second)  # another passage has it by now
    assert not CodeRow.objects.get(name="calm").retired_seq


def test_words_coded_in_vivo_name_their_code(made: Scene, ana: Coder) -> None:
    answer = ana.post("code", **ana.passage(CALM, new_name=CALM, in_vivo="1"))
    code = CodeRow.objects.get(review=made.review)
    assert (code.name, str(code.in_vivo)) == (CALM, answer["quote"]["id"])


def test_voice_words_and_memos_change_and_change_back(made: Scene, ana: Coder) -> None:
    quote = ana.post("code", **ana.passage(WAITING, dismissed="1"))["quote"]["id"]
    assert ana.post("code", 422, **ana.passage(WAITING, new_name="x"))["said"].startswith("You dismissed these words")
    ana.post("unquote", quote=quote)
    quote = ana.post("code", **ana.passage(WAITING, new_name="waiting"))["quote"]["id"]
    voiced = ana.post("voice", quote=quote, voice="participant")
    assert voiced["quote"]["v"] == "participant" and ana.undo(voiced)["quote"]["v"] == ""
    moved = ana.post("move_quote", quote=quote, **ana.passage(CALM))
    assert standing(made) == [(CALM, ["waiting"])]
    ana.undo(moved)
    assert standing(made) == [(WAITING, ["waiting"])]
    memo = ana.post("memo", about=quote, text="  Why?\n\nBecause.  ")
    told = ana.get("memos_of", kind="quote", about=quote).json()["memos"]
    assert [(one["text"], one["who"], one["mine"]) for one in told] == [("Why?\n\nBecause.", "Ana", True)]
    assert ana.undo(memo) == {"gone": memo["memo"]}
    assert not MemoRow.objects.filter(review=made.review, withdrawn_seq=None).exists()


def test_memos_stand_on_documents_studies_and_the_review_as_well(made: Scene, ana: Coder) -> None:
    heron, study = made.documents["heron"], made.studies["heron"]
    for kind, about in (("document", heron), ("study", study), ("review", made.review)):
        ana.post("memo", about_kind=kind, about="" if kind == "review" else about, text=f"On the {kind}")
        told = ana.get("memos_of", kind=kind, about=about).json()["memos"]
        assert [one["text"] for one in told] == [f"On the {kind}"]
    assert ana.get("memos_of", kind="quote", about=heron).status_code == 422


def test_a_part_is_marked_and_taken_back_by_form_and_by_script(cast: Cast, tmp_path: Path) -> None:
    made = scene(cast, tmp_path, marked=False)
    ana = Coder(made, cast.ana)
    page = words(ana.get("reader", report=made.reports["heron"]))
    assert "these are the findings" in page
    (span,) = made.spans("heron", "\n".join(HERON.splitlines()[5:8]))
    fields = {"document": made.documents["heron"], "kind": "findings", "ranges": f"{span.start}-{span.end}"}
    answer = ana.browser.post(ana.at("mark"), fields)
    assert answer.status_code == 302 and "/?document=" in answer["Location"]
    assert "these are the findings" not in words(ana.get("reader", report=made.reports["heron"]))
    mark = MarkRow.objects.get(review=made.review)
    gone = ana.post("unmark", mark=str(mark.id))
    assert gone["marks"] == [] and gone["sentences"] == []
    back = ana.undo(gone)
    assert back["marks"][0]["kind"] == "findings" and back["coverage"]["sentences"] == [0, 5]
    assert ana.post("unmark", mark=back["mark"])["marks"] == []


def test_the_documents_are_listed_with_what_is_done_and_where_to_go_on(made: Scene, ana: Coder) -> None:
    ana.post("code", **ana.passage(WAITING, new_name="waiting"))
    page = words(ana.get("documents"))
    assert "1 of 7 (14 %)" in page and "0 of 4" not in page.partition("Go on")[0]
    assert "Go on with" in page
    reader = words(Coder(made, made.cast.dev).get("documents"))
    assert "Go on with" not in reader and "1 of 7 (14 %)" in reader


def test_who_only_reads_sees_what_is_coded_and_can_change_nothing(made: Scene, ana: Coder) -> None:
    ana.post("code", **ana.passage(WAITING, new_name="waiting"))
    dev = Coder(made, made.cast.dev)
    page = words(dev.get("reader", report=made.reports["heron"]))
    assert 'id="code-input"' not in page and 'id="here"' in page
    assert dev.get("paper_of", document_id=made.documents["heron"]).json()["may"] is False
    assert "needs one of the roles" in dev.post("code", 403, **dev.passage(CALM, new_name="calm"))["said"]


def test_a_blind_round_is_said_and_others_work_is_not_found(made: Scene, ana: Coder) -> None:
    row = made.round()
    quote = made.code("ben", "heron", CALM, codes=(made.named("ben", "quiet", round=row),)).body.quote_id
    write_memo(made.by("ben"), made.review, "quote", quote, "secret")
    unknown = ana.post("unquote", 422, quote=str(uuid4()))
    assert ana.post("unquote", 422, quote=str(quote)) == unknown
    assert {ana.get("memos_of", kind="quote", about=one).status_code for one in (quote, uuid4())} == {422}
    assert "quiet" not in words(ana.get("paper_of", document_id=made.documents["heron"]))
    chloe = Coder(made, made.cast.chloe)
    assert "Others are coding this document blind in round 1" in words(
        chloe.get("reader", report=made.reports["heron"])
    )
    assert "blind in round 1" in words(chloe.get("documents"))
    assert "blind in round 1" in chloe.post("code", 422, **chloe.passage(CALM, new_name="calm"))["said"]


def test_a_page_opened_by_somebody_else_keeps_its_acts_until_they_are_back(made: Scene, ana: Coder) -> None:
    said = ana.post("code", 401, **ana.passage(WAITING, new_name="x", opened_by=str(made.cast.ben)))["said"]
    assert "Somebody else is logged in" in said


def test_a_report_without_a_text_and_an_unknown_document_are_told(made: Scene, ana: Coder) -> None:
    assert ana.get("paper_of", document_id=uuid4()).status_code == 422
    assert ana.post("code", 422, **ana.passage(WAITING, document=str(uuid4()), new_name="x"))["said"]
    assert document(made.review, made.documents["heron"]).pages == 2
