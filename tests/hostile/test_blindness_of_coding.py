"""What the twin worlds of coding leave open: guesses at what is another one's, much and little work, the opening."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from django.urls import reverse

from synthema.audit.clock import frozen
from synthema.audit.registry import hidden
from synthema.audit.tables import Event
from synthema.coding.actions import begin_round, create_code, excuse, hand_in
from synthema.coding.tables import CodeRow, CodingRow, MemoRow, QuoteRow, RoundRow, codings, quotes, visible
from synthema.refused import Refused
from synthema.reporting.package import export_review
from synthema.reporting.standing import head_may_show
from tests import databases
from tests.cast import seat_everybody
from tests.hostile.coding_worlds import LINES, code, text_on
from tests.hostile.every_address import ADDRESSES, together
from tests.hostile.test_blindness import NOON
from tests.hostile.test_blindness_of_pages import BY_NAME, ask, everything, others
from tests.hostile.twin_worlds import SECRETS, Secret, World, a_world_that_ends, found
from tests.hostile.world_of_pages import furnish
from tests.pages import Browser, account_of, plain

CODING = [one for one in SECRETS if "blind round" in one.name]
CODED = CODING[0]
LAST = UUID(int=5000)  # acts of the secrets have small identifiers
LOOKS = sorted(
    name for name in ADDRESSES if name.split(":")[0] in ("coding", "documents") and BY_NAME[name].method == "GET"
)
BOTH = pytest.mark.parametrize("secret", CODING, ids=lambda s: s.name)


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One review in which every stage has begun; whatever happens in it never happened."""
    folder = tmp_path_factory.mktemp("blind-coding")
    with databases.in_use(databases.fresh_sqlite(sqlite_template, folder), folder / "home"):
        (folder / "files").mkdir()
        with pytest.MonkeyPatch.context() as patch, frozen(NOON):
            patch.setattr(secrets, "token_bytes", bytes)
            w = furnish(found(seat_everybody(), folder / "files"))
            for person in others(w, Secret("nobody's", (), owner="")).values():
                account_of(person)
            yield w


@pytest.fixture(autouse=True)
def same_luck(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock stands and salts are equal, so that worlds differ in nothing but what was coded."""
    monkeypatch.setattr(secrets, "token_bytes", bytes)
    with frozen(NOON):
        yield


@BOTH
def test_every_act_of_a_blind_round_is_hidden_those_taken_back_too(world: World, secret: Secret) -> None:
    for step in secret.worlds:
        with a_world_that_ends():
            step(world)
            acts = Event.objects.filter(review=world.cast.review, stage="coding", actor=world.cast.ana, act_id__lt=LAST)
            blind = acts.exclude(kind="CodingHandedIn").values_list("seq", flat=True)
            assert len(blind) >= 4
            assert set(blind) <= hidden(world.cast.review)
            assert not head_may_show(world.cast.review)
            with pytest.raises(Refused):
                export_review(world.act("chloe", 995), world.cast.review, world.files / "early.zip")


def test_a_document_of_a_blind_round_is_kept_in_the_same_words_whatever_was_done_to_it(world: World) -> None:
    said = []
    for step in (*CODED.worlds, _begun):
        with a_world_that_ends():
            step(world)
            for bird in LINES:
                fields = {"documents": text_on(world, bird).id, "retrieval": "", "reason": "by mistake"}
                url = reverse("documents:take_out", kwargs={"review": world.cast.review})
                answer = Browser(world.cast.chloe).post(url, fields, accept="application/json")
                assert answer.status_code == 422
                said.append((bird, answer.json()["said"].replace("heron", "*").replace("grebe", "*")))
    for bird in LINES:
        assert len({words for name, words in said if name == bird}) == 1


def _begun(w: World) -> RoundRow:
    people, texts = (w.cast.ana, w.cast.ben), [text_on(w, bird).id for bird in LINES]
    made = begin_round(w.act("chloe", 890), w.cast.review, "inductive", people, texts).body.round_id
    return RoundRow.objects.get(pk=made)


def _works(w: World, times: int) -> None:
    """Ana codes every line of both texts with so many codes, or has only begun."""
    row = _begun(w)
    for n in range(times):
        one = create_code(w.act("ana", 2000 + n), w.cast.review, f"code {n}", definition="d" * n, round=row.id)
        for number, (bird, line) in enumerate((bird, line) for bird in LINES for line in range(4)):
            code(w.act("ana", 3000 + 10 * n + number), w, bird, line, one.body.code_id)


def test_the_pages_of_the_room_are_the_same_whether_much_or_nothing_was_coded(world: World) -> None:
    """How much somebody did shows on the trail, by kinds; no page of coding is made from it or asks longer for it."""
    people = {name: who for name, who in others(world, CODED).items() if name in ("Ben", "Chloe", "Fay")}
    seen = []
    for times in (0, 5):
        with a_world_that_ends():
            _works(world, times)
            seen.append(everything(world, people, LOOKS))
    first, second = seen
    assert [key for key in first if first[key] != second[key]] == []


OWN = ("quote", "code", "codes", "memo", "about", "coding", "into", "parent", "to", "codings")


def test_a_guess_at_what_is_another_ones_is_answered_like_a_guess_at_nothing(world: World) -> None:
    posts = [name for name in ADDRESSES if name.startswith("coding:") and BY_NAME[name].method == "POST"]
    with a_world_that_ends():
        CODED.worlds[0](world)
        theirs = _ids_of_ana(world)
        tried = 0
        for name in posts:
            for field in [one for one in OWN if one in _fields(world, name)]:
                for kind, known in theirs.items():
                    for who in (world.cast.ben, world.cast.chloe):
                        answers = [
                            _sent(world, who, name, {field: guess}) for guess in (known, uuid5(known, "nothing"))
                        ]
                        tried += 1
                        assert answers[0] == answers[1], (name, field, kind)
        assert tried >= 40


def _fields(w: World, name: str) -> set[str]:
    with a_world_that_ends():
        try:
            ADDRESSES[name].first(w)
        except Refused:  # what has to come first waits for the round
            return set()
        return set(ADDRESSES[name].fields(w))


def _ids_of_ana(w: World) -> dict[str, UUID]:
    """One of each kind of what Ana made in the round."""
    own = {"review": w.cast.review, "person": w.cast.ana}
    rounds = RoundRow.objects.filter(review=w.cast.review, opened_seq=None)
    found = {}
    for model in (QuoteRow, CodeRow, CodingRow, MemoRow):
        found[model.__name__] = model.objects.filter(**own, round__in=rounds).order_by("pk")[0].pk
    return found


def _sent(w: World, who: UUID, name: str, fields: dict[str, object]) -> object:
    asked = replace(ADDRESSES[name], fields=together(ADDRESSES[name].fields, lambda _: fields))
    seen = ask(Browser(who), w, name, asked, asked.parts)
    body = seen.body
    for guess in fields.values():  # a form that was refused keeps what was typed
        body = body.replace(str(guess).encode(), b"...")
    return replace(seen, body=body, questions=(), headers=())


def test_addresses_that_name_what_is_another_ones_are_answered_like_those_of_nothing(world: World) -> None:
    with a_world_that_ends():
        CODED.worlds[0](world)
        for known in _ids_of_ana(world).values():
            for name in LOOKS:
                parts = dict(ADDRESSES[name].parts(world))
                for part in {"code_id", "code", "quote", "quote_id", "memo"} & parts.keys():
                    answers = [_asked(world, name, {**parts, part: one}) for one in (known, uuid5(known, "nothing"))]
                    assert answers[0] == answers[1], name
                    assert answers[0][0] in (404, 422)


def _asked(w: World, name: str, parts: dict[str, object]) -> tuple[int, str]:
    answer = Browser(w.cast.ben).get(reverse(name, kwargs={"review": w.cast.review, **parts}))
    words = plain(answer)
    for part in parts.values():
        words = words.replace(str(part), "…")
    return answer.status_code, words


def test_the_coder_sees_what_they_did_and_everybody_does_once_the_round_is_open(world: World) -> None:
    """The tests above can fail: Ana's own pages differ between the worlds, and after Ben's turn everybody's do."""
    own, after, before = [], [], hidden(world.cast.review)
    everybody = {"Ben": world.cast.ben, "Chloe": world.cast.chloe, "Fay": world.reader}
    pages = ("coding:paper_of", "coding:agreement", "coding:alignment")
    for step in CODED.worlds:
        with a_world_that_ends():
            step(world)
            own.append(everything(world, {"Ana": world.cast.ana}, ("coding:paper_of",)))
            assert CODED.bens_turn is not None
            CODED.bens_turn(world)
            assert hidden(world.cast.review) == before
            after.append(everything(world, everybody, pages))
    assert own[0] != own[1]
    told = {(key[0], key[1]) for key in after[0] if after[0][key] != after[1][key]}
    assert told == {(who, name) for who in everybody for name in pages}


def test_an_excused_coders_work_opens_with_the_rest(world: World) -> None:
    before = hidden(world.cast.review)
    with a_world_that_ends():
        _works(world, 1)
        row = RoundRow.objects.filter(review=world.cast.review).latest("number")
        look = visible(world.cast.review, world.cast.ben)
        assert not _of_round(quotes(world.cast.review, look), row)
        hand_in(world.act("ben", 990), world.cast.review, row.id)
        assert not _of_round(quotes(world.cast.review, visible(world.cast.review, world.cast.chloe)), row)
        excuse(world.act("chloe", 991), world.cast.review, row.id, world.cast.ana, "ill")
        look = visible(world.cast.review, world.cast.ben)
        assert len(_of_round(quotes(world.cast.review, look), row)) == len(list(chain(*LINES.values())))
        assert _of_round(codings(world.cast.review, look), row)
        assert hidden(world.cast.review) == before


def _of_round(rows: Iterable[QuoteRow | CodingRow], row: RoundRow) -> list[QuoteRow | CodingRow]:
    return [one for one in rows if one.round == row.id]
