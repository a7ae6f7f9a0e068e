"""Findings, themes, their matrix and the checks as lines of a report."""

from collections import defaultdict
from uuid import UUID

from synthema.reporting.model import CellLine, CheckLine, EffectLine, FindingLine, Link, MatrixLine, NoteLine, ThemeLine
from synthema.reporting.places import Review, anchor
from synthema.studies.tables import studies
from synthema.synthesis.bundle import bundle, checks
from synthema.synthesis.matrix import study_theme_matrix
from synthema.synthesis.metasummary import percent, summarise
from synthema.synthesis.model import Synthesis, Theme, ThemeLevel
from synthema.synthesis.profiles import PROFILES
from synthema.synthesis.quoting import Shelf
from synthema.synthesis.tables import FindingRow, PlacementRow, ThemeRow, findings, method, notes, placements, themes
from synthema.synthesis.tree import Branch, Support, supports, tree

ORDERS = {"participant": "participants’ words", "author": "authors’ interpretation"}
CREDIBILITY = {"unequivocal": "unequivocal", "credible": "credible", "not_supported": "not supported"}


class SynthesisFacts:
    """The synthesis of one review, read once and set into lines."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.rows: dict[str, ThemeRow] = {str(row.id): row for row in themes(review.id)}
        self.placed: dict[UUID, list[PlacementRow]] = defaultdict(list)
        for row in placements(review.id).select_related("theme"):
            self.placed[row.finding_id].append(row)
        self.shelf = Shelf(review.id)
        self.bundle: Synthesis = bundle(review.id)
        self.supports: dict[str, Support] = supports(self.bundle)
        self.labels = {str(row.id): row.label for row in studies(review.id)}
        self.found = {row.id: row for row in findings(review.id)}

    def theme_link(self, theme: Theme | ThemeRow) -> Link:
        """A theme's name and place."""
        return Link(theme.name, anchor("theme", self.rows[str(theme.id)].key))

    def study_link(self, study: str) -> Link:
        """A study's label and place."""
        return Link(self.labels[study], anchor("study", self.labels[study]))

    def finding_line(self, row: FindingRow, placed: PlacementRow | None = None) -> FindingLine:
        """One finding, as it stands under a theme or by itself."""
        return FindingLine(
            anchor=anchor("finding", row.id),
            label=f"{row.study.label}, no. {row.number}",
            statement=row.statement,
            illustration=row.illustration,
            place=row.place,
            order=ORDERS.get(row.order, ""),
            credibility=CREDIBILITY.get(row.credibility, ""),
            polarity=placed.polarity if placed else "",
            study=self.study_link(str(row.study_id)),
            report=Link(row.report.title, anchor("report", row.report_id)),
            themes=tuple(self.theme_link(p.theme) for p in self.placed[row.id]),
            quote_found=self._where(row),
            explanation=placed.explanation if placed else "",
            act=self.review.act(row.recorded),
        )

    def _where(self, row: FindingRow) -> str:
        if not row.illustration.strip():
            return ""
        place = self.shelf.place(row)
        if place is not None:
            span = place.anchor.ranges[0]
            end = place.anchor.ranges[-1].end
            return f"found in {place.document.file_name}, page {place.page}, characters {span.start} to {end}"
        return "NOT found in the full text" if self.shelf.found(row) is False else "no full text here to find it in"

    def theme_lines(self) -> tuple[ThemeLine, ...]:
        """The roots of the tree of themes with everything under them."""
        return tuple(self._theme(branch) for branch in tree(self.bundle.themes))

    def _theme(self, branch: Branch) -> ThemeLine:
        row, support = self.rows[branch.theme.id], self.supports[branch.theme.id]
        profile = PROFILES[chosen.profile] if (chosen := method(self.review.id)) else PROFILES["thematic"]
        lines = [self._placed(UUID(p.finding_id), row.id) for p in support.own_placements]
        return ThemeLine(
            anchor=anchor("theme", row.key),
            key=row.key,
            name=row.name,
            level=profile.word_for(ThemeLevel(row.level)),
            origin="set beforehand" if row.origin == "a_priori" else "found in the studies",
            definition=row.definition,
            findings=tuple(lines),
            children=tuple(self._theme(child) for child in branch.children),
            n_studies=len(support.study_ids),
            n_findings=len(support.findings),
            n_contradicting=len({p.finding_id for p in support.placements if p.polarity == "contradicts"}),
            studies=tuple(sorted((self.study_link(s) for s in support.study_ids), key=lambda link: link.text)),
            act=self.review.act(row.number),
        )

    def _placed(self, finding: UUID, theme: UUID) -> FindingLine:
        placed = next(p for p in self.placed[finding] if p.theme_id == theme)
        return self.finding_line(self.found[finding], placed)

    def findings_by_study(self) -> dict[UUID, list[FindingLine]]:
        """Every finding under its study."""
        by_study: dict[UUID, list[FindingLine]] = defaultdict(list)
        for row in self.found.values():
            placed = self.placed[row.id]
            by_study[row.study_id].append(self.finding_line(row, placed[0] if placed else None))
        return by_study

    def unplaced(self) -> tuple[FindingLine, ...]:
        """The findings that stand under no theme."""
        return tuple(self.finding_line(row) for row in self.found.values() if not self.placed[row.id])

    def _columns(self) -> list[Theme]:
        levels = [t for t in self.bundle.themes if t.level is ThemeLevel.ANALYTICAL]
        return levels or [t for t in self.bundle.themes if t.level is ThemeLevel.DESCRIPTIVE]

    def matrix(self) -> tuple[tuple[Link, ...], tuple[MatrixLine, ...]]:
        """Studies by the themes below the overarching one: who speaks for, against, or with a qualification."""
        columns = self._columns()
        found = study_theme_matrix(self.bundle, [theme.id for theme in columns])
        order = sorted(zip(found.studies, found.rows, strict=True), key=lambda pair: pair[0].name)
        lines = tuple(
            MatrixLine(
                self.study_link(study.id),
                tuple(CellLine(supports=c.supports, contradicts=c.contradicts, nuance=c.nuance) for c in row),
            )
            for study, row in order
        )
        return tuple(self.theme_link(theme) for theme in found.themes), lines

    def effects(self) -> tuple[EffectLine, ...]:
        """The frequency effect size of each column of the matrix."""
        columns = [theme.id for theme in self._columns()]
        if not self.bundle.placements or not columns:
            return ()
        found = summarise(self.bundle, columns)
        return tuple(
            EffectLine(
                theme=self.theme_link(self.rows[one.finding_id]),
                holding=one.reports_with,
                reports=one.reports,
                percent=percent(one.size),
            )
            for one in found.frequencies
        )

    def notes(self, kind: str) -> tuple[NoteLine, ...]:
        """What the team wrote of one kind."""
        return tuple(
            NoteLine(
                _titled(kind, row.title),
                row.text,
                tuple(self.study_link(str(s)) for s in row.studies if str(s) in self.labels),
            )
            for row in notes(self.review.id, kind)
        )

    def checks(self) -> tuple[CheckLine, ...]:
        """What S01 to S18 say."""
        if method(self.review.id) is None:
            return ()
        return tuple(
            CheckLine(
                id=one.id,
                rule=one.rule,
                severity=str(one.severity),
                status=str(one.status),
                note=one.note,
                hits=tuple(f"{hit.where}: {hit.what} {hit.next}" for hit in one.hits),
            )
            for one in checks(self.review.id)
        )


def _titled(kind: str, title: str) -> str:
    """A limit's key as a title: order_of_constructs becomes “Order of constructs”."""
    return title.replace("_", " ").capitalize() if kind == "limit" else title


def method_words(review: Review) -> tuple[str, str]:
    """The method's name and why it was chosen."""
    chosen = method(review.id)
    if chosen is None:
        return "", ""
    variant = f" ({chosen.variant})" if chosen.variant else ""
    source = f" Source of the frame or method: {chosen.source}." if chosen.source else ""
    return PROFILES[chosen.profile].name + variant, chosen.rationale + source
