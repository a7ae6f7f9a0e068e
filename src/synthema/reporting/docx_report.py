"""The report as a Word document: what a researcher edits into a manuscript; the same facts give the same bytes."""

import io
import zipfile
from datetime import datetime

from docx.document import Document as Docx

from synthema.reporting import docx_selection as selection
from synthema.reporting import docx_synthesis as synthesis
from synthema.reporting.docx_coding import coding
from synthema.reporting.docx_look import blank
from synthema.reporting.docx_manuscript import Manuscript
from synthema.reporting.docx_words import Span, Words, one_line
from synthema.reporting.model import Facts

STAMP = (1980, 1, 1, 0, 0, 0)  # the first moment a zip file can name
UNDATED = datetime(2000, 1, 1)
LONGEST_PROPERTY = 255


def to_docx(facts: Facts, flow_png: bytes) -> bytes:
    """The report as a .docx file; `flow_png` is the flow as a PNG picture."""
    document = blank()
    _properties(document, facts)
    m = Manuscript(document)
    m.frame(_header(facts))
    selection.summary(m, facts)
    selection.question(m, facts)
    selection.criteria(m, facts)
    selection.searches(m, facts)
    selection.flow(m, facts, flow_png)
    selection.agreement(m, facts)
    selection.excluded(m, facts)
    synthesis.characteristics(m, facts)
    synthesis.appraisal(m, facts)
    coding(m, facts)
    synthesis.themes(m, facts)
    synthesis.matrix(m, facts)
    synthesis.notes(m, facts)
    synthesis.checks(m, facts)
    synthesis.made(m, facts)
    selection.strategies(m, facts)
    m.finish()
    return packed(document)


def _header(facts: Facts) -> Words:
    """The notice and the word “draft” go onto every page, because pages get separated."""
    notice = facts.protocol.notice if facts.protocol else ""
    draft = Span("Unfinished draft. " if not facts.final else "", "Strong")
    short = facts.protocol.short_title if facts.protocol else ""
    return draft, one_line(notice or short or facts.title)


def _properties(document: Docx, facts: Facts) -> None:
    subject = "Qualitative evidence synthesis" + ("" if facts.final else ", unfinished draft")
    comments = f"{facts.software}, act {facts.seq} of the audit trail, head {facts.head}"
    titled(document, facts.title, subject, _moment(facts.at), comments)


def titled(document: Docx, title: str, subject: str, at: datetime, comments: str = "") -> None:
    """Fill in the properties of a document; nobody is its author but the team, who will say so."""
    about = document.core_properties
    about.title, about.subject = one_line(title)[:LONGEST_PROPERTY], subject
    about.author = about.last_modified_by = about.keywords = ""
    about.comments = one_line(comments)[:LONGEST_PROPERTY]
    about.revision = 1
    about.created = about.modified = at


def _moment(at: str) -> datetime:
    """The moment of the last act; the clock is never asked, so that the same facts give the same bytes."""
    try:
        return datetime.strptime(at, "%d %B %Y, %H:%M UTC")
    except ValueError:
        return UNDATED


def packed(document: Docx) -> bytes:
    """The document's members in the same order with the same date in every zip."""
    raw, packed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(packed, "w") as taken:
        for name in given.namelist():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            info.external_attr = 0o644 << 16
            taken.writestr(info, given.read(name), compresslevel=6)
    return packed.getvalue()
