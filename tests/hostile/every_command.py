"""Every command of `synthema` with words that make it look at, or lean on, what one person alone may know."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from uuid import UUID

import click

from synthema.cli.main import cli
from synthema.records.tables import Import
from synthema.screening.carried_tables import CarriedRow
from synthema.screening.tables import VerdictRow
from synthema.studies.tables import Report
from tests.hostile.coding_commands import CODING_FILES, OUTSIDE_REVIEWS, coding_leans, coding_looks
from tests.hostile.twin_worlds import TITLES, TOOL, World

Words = Sequence[object]
Table = Mapping[str, Sequence[Words]]
OUTSIDE = {
    "demo": "makes a home of its own",
    "backup": "copies the whole house for whoever owns its files; what it prints is tested in tests/keeping",
    "open": "begins a server in the browser; its pages are looked at like all others",
    "serve": "begins a server; its pages are looked at like all others",
    "team invite-operator": "prints a link for whoever owns this machine, and looks at no review",
    "restore": "puts a whole house in place, for whoever owns its files",
    "dedup find": "reads files, no review",
    "records convert": "reads a file, no review",
    "records inspect": "reads a file, no review",
    "coding inspect": "reads a file, no review",
    "appraisal instruments": "prints what is shipped",
    **OUTSIDE_REVIEWS,
}
MAGPIE, NUTHATCH, JAY, PLOVER = (TITLES[name] for name in ("magpie", "nuthatch", "jay", "plover"))
CASP = "study,question,answer,reason\n" + "".join(f"Heron 2020,{n},yes,\n" for n in range(1, 11))
FILES = {
    "verdicts.csv": f"title,verdict,reason,note\n{MAGPIE},include,,mine\n{PLOVER},unsure,,\n",
    "merged.csv": f"title,verdict\n{NUTHATCH},include\n",
    "full.csv": f"title,verdict,reason\n{TITLES['ibis']},exclude,design\n",
    "consensus.csv": f"title,how,decision\n{MAGPIE},consensus,include\n",
    "arbiter.csv": f"title,how,decision\n{MAGPIE},arbiter,exclude\n{JAY},arbiter,include\n",
    "merged-consensus.csv": f"title,how,decision\n{NUTHATCH},consensus,include\n",
    "full-consensus.csv": f"title,how,decision,reason\n{TITLES['ibis']},consensus,exclude,date\n",
    "retrieval.csv": f"title,outcome\n{TITLES['ibis']},not_retrieved\n",
    "links.csv": f"study,title\nIbis 2020,{TITLES['ibis']}\n",
    "casp.csv": CASP,
    "casp-consensus.csv": "study,question,answer,reason\nHeron 2020,3,yes,We talked.\n",
    "extraction.csv": "study,design,site\nHeron 2020,qualitative,a pond\n",
    "extraction-consensus.csv": "study,design,site\nHeron 2020,qualitative,\n",
    "search.toml": '[[search]]\nkey = "late"\nsource = "A late database"\n',
    "more.ris": "TY  - JOUR\nTI  - Quails at noon\nPY  - 2021\nER  - \n",
    "tool.toml": TOOL.replace("version = 1", "version = 3").replace(', "mixed_methods", "survey"', ', "other"'),
    "themes.toml": '[[theme]]\nkey = "quiet"\nname = "Quiet"\nlevel = "analytical"\norigin = "new"\n',
    "findings.csv": f"study,report_title,number,statement\nGrebe 2020,{TITLES['grebe']},2,They dive.\n",
    "same.csv": f"source,title,same_as_source,same_as_title,decision\ndb,{MAGPIE},db,{PLOVER},same\n",
    "grebe.txt": "Grebes are good company.\n",
    "documents.csv": f"title,file\n{TITLES['grebe']},grebe.txt\n",
    "protocol.toml": """
title = "Birds and those who listen"
[question]
text = "What do keepers hear?"
framework = "PICo"
[question.slots]
population = "keepers"
phenomenon = "listening"
context = "fields"
[[criterion]]
key = "design"
label = "Design"
""",
    **CODING_FILES,
}


def every_command(group: click.Group = cli, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its name, such as "screening give"."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from every_command(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def looks(w: World, out: Path) -> Table:
    """Commands that print or write what is known; each may be asked by anybody."""
    acts = [["--as-of", number] for number in (w.last, w.last + 1, "2026-03-02")]
    return {
        "review list": [[]],
        "review show": [[], ["--last", 999]],
        "review verify": [[]],
        "review export": [[out / "a.zip"], [out / "b.zip", "--publishable"]],
        "team list": [[]],
        "protocol show": [[]],
        "protocol export": [[out / "protocol.docx"], [out / "first.docx", "--version", 1]],
        "protocol compare": [[1, 1]],
        "search list": [[]],
        "search report": [[]],
        "records list": [[], ["--imports"]],
        "records show": [[w.records["magpie"]]],
        "records export": [[out / "records.ris"], [out / "records.csv", "--search", "db", "--words", "magpie"]],
        "dedup questions": [[]],
        "dedup groups": [[]],
        "dedup decisions": [[]],
        "dedup relations": [[]],
        "screening queue": [[], ["--in-order"], ["--out", out / "q.csv"], ["--stage", "full-text"]],
        "screening mine": [[], ["--stage", "full-text"]],
        "screening conflicts": [[], ["--stage", "full-text"]],
        "screening resolutions": [[], ["--stage", "full-text"]],
        "screening status": [[]],
        "screening tags": [[], ["--stage", "full-text"]],
        "screening comments": [[w.records["magpie"]], [w.records["jay"]], [w.reports["ibis"], "--stage", "full-text"]],
        "screening pilots": [[]],
        "screening workload": [[], ["--stage", "full-text"]],
        "screening handed": [[]],
        "screening stated": [[latest_import(w)], [latest_import(w), "--json"]],
        "screening carried": [[]],
        "studies list": [[], ["--reports"]],
        "documents list": [[]],
        "appraisal template": [[out / "casp.csv"]],
        "appraisal differences": [[]],
        "appraisal show": [[], ["Heron 2020"], ["Grebe 2020"]],
        "extraction template": [[out / "tool.csv"]],
        "extraction differences": [[]],
        "extraction show": [[], ["Heron 2020"], ["Grebe 2020"]],
        "extraction export": [[out / "tool.csv"]],
        "synthesis show": [[]],
        "synthesis list": [[]],
        "synthesis matrix": [["--all"], ["--out", out / "m.csv"]],
        "synthesis check": [[]],
        "synthesis effects": [[]],
        "synthesis codes": [[]],
        "reporting prisma": [
            [],
            ["--final"],
            *([out / f"flow.{kind}"] for kind in ("svg", "png", "pdf", "docx", "csv")),
        ],
        "reporting report": [[out / "report"], [out / "report", "--final"], *([out / "then", *act] for act in acts)],
        **coding_looks(w, out),
    }


def latest_import(w: World) -> UUID:
    """The import that came last."""
    return Import.objects.filter(review=w.cast.review).order_by("-number").values_list("id", flat=True)[0]


def carried_first(w: World) -> UUID:
    """Verdicts that were carried over, or an identifier of none."""
    return CarriedRow.objects.filter(review=w.cast.review).values_list("id", flat=True).first() or UUID(int=1)


def fewer(w: World, out: Path) -> Table:
    """The same, with fewer reports: drawing them takes most of the time."""
    slow: Table = {
        "reporting prisma": [[]],
        "reporting report": [[out / "report"], [out / "then", "--as-of", w.last + 1]],
    }
    return {**looks(w, out), **slow}


def leans(w: World, out: Path) -> Table:
    """Commands that act, tried on what is open: what they say and how they end must not tell either."""
    own = VerdictRow.objects.get(person=w.cast.ben, subject=w.records["jay"]).id
    guessed = VerdictRow.objects.filter(person=w.cast.ana, given_seq=w.last + 1).values_list("id", flat=True).first()
    settled = w.records["kite"]
    source = Report.objects.get(pk=w.reports["ibis"])
    rec, rep, files = w.records, w.reports, w.files
    return {
        "review new": [["Another one"]],
        "review withdraw": [[act, "--reason", "why"] for act in (w.last + 1, w.last + 2, w.last, 999)],
        "review rebuild": [[]],
        "review import": [[files / "before.zip"]],
        "team add": [["Zed"]],
        "team remove": [["Ana", "--role", "reviewer"]],
        "team leave": [[]],
        "team erase": [["Nobody", "--yes"], ["Eve", "--yes"]],
        "protocol set": [[files / "protocol.toml", "--explanation", "fewer criteria"]],
        "search log": [[files / "search.toml"]],
        "search withdraw": [["db", "--reason", "why"]],
        "search correct": [["db", files / "search.toml"]],
        "search state": [[6, "Nobody was asked."]],
        "records import": [[files / "more.ris", "--search", "db"]],
        "records withdraw": [[w.imported, "--reason", "why"]],
        "dedup run": [[]],
        "dedup merge": [
            [rec["magpie"], rec["plover"]],
            [rec["nuthatch"], rec["lark"]],
            [rec["magpie"], rec["owl"], rec["lark"]],
        ],
        "dedup apart": [[rec["magpie"], rec["plover"]], [rec["magpie"], rec["plover"], rec["owl"]]],
        "dedup related": [[rec["magpie"], rec["plover"], "--kind", "notice"]],
        "dedup versions": [["same"], []],
        "dedup part": [[rec["owl"]]],
        "dedup decide": [[files / "same.csv"]],
        "dedup undo": [[w.act("dev", 1).act_id]],
        "screening import": [
            [files / "verdicts.csv"],
            [files / "merged.csv"],
            [files / "full.csv", "--stage", "full-text"],
        ],
        "screening give": [
            *([rec["magpie"], said] for said in ("include", "exclude", "unsure")),
            [rec["nuthatch"], "include"],
            [rep["ibis"], "exclude", "--stage", "full-text", "--reason", "design"],
        ],
        "screening withdraw": [[guessed or w.act("ana", 1).act_id], [own]],
        "screening resolve": [
            [files / "consensus.csv"],
            [files / "arbiter.csv", "--arbiter", "Chloe"],
            [files / "merged-consensus.csv"],
            [files / "full-consensus.csv", "--stage", "full-text"],
        ],
        "screening settle": [
            *([rec[one], said, "--how", how] for one in ("magpie", "owl") for said, how in WAYS),
            [rep["ibis"], "include", "--stage", "full-text", "--how", "arbiter"],
        ],
        "screening unsettle": [[settled]],
        "screening rank": [[], ["--anew"]],
        "screening hand-out": [["--to", name, "--out", out / f"{name}.zip"] for name in ("Ana", "Ben")],
        "screening take-on": [[files / "handed.zip"]],
        "screening hand-in": [["--out", out / "sealed.zip"]],
        "screening collect": [[], [files / "sealed.zip"]],
        "screening carry-over": [
            [latest_import(w), "--dry-run", "--json"],
            [latest_import(w), "--reviewer", "Omar", "--why", "They read it too."],
            [latest_import(w), "--reviewer", "Nala", "--why", "Once more.", "--member", "Ben"],
        ],
        "screening take-out": [[carried_first(w), "--reason", "why"]],
        "screening stop": [["--rule", "enough"]],
        "screening tag": [[rec["magpie"], "odd"], [rep["ibis"], "odd", "--stage", "full-text"]],
        "screening untag": [[guessed or w.act("ana", 1).act_id]],
        "screening comment": [[rec["magpie"], "Look."], [rec["jay"], "Look."]],
        "screening uncomment": [[guessed or w.act("ana", 1).act_id]],
        "screening pilot": [[1], [2, "--go-on"]],
        "screening pilot-end": [[]],
        "screening resume": [[]],
        "studies seek": [[]],
        "studies retrieval": [[files / "retrieval.csv"]],
        "studies link": [[files / "links.csv"]],
        "studies rename": [["Heron 2020", "Heron 2020a"]],
        "studies remove": [["Heron 2020"]],
        "studies unlink": [[rep["heron"]]],
        "studies undo-retrieval": [[rep["ibis"]], [rep["heron"]]],
        "studies withdraw": [[source.id]],
        "documents add": [[files / "grebe.txt", "--title", TITLES["grebe"]]],
        "documents add-folder": [[files / "documents.csv"]],
        "documents match": [[files / "grebe.txt"], [files / "grebe.txt", "--attach"]],
        "documents withdraw": [[w.imported, "--reason", "why"]],
        "appraisal choose": [["casp_2018", "--scoring", "butler2016"], ["jbi_qualitative_2015", "--checked"]],
        "appraisal assessors": [[2], [1, "--reason", ""]],
        "appraisal import": [[files / "casp.csv"]],
        "appraisal reconcile": [[files / "casp-consensus.csv"], [files / "casp-consensus.csv", "--how", "arbiter"]],
        "appraisal withdraw": [["Heron 2020"]],
        "appraisal reopen": [["Heron 2020"]],
        "extraction tool": [[files / "tool.toml"]],
        "extraction extractors": [[2], [1, "--reason", ""]],
        "extraction import": [[files / "extraction.csv"]],
        "extraction reconcile": [[files / "extraction-consensus.csv"]],
        "extraction withdraw": [["Heron 2020"]],
        "extraction reopen": [["Heron 2020"]],
        "synthesis method": [["framework"]],
        "synthesis themes": [[files / "themes.toml"]],
        "synthesis findings": [[files / "findings.csv"]],
        "synthesis rename": [["company", "--name", "Good company"]],
        "synthesis move": [["company"]],
        "synthesis retire": [["company", "--reason", "why"]],
        "synthesis restore": [["company"]],
        "synthesis place": [["Grebe 2020:1", "company"]],
        "synthesis place-code": [["calm", "company"]],
        "synthesis unplace-code": [["calm", "company", "--reason", "why"]],
        "synthesis record": [["It tells of calm.", "--quote", "0000"]],
        "synthesis withdraw": [["Grebe 2020:1", "--from", "company", "--reason", "why"]],
        "synthesis sample": [["Grebe 2020", "Heron 2020", "--shared"]],
        "synthesis unsample": [["Grebe 2020", "Heron 2020"]],
        **coding_leans(w, out),
    }


WAYS = (("include", "consensus"), ("exclude", "arbiter"))
