"""The formats that are read, in one table, and the ones that are known but not read."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from synthema.records.export import Export
from synthema.records.formats import (
    bibtex,
    citavi,
    columns,
    crossref_json,
    crossref_xml,
    csl_json,
    datacite,
    delimited,
    dialects,
    endnote_tagged,
    endnote_xml,
    europepmc,
    inspec,
    marcxml,
    mods,
    msbib,
    nbib,
    noteexpress,
    openalex,
    ovid,
    primo_xml,
    pubmed_xml,
    refworks,
    ris,
    scholar_json,
    solr_json,
    wos,
    xlsx,
    zotero_json,
    zotero_rdf,
)
from synthema.records.model import Found, Record
from synthema.records.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: how it is recognised (offset of its first sign in the head of a file, or -1) and how it is read."""

    name: str
    title: str
    sign: str  # what it is recognised by, for people
    recognise: Callable[[str], int]
    find: Callable[[Export, Tally], Iterator[Found]]
    record: Callable[[Found], Record]
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)  # field -> tags it is read from, preferred first
    packed: Callable[[Export], bool] | None = None  # of formats that are no text: whether the bytes are of this format


FORMATS = (
    Format(
        name="ris",
        title="RIS",
        sign="a line that starts with `TY  -`",
        recognise=ris.recognise,
        find=ris.find,
        record=ris.record,
        fields=dialects.RIS_FIELDS,
    ),
    Format(
        name="nbib",
        title="MEDLINE (nbib)",
        sign="a line that starts with `PMID-` or `OWN -`",
        recognise=nbib.recognise,
        find=nbib.find,
        record=nbib.record,
        fields=dialects.MEDLINE_FIELDS,
    ),
    Format(
        name="wos",
        title="Web of Science",
        sign="the lines `FN` and `VR`, or a line `PT` with one letter",
        recognise=wos.recognise,
        find=wos.find,
        record=wos.record,
        fields=dialects.WOS_FIELDS,
    ),
    Format(
        name="endnote-tagged",
        title="EndNote tagged (enw)",
        sign="a line that starts with `%0`",
        recognise=endnote_tagged.recognise,
        find=endnote_tagged.find,
        record=endnote_tagged.record,
        fields=dialects.ENDNOTE_FIELDS,
    ),
    Format(
        name="refworks",
        title="RefWorks tagged",
        sign="a line that starts with `RT `",
        recognise=refworks.recognise,
        find=refworks.find,
        record=refworks.record,
        fields=dialects.REFWORKS_FIELDS,
    ),
    Format(
        name="ovid",
        title="Ovid",
        sign="a line `<1. >` or `VN  - Ovid Technologies`",
        recognise=ovid.recognise,
        find=ovid.find,
        record=ovid.record,
        fields=ovid.FIELDS,
    ),
    Format(
        name="noteexpress",
        title="NoteExpress",
        sign="a line that starts with `{Reference Type}:`",
        recognise=noteexpress.recognise,
        find=noteexpress.find,
        record=noteexpress.record,
        fields=noteexpress.FIELDS,
    ),
    Format(
        name="inspec",
        title="Inspec text",
        sign="a line that starts with `Record` and names INSPEC",
        recognise=inspec.recognise,
        find=inspec.find,
        record=inspec.record,
        fields=inspec.FIELDS,
    ),
    Format(
        name="bibtex",
        title="BibTeX",
        sign="an entry such as `@article{`",
        recognise=bibtex.recognise,
        find=bibtex.find,
        record=bibtex.record,
        fields=bibtex.FIELDS,
    ),
    Format(
        name="endnote-xml",
        title="EndNote XML",
        sign="an element `<record>` with EndNote's parts",
        recognise=endnote_xml.recognise,
        find=endnote_xml.find,
        record=endnote_xml.record,
        fields=endnote_xml.FIELDS,
    ),
    Format(
        name="pubmed-xml",
        title="PubMed XML",
        sign="an element `<PubmedArticle>` or `<PubmedBookArticle>`",
        recognise=pubmed_xml.recognise,
        find=pubmed_xml.find,
        record=pubmed_xml.record,
        fields=pubmed_xml.FIELDS,
    ),
    Format(
        name="crossref-xml",
        title="Crossref Unixref XML",
        sign="an element `<doi_record>`",
        recognise=crossref_xml.recognise,
        find=crossref_xml.find,
        record=crossref_xml.record,
        fields=crossref_xml.FIELDS,
    ),
    Format(
        name="mods",
        title="MODS",
        sign="an element `<mods>`",
        recognise=mods.recognise,
        find=mods.find,
        record=mods.record,
        fields=mods.FIELDS,
    ),
    Format(
        name="marcxml",
        title="MARCXML",
        sign="an element `<record>` with a leader or numbered fields",
        recognise=marcxml.recognise,
        find=marcxml.find,
        record=marcxml.record,
        fields=marcxml.FIELDS,
    ),
    Format(
        name="primo-xml",
        title="Primo normalised XML",
        sign="an element `<record>` with Primo's parts",
        recognise=primo_xml.recognise,
        find=primo_xml.find,
        record=primo_xml.record,
        fields=primo_xml.FIELDS,
    ),
    Format(
        name="msbib",
        title="Word sources",
        sign="an element `<Source>` with Word's parts",
        recognise=msbib.recognise,
        find=msbib.find,
        record=msbib.record,
        fields=msbib.FIELDS,
    ),
    Format(
        name="zotero-rdf",
        title="Zotero RDF",
        sign="the root `<rdf:RDF>` with names of Zotero or of the bibliographic ontology",
        recognise=zotero_rdf.recognise,
        find=zotero_rdf.find,
        record=zotero_rdf.record,
        fields=zotero_rdf.FIELDS,
    ),
    Format(
        name="citavi",
        title="Citavi backup (ctv6bak)",
        sign="an archive with a Citavi project",
        recognise=citavi.recognise,
        find=citavi.find,
        record=citavi.record,
        fields=citavi.FIELDS,
        packed=citavi.packed,
    ),
    Format(
        name="crossref-json",
        title="Crossref JSON",
        sign="JSON in `message.items`, or with Crossref's keys, such as `member` and `indexed`",
        recognise=crossref_json.recognise,
        find=crossref_json.find,
        record=crossref_json.record,
        fields=crossref_json.FIELDS,
    ),
    Format(
        name="openalex-json",
        title="OpenAlex JSON",
        sign="JSON objects with `authorships` or an OpenAlex `id`",
        recognise=openalex.recognise,
        find=openalex.find,
        record=openalex.record,
        fields=openalex.FIELDS,
    ),
    Format(
        name="datacite-json",
        title="DataCite JSON",
        sign="JSON objects with `titles` and `creators`",
        recognise=datacite.recognise,
        find=datacite.find,
        record=datacite.record,
        fields=datacite.FIELDS,
    ),
    Format(
        name="europepmc-json",
        title="Europe PMC JSON",
        sign="JSON objects with Europe PMC's keys, such as `authorString` and `pubYear`",
        recognise=europepmc.recognise,
        find=europepmc.find,
        record=europepmc.record,
        fields=europepmc.FIELDS,
    ),
    Format(
        name="solr-json",
        title="ERIC or PLOS JSON",
        sign="a JSON list `docs` in `response`",
        recognise=solr_json.recognise,
        find=solr_json.find,
        record=solr_json.record,
        fields=solr_json.FIELDS,
    ),
    Format(
        name="scholar-json",
        title="Publish or Perish JSON",
        sign="JSON objects with `article_url`, `cites_url` and the like",
        recognise=scholar_json.recognise,
        find=scholar_json.find,
        record=scholar_json.record,
        fields=scholar_json.FIELDS,
    ),
    Format(
        name="zotero-json",
        title="Zotero JSON",
        sign="JSON objects with an `itemType`",
        recognise=zotero_json.recognise,
        find=zotero_json.find,
        record=zotero_json.record,
        fields=zotero_json.FIELDS,
    ),
    Format(
        name="csl-json",
        title="CSL JSON",
        sign="JSON objects with a CSL type",
        recognise=csl_json.recognise,
        find=csl_json.find,
        record=csl_json.record,
        fields=csl_json.FIELDS,
    ),
    Format(
        name="csv",
        title="CSV or TSV",
        sign="a header row with a column for titles, or rows that begin with Embase's fields",
        recognise=delimited.recognise,
        find=delimited.find,
        record=delimited.record,
        fields=columns.COLUMNS,
    ),
    Format(
        name="xlsx",
        title="Excel (xlsx)",
        sign="a workbook in which a sheet has a column for titles",
        recognise=xlsx.recognise,
        find=xlsx.find,
        record=xlsx.record,
        fields=columns.COLUMNS,
        packed=xlsx.is_workbook,
    ),
)
BY_NAME = {known.name: known for known in FORMATS}

NOT_READ = (  # sign near the start of the text, what it is, what to do
    (
        r"\s*created_at,user_id,user_email,article_id,key,value",
        "Rayyan's log of decisions and labels, which holds no records",
        "Take articles.csv of the same Rayyan export",
    ),
    (
        r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)\b",
        "a web page, perhaps a login page",
        "Log in and export again as RIS",
    ),
    (r"\s*<(?:\?xml|!--|[A-Za-z])", "XML of a kind that is not known", "Export it as RIS or EndNote XML"),
    (r"\s*[\[{]", "JSON of a kind that is not known, or broken", "Export it as CSL JSON or RIS"),
)


def detect(head: str) -> Format | None:
    """The format whose first sign comes first in the head of a file."""
    found = [(offset, rank) for rank, one in enumerate(FORMATS) if (offset := one.recognise(head)) >= 0]
    return FORMATS[min(found)[1]] if found else None


def detect_packed(export: Export) -> Format | None:
    """The format of a file that is no text, such as an archive of a program."""
    return next((known for known in FORMATS if known.packed and known.packed(export)), None)


def known_but_not_read(text: str) -> tuple[str, str] | None:
    """What a file of a format that is not read is, and what to do with it."""
    head = text[:4000].lstrip("\ufeff")
    return next(((what, advice) for sign, what, advice in NOT_READ if re.match(sign, head, re.IGNORECASE)), None)
