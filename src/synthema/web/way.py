"""The way through a review, stage by stage, and the next thing for one person to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.screening.rules import FULL_TEXT
from synthema.screening.standings import Counts
from synthema.screening.states import TITLE_ABSTRACT
from synthema.team.model import ROLES_FOR, Need
from synthema.web.links import link
from synthema.web.numbers import Numbers

To = Callable[..., str]


class At(StrEnum):
    """Where a stage stands."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    FILES = "files"  # not on pages yet: with files, from the command line


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stage on the way."""

    key: str
    name: str
    at: At
    figure: int | None = None
    unit: str = ""
    words: str = ""
    done: int = 0
    total: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """Something that waits for a person."""

    words: str
    url: str


def said(words: str, number: int) -> str:
    """A count in words with its number, as people read it, in its place."""
    return words % {"n": f"{number:,}"} if "%" in words else words


def way(review: UUID, roles: frozenset[str], found: Numbers) -> list[Stop]:
    """The stages of a review in their order."""
    return [
        Stop(
            key="protocol",
            name=_("Protocol"),
            at=At.DONE if found.protocol else At.NOW,
            words=_("version %(n)s in force") % {"n": found.protocol} if found.protocol else _("not laid down yet"),
            url=link("protocol:protocol", review, roles),
        ),
        _searches(review, roles, found),
        _duplicates(review, roles, found),
        _judging("titles", _("Titles and abstracts"), TITLE_ABSTRACT, found.titles, review, roles),
        _retrieval(review, roles, found),
        _judging("texts", _("Full texts"), FULL_TEXT, found.texts, review, roles),
        _studies(review, roles, found),
        *_with_files(found),
        _coding(review, roles, found),
        _synthesis(found),
        Stop(
            key="report",
            name=_("Report"),
            at=At.NOW if found.included else At.AHEAD,
            words=_("PRISMA flow, live"),
            url=link("reporting:flow", review, roles),
        ),
    ]


def _searches(review: UUID, roles: frozenset[str], found: Numbers) -> Stop:
    begun, missing = bool(found.searches), found.empty_searches
    done = begun and not missing and bool(found.records)
    words = (
        said(ngettext("from one search", "from %(n)s searches", found.searches), found.searches)
        if begun
        else _("none logged yet")
    )
    if begun and missing:
        words += "; " + said(ngettext("one without records", "%(n)s without records", missing), missing)
    return Stop(
        key="searches",
        name=_("Searches"),
        at=At.DONE if done else At.NOW if begun or found.protocol else At.AHEAD,
        figure=found.records if begun else None,
        unit=ngettext("record", "records", found.records),
        words=words,
        url=link("search:searches", review, roles),
    )


def _duplicates(review: UUID, roles: frozenset[str], found: Numbers) -> Stop:
    todo = found.ungrouped or found.open_questions or found.outdated or not found.compared
    words = _("not looked for yet") if not found.compared else _("all compared")
    if found.compared and found.ungrouped:
        words = said(
            ngettext("one record not compared", "%(n)s records not compared", found.ungrouped), found.ungrouped
        )
    elif found.open_questions:
        words = said(ngettext("one question open", "%(n)s questions open", found.open_questions), found.open_questions)
    elif found.outdated:
        words = _("to be looked for again")
    return Stop(
        key="duplicates",
        name=_("Duplicates"),
        at=At.AHEAD if not found.records else At.NOW if todo else At.DONE,
        figure=found.records - found.ungrouped - found.titles.units if found.compared else None,
        unit=_("set aside"),
        words=words if found.records else "",
        url=link("dedup:duplicates", review, roles),
    )


def _judging(key: str, name: str, stage: str, at: Counts, review: UUID, roles: frozenset[str]) -> Stop:
    decided, total = at.forward + at.excluded, at.units - at.left
    parts = []
    if at.waiting:
        parts.append(
            said(
                ngettext("one waits for a further verdict", "%(n)s wait for a further verdict", at.waiting), at.waiting
            )
        )
    if at.conflicts:
        parts.append(said(ngettext("one conflict", "%(n)s conflicts", at.conflicts), at.conflicts))
    if at.left:
        parts.append(said(ngettext("one left unscreened", "%(n)s left unscreened", at.left), at.left))
    if not parts and total:
        parts.append(_("%(f)s forward, %(e)s excluded") % {"f": f"{at.forward:,}", "e": f"{at.excluded:,}"})
    return Stop(
        key=key,
        name=name,
        at=At.AHEAD if not total else At.DONE if decided == total else At.NOW,
        figure=decided if total else None,
        unit=_("of %(n)s decided") % {"n": f"{total:,}"},
        words="; ".join(parts),
        done=decided,
        total=total,
        url=link("screening:screen", review, roles, stage=stage),
    )


def _retrieval(review: UUID, roles: frozenset[str], found: Numbers) -> Stop:
    todo = found.to_seek or found.awaiting
    parts = []
    if found.to_seek:
        parts.append(said(ngettext("one to seek", "%(n)s to seek", found.to_seek), found.to_seek))
    if found.awaiting:
        parts.append(said(ngettext("one awaited", "%(n)s awaited", found.awaiting), found.awaiting))
    return Stop(
        key="retrieval",
        name=_("Retrieval"),
        at=At.AHEAD if not (found.sought or found.to_seek) else At.NOW if todo else At.DONE,
        figure=found.retrieved if found.sought else None,
        unit=_("of %(n)s retrieved") % {"n": f"{found.sought:,}"},
        words="; ".join(parts),
        done=found.sought - found.awaiting,
        total=found.sought + found.to_seek,
        url=link("studies:reports", review, roles),
    )


def _studies(review: UUID, roles: frozenset[str], found: Numbers) -> Stop:
    words = (
        said(ngettext("from one report", "from %(n)s reports", found.included), found.included)
        if found.included
        else ""
    )
    if found.unlinked:
        words = said(
            ngettext("one report without its study", "%(n)s reports without their study", found.unlinked),
            found.unlinked,
        )
    return Stop(
        key="studies",
        name=_("Studies"),
        at=At.AHEAD if not found.included else At.NOW if found.unlinked else At.DONE,
        figure=found.studies if found.included or found.studies else None,
        unit=ngettext("study", "studies", found.studies),
        words=words,
        url=link("studies:studies", review, roles),
    )


def _with_files(found: Numbers) -> Iterator[Stop]:
    """The stages that have no pages yet; what was brought in for them counts all the same."""
    files = (
        ("appraisal", _("Appraisal"), found.appraised, _("of %(n)s studies") % {"n": f"{found.studies:,}"}),
        ("extraction", _("Extraction"), found.extracted, _("of %(n)s studies") % {"n": f"{found.studies:,}"}),
    )
    for key, name, figure, unit in files:
        yield Stop(key=key, name=name, at=At.FILES, figure=figure or None, unit=unit if figure else "")


def _coding(review: UUID, roles: frozenset[str], found: Numbers) -> Stop:
    return Stop(
        key="coding",
        name=_("Coding"),
        at=At.NOW if found.coded or found.to_code or found.included else At.AHEAD,
        figure=found.coded or None,
        unit=ngettext("coded passage", "coded passages", found.coded) if found.coded else "",
        words=said(ngettext("one round waits for you", "%(n)s rounds wait for you", found.to_code), found.to_code)
        if found.to_code
        else "",
        url=link("coding:documents", review, roles),
    )


def _synthesis(found: Numbers) -> Stop:
    unit = ngettext("finding", "findings", found.findings) if found.findings else ""
    return Stop(key="synthesis", name=_("Synthesis"), at=At.FILES, figure=found.findings or None, unit=unit)


def waiting(review: UUID, roles: frozenset[str], found: Numbers) -> list[Next]:
    """What waits for a person, the first of it first."""
    todo = [Next(words=words, url=url) for words, url in _waiting(review, roles, found) if url]
    flow = link("reporting:flow", review, roles)
    return todo or ([Next(words=_("Look at the PRISMA flow"), url=flow)] if found.included and flow else [])


def _waiting(review: UUID, roles: frozenset[str], f: Numbers) -> Iterator[tuple[str, str]]:
    def to(name: str, needs: Need, **parts: object) -> str:
        return link(name, review, roles, **parts) if roles & ROLES_FOR[needs] else ""

    if not f.protocol:
        yield _("Write the protocol"), to("protocol:protocol", Need.LEAD)
    yield from _find(f, to)
    yield from _judge(f, TITLE_ABSTRACT, f.titles, to)
    if f.to_seek:
        yield (
            said(ngettext("Seek one report", "Seek %(n)s reports", f.to_seek), f.to_seek),
            to("studies:reports", Need.SEARCH),
        )
    if f.awaiting:
        yield (
            said(ngettext("Retrieve one report", "Retrieve %(n)s reports", f.awaiting), f.awaiting),
            to("studies:reports", Need.SEARCH),
        )
    yield from _judge(f, FULL_TEXT, f.texts, to)
    if f.records and f.empty_searches:
        words = said(
            ngettext("Bring in the records of one search", "Bring in the records of %(n)s searches", f.empty_searches),
            f.empty_searches,
        )
        yield words, to("search:searches", Need.SEARCH)
    if f.unlinked:
        words = said(
            ngettext("Link one report to its study", "Link %(n)s reports to their studies", f.unlinked), f.unlinked
        )
        yield words, to("studies:studies", Need.SEARCH)
    if f.to_code:
        words = said(
            ngettext("Code the documents of a round", "Code the documents of %(n)s rounds", f.to_code), f.to_code
        )
        yield words, to("coding:documents", Need.DECIDE)


def _find(f: Numbers, to: To) -> Iterator[tuple[str, str]]:
    if not f.searches:
        yield _("Log the first search"), to("search:searches", Need.SEARCH)
    elif not f.records:
        yield _("Bring in the records of the searches"), to("search:searches", Need.SEARCH)
    elif f.ungrouped or not f.compared:
        yield _("Look for duplicates"), to("dedup:duplicates", Need.SEARCH)
    else:
        yield from _duplicates_left(f, to)


def _duplicates_left(f: Numbers, to: To) -> Iterator[tuple[str, str]]:
    if f.open_questions:
        words = ngettext("Decide one question on duplicates", "Decide %(n)s questions on duplicates", f.open_questions)
        yield said(words, f.open_questions), to("dedup:duplicates", Need.SEARCH)
    if f.outdated:
        yield _("Look for duplicates again"), to("dedup:duplicates", Need.SEARCH)


def _judge(f: Numbers, stage: str, at: Counts, to: To) -> Iterator[tuple[str, str]]:
    left = f.waits.get(stage, 0)
    if left and stage == TITLE_ABSTRACT:
        words = ngettext("Screen one title and abstract", "Screen %(n)s titles and abstracts", left)
        yield said(words, left), to("screening:screen", Need.DECIDE, stage=stage)
    elif left:
        words = ngettext("Judge one full text", "Judge %(n)s full texts", left)
        yield said(words, left), to("screening:screen", Need.DECIDE, stage=stage)
    if at.conflicts:
        words = ngettext("Settle one conflict", "Settle %(n)s conflicts", at.conflicts)
        yield said(words, at.conflicts), to("screening:conflicts", Need.ARBITRATE, stage=stage)
