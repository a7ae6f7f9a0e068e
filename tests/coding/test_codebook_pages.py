"""The pages of the codebook: the tree, one code, changing, moving, merging, splitting, retiring, each with its undo."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.urls import reverse

from synthema.coding.actions import apply_codes, code_passage
from synthema.coding.book import arranged
from synthema.coding.columns import material
from synthema.coding.model import Region
from synthema.coding.rules import key_of
from synthema.coding.tables import CodeRow, codes, codings, visible
from synthema.documents.actions import add_file
from synthema.documents.model import Span
from synthema.documents.tables import document, text_of
from synthema.frame.remembered import forget
from tests.cast import Cast
from tests.coding.stage import Scene, scene
from tests.documents import pdfs
from tests.pages import Browser, words

WAIT = "You stand there and the water decides"
FAMILY = "My family never sees me before noon"
NAME = "I did not know her name before the ibises came"


@pytest.fixture
def here(cast: Cast, tmp_path: Path) -> Scene:
    """Two reports with marked texts."""
    return scene(cast, tmp_path)


def at(here: Scene, name: str, code: UUID | None = None, **more: Any) -> str:
    return reverse(f"coding:{name}", kwargs={"review": here.review, **({"code": code} if code else {}), **more})


def paths(here: Scene) -> list[str]:
    return [one.path for one in material(here.review, here.cast.ana).book.tree()]


def undone(browser: Browser, page: str) -> Any:
    """Press the way back that a page shows."""
    import re

    (form,) = re.findall(r'<div class="said"><p>.*?</p>(<form.*?</form>)', page, re.DOTALL)
    address = re.findall(r'action="([^"]+)"', form)[0]
    fields = dict(re.findall(r'<input type="hidden" name="(?!act_id|csrf)([^"]+)" value="([^"]*)">', form))
    answer = browser.post(address, fields)
    assert answer.status_code == 302
    return answer


def test_codes_are_made_moved_changed_and_retired_on_the_pages_and_each_is_undone(here: Scene) -> None:
    ana = Browser(here.cast.ana)
    empty = words(ana.get(at(here, "codebook")))
    assert "No code yet" in empty and "New code" in empty
    assert ana.post(at(here, "new_code"), {"name": "Waiting", "definition": "Time that passes"}).status_code == 302
    made = ana.post(at(here, "new_code"), {"name": "Calm", "parent": "waiting", "color": "#207e3f"})
    assert made.status_code == 302
    page = words(ana.get(at(here, "codebook")))
    assert "The code “Calm” is made." in page and page.count("unused</span>") == 2
    assert paths(here) == ["Waiting", "Waiting / Calm"]
    calm = next(row for row in codes(here.review, visible(here.review, here.cast.ana)) if row.name == "Calm")

    ana.post(at(here, "move", calm.id), {"basis": calm.edited_seq, "parent": "", "after": "first"})
    assert paths(here) == ["Calm", "Waiting"]
    undone(ana, words(ana.get(at(here, "one_code", calm.id))))
    assert paths(here) == ["Waiting", "Waiting / Calm"]

    calm.refresh_from_db()
    sent = {"basis": calm.edited_seq, "name": "Quiet", "definition": "No hurry", "color": calm.color}
    ana.post(at(here, "change", calm.id), sent)
    page = words(ana.get(at(here, "one_code", calm.id)))
    assert "Name: Calm → Quiet" in page and "Definition: – → No hurry" in page
    stale = Browser(here.cast.ben).post(at(here, "change", calm.id), {**sent, "name": "Silence"})
    told = words(stale)
    assert stale.status_code == 422 and "Somebody changed this code since you opened it" in told
    assert 'value="Silence"' in told, "what was typed is still there"
    calm.refresh_from_db()
    assert f'id="change-basis" value="{calm.edited_seq}"' in told, "and can be sent again"
    scripted = Browser(here.cast.ben).post(
        at(here, "change", calm.id), {**sent, "name": "Silence"}, **{"HX-Request": "true"}
    )
    assert scripted.status_code == 422 and "<strong>Quiet</strong>: No hurry" in words(scripted)
    assert f'value="{calm.edited_seq}" hx-swap-oob="outerHTML"' in words(scripted)
    undone(ana, page)
    assert paths(here) == ["Waiting", "Waiting / Calm"]

    ana.post(at(here, "retire", calm.id), {"reason": "too thin"})
    page = words(ana.get(at(here, "one_code", calm.id)))
    assert "It is retired" in page and "too thin" in page and "Use it again" in page
    assert paths(here) == ["Waiting"]
    assert "Calm" in words(ana.get(at(here, "codebook") + "?show=away"))
    twin = ana.post(at(here, "new_code"), {"name": "CALM", "parent": "Waiting"})
    assert twin.status_code == 422 and "it is retired. Use it again" in words(twin)
    undone(ana, page)
    assert paths(here) == ["Waiting", "Waiting / Calm"]


def test_codes_are_merged_after_a_look_at_both_and_parted_again(here: Scene) -> None:
    ana = Browser(here.cast.ana)
    wait, ease = here.named("ana", "Waiting"), here.named("ben", "Patience")
    here.code("ana", "heron", WAIT, codes=(wait,), voice="participant")
    here.code("ben", "ibis", NAME, codes=(ease,))
    look = words(ana.get(at(here, "merging", ease) + "?into=waiting"))
    assert WAIT in look and NAME in look and "Merge “Patience” into “Waiting”?" in look
    assert ana.post(at(here, "merge", ease), {"into": str(wait), "reason": "the same"}).status_code == 302
    page = words(ana.get(at(here, "one_code", wait)))
    assert "2 passages" in page and "2 studies" in page and "Took in “Patience”" in page
    assert "It was merged: what was coded with it counts as “Waiting”" in words(ana.get(at(here, "one_code", ease)))
    assert "formerly" in words(ana.get(at(here, "searched") + "?q=patience"))
    undone(ana, page)
    assert "1 passage" in words(ana.get(at(here, "one_code", wait)))
    refused = ana.post(at(here, "merge", ease), {"into": "Nothing of the kind"})
    assert refused.status_code == 422 and "There is no code “Nothing of the kind”" in words(refused)


def test_chosen_passages_are_split_off_and_come_back(here: Scene) -> None:
    ana = Browser(here.cast.ana)
    wait = here.named("ana", "Waiting")
    for name, quote in (("heron", WAIT), ("heron", FAMILY), ("ibis", NAME)):
        here.code("ana", name, quote, codes=(wait,))
    page = words(ana.get(at(here, "splitting", wait)))
    assert page.count('name="quotes"') == 3
    quote = str(here.code("ben", "heron", FAMILY, codes=(wait,)).body.quote_id)
    again = words(ana.get(at(here, "splitting", wait)))
    (both,) = [part.split('"')[0] for part in again.split('name="quotes" value="')[1:] if quote in part.split('"')[0]]
    assert both.count(",") == 1, "two people marked the same words: one passage"
    assert ana.post(at(here, "split", wait), {"quotes": both, "name": "Missing family", "to": ""}).status_code == 302
    assert paths(here) == ["Waiting", "Missing family"]
    page = words(ana.get(at(here, "splitting", wait)))
    assert "2 codings moved." in page and page.count('name="quotes"') == 2
    assert "Gave passages away: 2" in words(ana.get(at(here, "one_code", wait)))
    undone(ana, page)
    assert words(ana.get(at(here, "splitting", wait))).count('name="quotes"') == 3
    assert paths(here) == ["Waiting"], "the code that the split made went with it"
    here.named("ana", "Family")
    neither = ana.post(at(here, "split", wait), {"quotes": both, "name": "a", "to": "Family"})
    assert neither.status_code == 422 and "one of the two" in words(neither)
    assert ana.post(at(here, "split", wait), {"name": "a"}).status_code == 422
    onto = ana.post(at(here, "split", wait), {"quotes": both, "to": "family", "name": ""})
    assert onto.status_code == 302


def test_a_code_shows_its_passages_by_study_with_context_filters_and_a_table(here: Scene) -> None:
    ana = Browser(here.cast.ana)
    time = here.named("ana", "Time")
    wait = here.named("ana", "Waiting", parent=time, definition="Time that passes")
    here.code("ana", "heron", WAIT, codes=(wait,), voice="participant")
    quote = here.code("ben", "ibis", NAME, codes=(wait,), voice="author").body.quote_id
    apply_codes(here.by("ben"), here.review, quote, (time,))
    page = words(ana.get(at(here, "one_code", wait)))
    assert page.index("Heron 2020</h3>") < page.index("Ibis 2020</h3>")
    assert "Waiting was named first. “" in page and "” one keeper said (K3)." in page.replace(",”", "”")
    assert "&amp;at=" in page and "coded by Ana" in page.replace("</span>", "").replace('<span class="soft">', "")
    only = words(ana.get(at(here, "one_code", wait) + "?voice=author"))
    assert NAME in only and WAIT not in only
    mine = words(ana.get(at(here, "one_code", wait) + f"?by={here.cast.ana}"))
    assert WAIT in mine and NAME not in mine
    below = words(ana.get(at(here, "one_code", time) + "?below=1"))
    assert WAIT in below and NAME in below
    table = words(ana.get(at(here, "quotes_table") + f"?code={wait}&study=Heron 2020"))
    lines = table.strip().split("\n")
    assert len(lines) == 2 and WAIT in lines[1] and "Time / Waiting" in lines[1] and "Ana" in lines[1]
    assert words(ana.get(at(here, "quotes_table"))).count("\n") == 3
    listed = words(ana.get(at(here, "passages_coded") + "?study=Ibis 2020"))
    assert NAME in listed and WAIT not in listed


def test_the_codebook_goes_out_as_a_file(here: Scene) -> None:
    ana = Browser(here.cast.ana)
    here.named("ana", "=Waiting", definition="Time")
    for kind, holds in (("csv", b"'=Waiting"), ("qdc", b'name="=Waiting"'), ("docx", b"PK")):
        answer = ana.get(at(here, "codebook_file", kind=kind))
        assert answer.status_code == 200 and holds in answer.content
        assert answer["Content-Disposition"] == f'attachment; filename="codebook.{kind}"'
    assert ana.get(at(here, "codebook_file", kind="exe")).status_code == 404


def test_a_memo_on_a_code_is_kept_and_found(here: Scene) -> None:
    ana = Browser(here.cast.ana)
    wait = here.named("ana", "Waiting")
    ana.post(at(here, "code_memo", wait), {"text": "Think about <b>tides</b>."})
    assert "Think about &lt;b&gt;tides&lt;/b&gt;." in words(ana.get(at(here, "one_code", wait)))
    assert "tides" in words(ana.get(at(here, "searched") + "?q=TIDES"))


def test_a_memo_on_a_study_is_written_beside_its_quotes(here: Scene) -> None:
    ana = Browser(here.cast.ana)
    assert "Memos on" not in words(ana.get(at(here, "passages_coded")))
    there = at(here, "passages_coded") + "?study=Heron 2020"
    assert "No memo yet." in words(ana.get(there))
    done = ana.post(at(here, "study_memo"), {"study": here.studies["heron"], "text": "Rich in <i>waiting</i>."})
    assert done.status_code == 302 and done["Location"].endswith("?study=Heron+2020")
    page = words(ana.get(there))
    assert "Rich in &lt;i&gt;waiting&lt;/i&gt;." in page and "Memos on" in page
    undone(ana, page)
    assert "Rich in" not in words(ana.get(there))
    assert ana.post(at(here, "study_memo"), {"study": here.review, "text": "none"}).status_code == 422
    assert "Rich" not in words(ana.get(at(here, "passages_coded") + "?study=Ibis 2020"))


def test_what_a_blind_round_holds_is_nowhere_on_these_pages(here: Scene) -> None:
    shared = here.named("chloe", "Shared")
    here.code("chloe", "ibis", NAME, codes=(shared,))
    row = here.round("inductive", ("heron",))
    own = here.named("ana", "Secretly mine", round=row)
    here.code("ana", "heron", WAIT, codes=(own,))
    mine = Browser(here.cast.ana)
    assert "Secretly mine" in words(mine.get(at(here, "codebook") + f"?of={row}"))
    assert WAIT in words(mine.get(at(here, "one_code", own)))
    for person in (here.cast.ben, here.cast.chloe, here.cast.dev):
        other = Browser(person)
        assert other.get(at(here, "one_code", own)).status_code == 404
        assert other.get(at(here, "quotes_table") + f"?code={own}").status_code == 404
        pages = [
            at(here, "codebook"), at(here, "codebook") + "?show=away", at(here, "passages_coded"),
            at(here, "searched") + "?q=secretly", at(here, "queries") + "?q=Secretly mine", at(here, "together"),
            at(here, "by_study"), at(here, "quotes_table"), at(here, "by_study_table") + "?by=study",
        ]  # fmt: skip
        for page in pages:
            told = words(other.get(page))
            assert WAIT not in told and "Secretly mine</" not in told and str(own) not in told, page
    assert "stays as it is until coding round 1 is opened" in words(mine.get(at(here, "codebook")))
    here.open(row)
    assert WAIT in words(Browser(here.cast.chloe).get(at(here, "one_code", own)))
    assert codings(here.review, visible(here.review, here.cast.chloe)).count() == 2
    assert "Secretly mine" not in words(Browser(here.cast.chloe).get(at(here, "codebook"))), "not reconciled yet"


def test_only_who_decides_changes_codes_and_a_stranger_sees_nothing(here: Scene) -> None:
    wait = here.named("ana", "Waiting")
    assert Browser(here.cast.eve).get(at(here, "one_code", wait)).status_code == 404
    dev = Browser(here.cast.dev)
    assert "New code" not in words(dev.get(at(here, "codebook")))
    assert dev.post(at(here, "new_code"), {"name": "Mine"}).status_code == 403


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_quotes_over_a_page_and_parts_of_pictures_are_passages_with_their_page(here: Scene, tmp_path: Path) -> None:
    ana, wait, calm = Browser(here.cast.ana), here.named("ana", "Waiting"), here.named("ana", "Calm")
    (tmp_path / "two.pdf").write_bytes(
        pdfs.pdf([[(12, 60, 700, "Keepers wait for")], [(12, 60, 700, "birds each morning.")]], labels="/St 201")
    )
    (tmp_path / "scan.pdf").write_bytes(pdfs.scan(2))
    added = {
        name: add_file(here.by("dev"), here.review, here.reports[bird], tmp_path / f"{name}.pdf").body.document_id
        for name, bird in (("two", "heron"), ("scan", "ibis"))
    }
    row = document(here.review, added["two"])
    text = text_of(row)
    assert text is not None
    spans = tuple(
        Span(text.text.index(words), text.text.index(words) + len(words)) for words in ("wait for", "birds each")
    )
    code_passage(here.by("ana"), here.review, row.id, row.text_sha256, spans, codes=(wait,))
    scan = document(here.review, added["scan"])
    for left in (1000, 30000):
        area = Region(2, left, 1000, left + 9000, 9000)
        code_passage(here.by("ana"), here.review, scan.id, scan.text_sha256, (), codes=(wait, calm), regions=(area,))
    page = words(ana.get(at(here, "one_code", wait)))
    assert "3 passages" in page and "p. 201 (page 1 of the file)" in page
    assert "<mark>wait for</mark>" in page and "[…]" in page and "<mark>birds each</mark>" in page
    assert page.count("A part of a page’s picture.") == 2 and page.count(", page 2</a>") == 2
    assert page.count(f"?document={scan.id}&amp;quote=") == 2
    both = words(ana.get(at(here, "together")))
    assert "1 pair of codes" in both and '<td class="number" data-label="times">2</td>' in both
    assert words(ana.get(at(here, "quotes_table"))).count("\n") == 4


def test_a_thousand_codes_under_each_other_and_five_thousand_beside_are_shown(here: Scene) -> None:
    first = here.named("ana", "Waiting")
    made = [
        CodeRow(
            id=uuid5(first, str(number)), review=here.review, key=key_of(uuid5(first, str(number))),
            person=here.cast.ana, name=f"<b>{number}", parent=uuid5(first, str(number - 1)) if number < 1000 else None,
            effective=uuid5(first, str(number)), made_seq=number + 100, edited_seq=number + 100, place=number,
        )
        for number in range(6000)
    ]  # fmt: skip
    made[0].parent = first
    CodeRow.objects.bulk_create(made, batch_size=500)
    forget()
    ana = Browser(here.cast.ana)
    page = words(ana.get(at(here, "codebook")))
    assert "6,001 codes" in page and "page 1 of 16" in page and "<b>" not in page and "&lt;b&gt;12<" in page
    last = words(ana.get(at(here, "codebook") + "?page=16"))
    assert "&lt;b&gt;5999<" in last
    deep = words(ana.get(at(here, "one_code", made[999].id)))
    assert "&lt;b&gt;999" in deep and len(deep) < 500_000
    assert "codes below it" not in deep and "with the codes below it" in words(ana.get(at(here, "one_code", first)))


def test_a_stroke_within_a_name_is_no_step_of_a_path(here: Scene) -> None:
    above = here.named("ana", "and")
    below, stroke = here.named("ana", "or", parent=above), here.named("ana", "and/or")
    held = material(here.review, here.cast.ana).book
    assert (held.called("AND  / or").id, held.called("and/OR").id) == (below, stroke)


def test_codes_that_merges_sent_round_in_a_circle_are_still_shown(here: Scene) -> None:
    a, b, c = (here.named("ana", name) for name in "abc")
    CodeRow.objects.filter(pk=a).update(parent=b)
    CodeRow.objects.filter(pk=b).update(parent=a)
    found = arranged(CodeRow.objects.filter(review=here.review))
    assert sorted(one.name for one in found.codes) == ["a", "b", "c"]
    assert found.below(c) == {c}
