"""PubMed XML as efetch and the page "Send to file" give it: articles and books."""

import re
from collections.abc import Iterator

from lxml import etree

from synthema.records.assembly import assemble, gather
from synthema.records.formats.xml_stream import Reader
from synthema.records.formats.xml_tree import each, inside, person, text, texts
from synthema.records.model import Found, Record

_SIGN = re.compile(r"<(?:PubmedArticle|PubmedBookArticle)(?=[\s>])")
_ARTICLE = "MedlineCitation/Article"
_BOOK = "BookDocument"
_NOTES = {
    "RetractionIn": "Retraction in",
    "RetractionOf": "Retraction of",
    "ErratumIn": "Erratum in",
    "ErratumFor": "Erratum for",
    "ExpressionOfConcernIn": "Expression of concern in",
    "ExpressionOfConcernFor": "Expression of concern for",
    "CorrectedandRepublishedIn": "Corrected and republished in",
    "CorrectedandRepublishedFrom": "Corrected and republished from",
    "RetractedandRepublishedIn": "Retracted and republished in",
    "RetractedandRepublishedFrom": "Retracted and republished from",
    "RepublishedIn": "Republished in",
    "RepublishedFrom": "Republished from",
    "UpdateIn": "Update in",
    "UpdateOf": "Update of",
}
FIELDS: dict[str, tuple[str, ...]] = {
    "title": (
        f"{_ARTICLE}/ArticleTitle",
        f"{_BOOK}/ArticleTitle",
        f"{_BOOK}/Book/BookTitle",
        f"{_ARTICLE}/VernacularTitle",
        f"{_BOOK}/VernacularTitle",
    ),
    "authors": (
        f"{_ARTICLE}/AuthorList/Author/LastName",
        f"{_ARTICLE}/AuthorList/Author/ForeName",
        f"{_ARTICLE}/AuthorList/Author/CollectiveName",
        f"{_BOOK}/AuthorList/Author/LastName",
        f"{_BOOK}/Book/AuthorList/Author/LastName",
    ),
    "year": (
        f"{_ARTICLE}/Journal/JournalIssue/PubDate/Year",
        f"{_ARTICLE}/Journal/JournalIssue/PubDate/MedlineDate",
        f"{_ARTICLE}/ArticleDate/Year",
        f"{_BOOK}/Book/PubDate/Year",
        f"{_BOOK}/Book/PubDate/MedlineDate",
        f"{_BOOK}/ContributionDate/Year",
        "MedlineCitation/DateCreated/Year",
    ),
    "journal": (
        f"{_ARTICLE}/Journal/Title",
        f"{_ARTICLE}/Journal/ISOAbbreviation",
        "MedlineCitation/MedlineJournalInfo/MedlineTA",
    ),
    "volume": (f"{_ARTICLE}/Journal/JournalIssue/Volume", f"{_BOOK}/Book/Volume"),
    "issue": (f"{_ARTICLE}/Journal/JournalIssue/Issue",),
    "pages": (f"{_ARTICLE}/Pagination/MedlinePgn", f"{_BOOK}/Pagination/MedlinePgn"),
    "start": (f"{_ARTICLE}/Pagination/StartPage", f"{_BOOK}/Pagination/StartPage"),
    "end": (f"{_ARTICLE}/Pagination/EndPage", f"{_BOOK}/Pagination/EndPage"),
    "doi": (f"{_ARTICLE}/ELocationID", "PubmedData/ArticleIdList/ArticleId", f"{_BOOK}/ArticleIdList/ArticleId"),
    "pmid": ("MedlineCitation/PMID", f"{_BOOK}/PMID"),
    "isbn": (f"{_BOOK}/Book/Isbn",),
    "issn": (f"{_ARTICLE}/Journal/ISSN", "MedlineCitation/MedlineJournalInfo/ISSNLinking"),
    "abstract": (
        f"{_ARTICLE}/Abstract/AbstractText",
        f"{_BOOK}/Abstract/AbstractText",
        "MedlineCitation/OtherAbstract/AbstractText",
    ),
    "keywords": (
        "MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName",
        "MedlineCitation/MeshHeadingList/MeshHeading/QualifierName",
        "MedlineCitation/KeywordList/Keyword",
        f"{_BOOK}/KeywordList/Keyword",
    ),
    "language": (f"{_ARTICLE}/Language", f"{_BOOK}/Language"),
    "kind": (f"{_ARTICLE}/PublicationTypeList/PublicationType", f"{_BOOK}/PublicationType"),
    "retraction": (f"{_ARTICLE}/PublicationTypeList/PublicationType",),
    "notes": ("MedlineCitation/CommentsCorrectionsList/CommentsCorrections/RefSource", "MedlineCitation/GeneralNote"),
}
find = Reader("PubmedArticle|PubmedBookArticle")


def recognise(head: str) -> int:
    """Where the first article or book starts, or -1."""
    found = _SIGN.search(head)
    return found.start() if found else -1


def record(found: Found) -> Record:
    """A record of a PubMed XML file."""
    element: etree._Element = found.of
    groups = gather(found.raw, FIELDS)
    book = next(each(element, f"{_BOOK}/Book"), None)
    groups["authors"] = [list(_authors(element, path)) for path in _AUTHORS]
    groups["doi"] = [list(_dois(element))]
    groups["abstract"] = [[_abstract(element, path)] for path in _ABSTRACTS]
    groups["keywords"] = [[*_headings(element), *texts(element, "MedlineCitation/KeywordList/Keyword")]]
    groups["keywords"].append(texts(element, f"{_BOOK}/KeywordList/Keyword"))
    groups["notes"] = [list(_notes(element)), texts(element, "MedlineCitation/GeneralNote")]
    groups["kind"] = [["; ".join(value for group in groups["kind"] for value in group)]]
    groups["database"] = [["PubMed"]]
    if book is not None:
        if text(element, f"{_BOOK}/ArticleTitle"):  # a chapter
            groups["journal"] = [texts(book, "BookTitle")]
        groups["kind"].append(["Book Chapter" if groups["journal"] else "Book"])
    return assemble(groups, raw=found.raw, line=found.line)


_AUTHORS = (f"{_ARTICLE}/AuthorList", f"{_BOOK}/AuthorList", f"{_BOOK}/Book/AuthorList")
_ABSTRACTS = (f"{_ARTICLE}/Abstract", f"{_BOOK}/Abstract", "MedlineCitation/OtherAbstract")


def _authors(element: etree._Element, path: str) -> Iterator[str]:
    for author in each(element, f"{path}/Author"):
        if author.get("ValidYN") == "N":
            continue
        given = text(author, "ForeName", "FirstName", "Initials")
        yield text(author, "CollectiveName") or person(text(author, "LastName"), given, text(author, "Suffix"))


def _dois(element: etree._Element) -> Iterator[str]:
    for one in each(element, f"{_ARTICLE}/ELocationID"):
        if one.get("EIdType") == "doi" and one.get("ValidYN") != "N":
            yield inside(one)
    for path in ("PubmedData", "PubmedBookData", _BOOK):
        yield from (
            inside(one) for one in each(element, f"{path}/ArticleIdList/ArticleId") if one.get("IdType") == "doi"
        )


def _abstract(element: etree._Element, path: str) -> str:
    lines = []
    for part in each(element, f"{path}/AbstractText"):
        label = (part.get("Label") or "").strip(": ")
        said = inside(part)
        lines.append(f"{label}: {said}" if label and label != "UNLABELLED" and said else said)
    return "\n".join(lines)


def _headings(element: etree._Element) -> Iterator[str]:
    for heading in each(element, "MedlineCitation/MeshHeadingList/MeshHeading"):
        yield "/".join(texts(heading, "DescriptorName", "QualifierName"))


def _notes(element: etree._Element) -> Iterator[str]:
    for one in each(element, "MedlineCitation/CommentsCorrectionsList/CommentsCorrections"):
        told = _NOTES.get(one.get("RefType") or "")
        if told:
            number = text(one, "PMID")
            yield f"{told}: {text(one, 'RefSource')}" + (f" PMID: {number}" if number else "")
