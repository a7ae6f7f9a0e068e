"""Everything a report prints, gathered at one moment of the trail; no number is typed, no open verdict shown."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from synthema import __version__
from synthema.audit import trail
from synthema.audit.tables import Event
from synthema.dedup.asked import asked
from synthema.dedup.related import relations
from synthema.dedup.tables import duplicates_joined, run_in_force
from synthema.forms.tables import progress
from synthema.protocol.model import STAGE_NAMES
from synthema.protocol.tables import versions
from synthema.records.tables import imports
from synthema.refused import Refused
from synthema.reporting.agreement_facts import agreement_lines, differing_boxes
from synthema.reporting.coding_facts import coding_lines
from synthema.reporting.flow_facts import boxes_of, flow_of, links_of
from synthema.reporting.flow_laws import check
from synthema.reporting.flow_model import Flow, in_words
from synthema.reporting.flow_sums import Breach
from synthema.reporting.model import ActLine, CarriedLine, CheckLine, Facts, NoteLine, PersonLine, SearchLine
from synthema.reporting.places import NOBODY, Review, anchor, kind_words
from synthema.reporting.standing import open_now
from synthema.reporting.study_facts import form_of, how_gathered, study_lines
from synthema.reporting.theme_facts import SynthesisFacts, method_words
from synthema.reporting.works import report_lines, work_lines
from synthema.screening.carried_tables import all_carried
from synthema.search.model import KIND_NAMES
from synthema.search.rules import gaps
from synthema.search.tables import searches
from synthema.studies.tables import studies as all_studies
from synthema.team.tables import ReviewTitle, Seat
from synthema.words import counted

UNEXPLAINED = "not explained: no verdict had been given yet"


def gather(review_id: UUID, until: int | None = None, *, public: bool = False) -> Facts:
    """The facts of a review as its tables say now; `until` names the last event where they were replayed."""
    last = Event.objects.filter(review=review_id, **({"seq__lte": until} if until else {})).order_by("-seq").first()
    if last is None:
        raise trail.NoSuchReview(f"There is no review {review_id} here.")
    review = Review(review_id, last.seq, public)
    works = work_lines(review)
    reports = report_lines(review, {w.anchor: w.title for w in works})
    found = SynthesisFacts(review)
    studies = study_lines(review, found.findings_by_study())
    logged = _searches(review, last.at.date())
    flow = flow_of(review)
    agreement = agreement_lines(review)
    titles = {w.anchor: w.title for w in works} | {r.anchor: r.title for r in reports}
    boxes = boxes_of(logged, works, reports)
    rows = {
        "characteristics_rows": sum(bool(s.characteristics) for s in studies),
        "appraisal_rows": sum(bool(s.appraisal) for s in studies),
    }
    breaches = check(flow, **{name: n for name, n in rows.items() if n})
    matrix_themes, matrix = found.matrix()
    checks = found.checks()
    instrument, tool = form_of(review, "appraisal"), form_of(review, "extraction")
    method, method_note = method_words(review)
    by_rule, by_hand, matcher, versions_merged = _duplicates(review)
    return Facts(
        title=review.protocol.title if review.protocol else ReviewTitle.objects.get(pk=review_id).title,
        review=str(review_id),
        seq=last.seq,
        at=f"{last.at:%d %B %Y, %H:%M} UTC",
        head=_head(review_id, last),
        software=f"Synthema {__version__}",
        unfinished=tuple(_unfinished(review, flow, breaches, checks, logged)),
        protocol=review.protocol,
        amendments=tuple(
            NoteLine(f"Version {v.number}, {v.at:%d %B %Y}", v.explanation or UNEXPLAINED)
            for v in versions(review_id)[1:]
        ),
        people=tuple(_people(review)),
        searches=tuple(logged),
        duplicates_by_rule=by_rule,
        duplicates_by_hand=by_hand,
        matcher=matcher,
        versions_merged=versions_merged,
        related=len(relations(review.id)),
        flow=flow,
        breaches=breaches,
        links=links_of(boxes, flow, logged),
        boxes=(*boxes, *differing_boxes(agreement, titles)),
        agreement=tuple(agreement),
        works=tuple(works),
        reports=tuple(reports),
        studies=tuple(studies),
        instrument=instrument.title if instrument else "",
        appraisal_note=how_gathered(review, "appraisal"),
        extraction_tool=f"{tool.title}, version {tool.version}" if tool else "",
        extraction_note=how_gathered(review, "extraction"),
        method=method,
        method_note=method_note,
        themes=found.theme_lines(),
        matrix_themes=matrix_themes,
        matrix=matrix,
        effects=found.effects(),
        unplaced=found.unplaced(),
        disagreements=found.notes("disagreement"),
        robustness=found.notes("robustness"),
        limits=found.notes("limit"),
        checks=checks,
        acts=tuple(_acts(review)),
        carried=tuple(_carried(review)),
        coding=tuple(coding_lines(review)),
    )


def _head(review: UUID, last: Event) -> str:
    if open_now(review):
        return "withheld while verdicts are open"
    return last.hash


def _people(review: Review) -> list[PersonLine]:
    acts = Counter(Event.objects.filter(review=review.id, seq__lte=review.until).values_list("actor", flat=True))
    roles: dict[UUID, list[str]] = {}
    for seat in Seat.objects.filter(review=review.id).order_by("role"):
        roles.setdefault(seat.person, []).append(seat.role)
    people = sorted({*acts, *roles}, key=lambda one: (-acts[one], review.name(one)))
    return [PersonLine(name=review.name(p), roles=", ".join(roles.get(p, ["left"])), acts=acts[p]) for p in people]


def _carried(review: Review) -> list[CarriedLine]:
    return [
        CarriedLine(
            person=review.name(row.person),
            tool=row.tool,
            stage=STAGE_NAMES[row.stage],
            verdicts=counted(row.verdicts, "verdict"),
            by=review.name(row.by),
            on=f"{row.at:%d %B %Y}",
            explanation=review.note(row.explanation),
            act=review.act(row.given_seq),
        )
        for row in all_carried(review.id)
    ]


def _searches(review: Review, on: date) -> list[SearchLine]:
    taken: dict[UUID, list[tuple[str, int, int]]] = {}
    for row in imports(review.id):
        taken.setdefault(row.search_id, []).append((row.file_name, row.stored, row.markers - row.stored))
    lines = []
    for s in searches(review.id):
        files = taken.get(s.id, [])
        stored = sum(n for _, n, _ in files)
        lines.append(
            SearchLine(
                anchor=anchor("search", s.key),
                key=s.key,
                source=s.source,
                platform=s.platform,
                kind=KIND_NAMES.get(s.kind, s.kind),
                date_run=s.date_run,
                strategy=s.strategy,
                limits=s.limits,
                filters=s.filters,
                peer_review=s.peer_review,
                notes=s.notes,
                hits="not stated" if s.hits is None else str(s.hits),
                imported=stored,
                refused=sum(n for _, _, n in files),
                files=tuple(name for name, _, _ in files),
                gaps=tuple(gaps(s.search, stored, on)),
                act=review.act(s.number),
            )
        )
    return lines


def _duplicates(review: Review) -> tuple[int, int, str, bool]:
    run = run_in_force(review.id)
    if run is None:
        return 0, 0, "", False
    found = duplicates_joined(review.id)
    return found.by_rule, found.by_hand, run.matcher, run.versions


def _unfinished(
    review: Review, flow: Flow, breaches: Sequence[Breach], checks: Sequence[CheckLine], logged: Sequence[SearchLine]
) -> list[str]:
    if review.protocol is None:
        return ["There is no protocol yet."]
    found = [in_words(field, n) for field, n in flow.awaits]
    found += [b.message for b in breaches if b.severity == "error"]
    if open_ones := asked(review.id):
        pairs = sum(len(one.questions) for one in open_ones)
        left = counted(len(open_ones), "question")
        found.append(f"{left} on duplicates ({counted(pairs, 'pair')} of records) without an answer")
    found += [
        f"search {s.key}: {s.hits} hits are logged, but {s.imported} records imported"
        for s in logged
        if s.hits.isdecimal() and s.imported > int(s.hits)
    ]
    ids = [row.id for row in all_studies(review.id)]
    for stage, name in (("appraisal", "appraisal"), ("extraction", "extraction")):
        if form_of(review, stage) is None:  # type: ignore[arg-type]
            continue
        at = progress(review.id, stage, ids, NOBODY)  # type: ignore[arg-type]
        if at.settled < at.studies:
            found.append(f"{at.studies - at.settled} of {at.studies} studies await {name}")
    found += [f"check {c.id} is not met: {c.rule}" for c in checks if c.status == "found" and c.severity == "error"]
    return found


def _acts(review: Review) -> list[ActLine]:
    rows = Event.objects.filter(review=review.id, seq__lte=review.until).order_by("seq")
    return [
        ActLine(
            anchor=f"act-{e.seq}",
            seq=e.seq,
            at=f"{e.at:%Y-%m-%d %H:%M}",
            person=review.name(e.actor),
            kind=kind_words(e.kind),
        )
        for e in rows.iterator(chunk_size=500)
    ]


def require_final_report(found: Facts) -> None:
    """Refuse a final report that is not finished, saying what is missing."""
    if not found.final:
        missing = "; ".join(reason.rstrip(".") for reason in found.unfinished)
        raise Refused("The report is not finished: {missing}. Without --final a draft is written.", missing=missing)
