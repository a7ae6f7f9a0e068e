"""Invented export files of every format, small and whole, for tests that damage them."""

import json
import re
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from openpyxl import Workbook

TAGGED = "{0}TI{1}Peers on the ward: an invented study\n{0}AU{1}Moran, Ana\n{0}AU{1}Bell, Ben\n{0}PY{1}2016\n"
RIS = "TY  - JOUR\n" + TAGGED.format("", "  - ") + "AB  - We asked nine peers.\n      They stayed.\nER  - \n\n"
NBIB = (
    "PMID- 3000{0}\nOWN - NLM\nTI  - Peers on the ward\nFAU - Moran, Ana\nDP  - 2016 Mar\nAB  - Nine\n      peers.\n\n"
)
WOS = "PT J\nAU Moran, A\n   Bell, B\nTI Peers on the\n   ward\nSO INVENTIONS\nPY 2016\nUT WOS:0001\nER\n\n"
ENW = "%0 Journal Article\n%A Moran, Ana\n%T Peers on the ward\n%D 2016\n%X Nine peers.\n\n"
REFWORKS = (
    "RT Journal Article\nSR Electronic(1)\nID 206\nA1 Moran,Ana S.\nT1 Peers on the ward\nYR 2016\nAB Nine\npeers.\n\n"
)
OVID = (
    "<{0}. >\nVN  - Ovid Technologies\nUI  - 3000{0}\nTI  - Peers\nAU  - Moran A\nSO  - A journal. 1(2):3-4, 2016.\n\n"
)
NAMED = (
    "<{0}>\nAuthor\n  Moran, Ana 1;  Bell, Ben MD 2\nTitle\n  Peers on the ward\nSource\n  A journal. 1:3, 2016.\n\n"
)
NOTEEXPRESS = "{Reference Type}: Book\n{Title}: 同伴支持\n{Author}: 齐淑霞;刘圣\n{Abstract}: 九位\n同伴\n\n"
INSPEC = "Record {0} of 2 - INSPEC\nRT ~ Misc\nTI ~ Peers\nAU ~ Moran,-Ana\nSO ~ Inventions. 1992; 19: 20\n\n"
BIBTEX = "@book{{a{0},\n  title = {{On the {{W}}ard}},\n  author = {{Moran, Ana and Bell, B}},\n  year = 2016\n}}\n\n"
CSV = 'title,authors,year,abstract\n"Peers, on wards","Moran, A; Bell, B",2016,"Nine\npeers"\nOther,Oster,2017,\n'
ENDNOTE = "<record><ref-type name='Book'>6</ref-type><titles><title><style>Peers</style></title></titles></record>"
CSL = '[{"type":"book","title":"Peers","author":[{"family":"Moran","given":"Ana"}]},{"type":"book","title":"Wards"}]'
PUBMED = (
    "<PubmedArticle><MedlineCitation><PMID>300{0}</PMID><Article><Journal><Title>Inventions</Title></Journal>"
    "<ArticleTitle>Peers on <i>the</i> ward</ArticleTitle><AuthorList><Author><LastName>Moran</LastName></Author>"
    "</AuthorList></Article></MedlineCitation></PubmedArticle>"
)
CROSSREF = (
    "<doi_records><doi_record><crossref><journal><journal_article><titles><title>Peers</title></titles>"
    "<contributors><person_name><surname>Moran</surname></person_name></contributors></journal_article></journal>"
    "</crossref></doi_record></doi_records>"
)
MODS = "<mods><titleInfo><title>Peers</title></titleInfo><name><namePart>Moran, Ana</namePart></name></mods>"
MARC = (
    "<record><leader>0</leader><controlfield tag='001'>7</controlfield><datafield tag='245'>"
    "<subfield code='a'>Peers</subfield></datafield><datafield tag='100'><subfield code='a'>Moran, A.</subfield>"
    "</datafield></record>"
)
PRIMO = (
    "<record xmlns='http://www.exlibrisgroup.com/xsd/primo/primo_nm_bib'><control><recordid>7</recordid></control>"
    "<display><title>Peers</title><creator>Moran, Ana</creator></display></record>"
)
WORD = (
    "<b:Sources xmlns:b='http://schemas.openxmlformats.org/officeDocument/2006/bibliography'><b:Source><b:Tag>a</b:Tag>"
    "<b:SourceType>Book</b:SourceType><b:Title>Peers</b:Title><b:Year>2016</b:Year></b:Source></b:Sources>"
)
ZOTERO = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:z='http://www.zotero.org/namespaces/export#'"
    " xmlns:bib='http://purl.org/net/biblio#' xmlns:dc='http://purl.org/dc/elements/1.1/'><bib:Book rdf:about='#a'>"
    "<z:itemType>book</z:itemType><dc:title>Peers</dc:title><dc:date>2016</dc:date></bib:Book></rdf:RDF>"
)
PERSON, WORK = "0" * 36, "1" * 36
CITAVI = (
    f"<CitaviExchangeData><Persons><Person id='{PERSON}'><LastName>Moran</LastName></Person></Persons><References>"
    f"<Reference id='{WORK}'><Title>Peers</Title><Year>2016</Year></Reference></References><ReferenceAuthors><OnetoN>"
    f"{WORK};{PERSON}</OnetoN></ReferenceAuthors></CitaviExchangeData>"
)
WORKS: dict[str, object] = {
    "crossref-json": {
        "message": {"items": [{"DOI": "10.1234/a", "title": ["Peers"], "member": "1", "indexed": {}, "type": "book"}]}
    },
    "openalex-json": {"results": [{"id": "https://openalex.org/W1", "title": "Peers", "authorships": []}]},
    "datacite-json": [{"titles": [{"title": "Peers"}], "creators": [{"name": "Moran, Ana"}], "doi": "10.1234/a"}],
    "europepmc-json": {
        "resultList": {"result": [{"id": "1", "title": "Peers", "authorString": "Moran A.", "pubYear": "2016"}]}
    },
    "solr-json": {"response": {"docs": [{"id": "EJ1", "title": "Peers", "publicationdateyear": 2016}]}},
    "scholar-json": [{"title": "Peers", "article_url": "https://example.org/", "cites_url": "", "rank": 1}],
    "zotero-json": [{"itemType": "book", "title": "Peers", "creators": [{"lastName": "Moran"}], "date": "2016"}],
}
TEXTS: dict[str, tuple[str, ...]] = {
    "ris": (RIS * 3, RIS.replace("  - ", " - ") * 2, "1. \n" + RIS + "2. \n" + RIS),
    "nbib": (NBIB.format(1) + NBIB.format(2),),
    "wos": ("FN Clarivate\nVR 1.0\n" + WOS * 3 + "EF\n",),
    "endnote-tagged": (ENW * 3,),
    "refworks": (REFWORKS * 3,),
    "ovid": ("Search Strategy:\n1 peers\n\n" + OVID.format(1) + OVID.format(2), NAMED.format(1) + NAMED.format(2)),
    "noteexpress": (NOTEEXPRESS * 3,),
    "inspec": (INSPEC.format(1) + INSPEC.format(2),),
    "bibtex": (BIBTEX.format(1) + BIBTEX.format(2),),
    "csv": (CSV, CSV.replace(",", ";")),
    "endnote-xml": (f"<xml><records>{ENDNOTE}{ENDNOTE}</records></xml>",),
    "csl-json": (CSL,),
    "pubmed-xml": (f"<PubmedArticleSet>{PUBMED.format(1)}{PUBMED.format(2)}</PubmedArticleSet>",),
    "crossref-xml": (CROSSREF,),
    "mods": (f"<modsCollection>{MODS}{MODS}</modsCollection>",),
    "marcxml": (f"<collection>{MARC}{MARC}</collection>",),
    "primo-xml": (f"<records>{PRIMO}{PRIMO}</records>",),
    "msbib": (WORD,),
    "zotero-rdf": (ZOTERO,),
    **{name: (json.dumps(work), json.dumps(work, indent=1)) for name, work in WORKS.items()},
}


def workbook() -> bytes:
    """A workbook with two works."""
    book, file = Workbook(), BytesIO()
    for row in (("Title", "Authors", "Year"), ("Peers on the ward", "Moran, Ana", 2016), ("Wards", "Bell, Ben", 2017)):
        book.worksheets[0].append(row)
    book.save(file)
    made = BytesIO()
    with ZipFile(file) as dated, ZipFile(made, "w") as undated:  # the same bytes at any time of day
        for name in dated.namelist():
            undated.writestr(ZipInfo(name), re.sub(rb"20\d\d-[-\dT:]+Z", b"2020-01-01T00:00:00Z", dated.read(name)))
    return made.getvalue()


def archive(name: str, text: str) -> bytes:
    """An archive with one file."""
    made = BytesIO()
    with ZipFile(made, "w") as file:
        file.writestr(ZipInfo(name), text)
    return made.getvalue()


INVENTED = {
    **{name: tuple(text.encode() for text in texts) for name, texts in TEXTS.items()},
    "xlsx": (workbook(),),
    "citavi": (archive("peers.ctv6", CITAVI),),
}
"""Files of each format by its name."""
