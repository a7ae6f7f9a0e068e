"""Which database or program a file comes from, seen from what its first records have in common."""

import re
from collections.abc import Sequence

from synthema.records.model import Found

_LONGEST = 2000  # characters of a value
LOOKED_AT = 50  # records
_MOST = 0.6  # of them that must bear the sign

_NAMED = r"^(?:DB|DP|SF|DS|VN|OWN|~|remote-database-name|source|database|database provider)\t"
SIGNS = tuple(  # the screening and reference programs first: what they write holds the signs of the databases too
    (source, re.compile(pattern, re.IGNORECASE | re.MULTILINE))
    for source, pattern in (
        ("Rayyan", r"RAYYAN-|^key\trayyan-[0-9]+"),
        ("ASReview", r"asreview_(?:relevant|irrelevant|not_seen|label|prior)"),
        ("EPPI-Reviewer", r"eppi.?reviewer"),
        ("Zotero", r"^(?:z:itemType|rdf:about|itemType)\t|zotero\.org"),
        ("Mendeley", r"mendeley"),
        ("EndNote", r"internal-pdf://|^source-app@name\tEndNote|^source-app\tEndNote"),
        ("Ovid MEDLINE", _NAMED + r".*Ovid MEDLINE|^UR\t\S*ovid\S*medl?"),
        ("Ovid Embase", _NAMED + r".*Ovid.*Embase|^(?:DB|VN)\tEmbase\b.*<"),
        ("Ovid PsycINFO", _NAMED + r".*PsycINFO.*<|^UR\t\S*ovid\S*psyc"),
        ("Ovid", r"ovidsp\.|ovid technologies|ovidweb"),
        ("CINAHL (EBSCO)", _NAMED + r"(?:CINAHL|ccm|cin20|rzh|c8h)\b|ebscohost\S*db=(?:ccm|cin20|rzh|c8h)"),
        ("APA PsycInfo (EBSCO)", _NAMED + r"psyh\b|ebscohost\S*db=psyh"),
        ("EBSCO", r"ebscohost\.com|ebsco publishing"),
        ("Embase", _NAMED + r"Embase\b|embase\.com"),
        ("Scopus", _NAMED + r"Scopus\b|scopus\.com/(?:inward|record|pages)|^eid\t2-s2\.0"),
        ("Cochrane Library", r"^(?:AN|ID)\tCN-[0-9]+|cochranelibrary\.com/central"),
        ("ProQuest", _NAMED + r".*proquest|search\.proquest\.com"),
        ("LILACS", _NAMED + r"LILACS\b"),
        ("BVS", r"pesquisa\.bvsalud\.org"),
        ("SciELO", r"scielo\.(?:br|org|php)|^(?:ID|AN)\tS[0-9]{4}-[0-9X]{4}"),
        ("APA PsycNet", r"psycnet\.apa\.org"),
        ("Dimensions", r"dimensions\.ai|^(?:AN|ID)\tpub\.[0-9]+"),
        ("IEEE Xplore", r"ieeexplore\.ieee\.org"),
        ("JSTOR", _NAMED + r"JSTOR|jstor\.org/stable"),
        ("dblp", r"^bibsource\t.*dblp"),
        ("ACM Digital Library", r"^publisher\tAssociation for Computing Machinery|dl\.acm\.org"),
        ("SpringerLink", r"link\.springer\.com"),
        ("Taylor & Francis", r"tandfonline\.com"),
        ("CNKI", r"cnki\.(?:net|com)|^Database Provider\tCNKI"),
        ("Europe PMC", r"europepmc\.org"),
        ("OpenAlex", r"openalex\.org/W"),
        ("ERIC", _NAMED + r"ERIC\b|eric\.ed\.gov"),
        ("Web of Science", _NAMED + r"Web of Science|^(?:AN|UT|unique-id|accession-num)\t\{*(?:WOS|ISI):"),
        ("PubMed", r"^(?:OWN|STAT)\t(?:NLM|MEDLINE|PubMed|Publisher|In-)|^MHDA\t|^MedlineCitation"),
        ("Google Scholar", r"scholar\.google\."),
    )
)


def recognised(first: Sequence[Found]) -> str:
    """The source whose sign most of the first records bear; empty where none does."""
    texts = ["\n".join(f"{tag}\t{value[:_LONGEST]}" for tag, value in found.raw) for found in first]
    for source, sign in SIGNS:
        if texts and sum(bool(sign.search(text)) for text in texts) >= _MOST * len(texts):
            return source
    return ""
