"""One invented file of each XML format, with two records whose titles say so."""

from synthema.records import read
from synthema.records.model import Reading

PUBMED = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.example/pubmed.dtd">
<PubmedArticleSet>
{first}<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">25000001</PMID>
<Article PubModel="Print"><Journal><ISSN IssnType="Print">1234-5679</ISSN><JournalIssue><Volume>3</Volume>
<Issue>2</Issue>
<PubDate><MedlineDate>2014 Nov-Dec</MedlineDate></PubDate></JournalIssue><Title>Invented journal</Title></Journal>
<ArticleTitle>Larks <i>in vivo</i> &amp; CO<sub>2</sub></ArticleTitle><Pagination><MedlinePgn>132-42</MedlinePgn>
</Pagination>
<ELocationID EIdType="pii" ValidYN="Y">S1</ELocationID><ELocationID EIdType="doi" ValidYN="Y">10.1234/Lark</ELocationID>
<Abstract><AbstractText Label="AIM" NlmCategory="OBJECTIVE">To hear <b>larks</b>.</AbstractText>
<AbstractText Label="RESULTS">They sang.</AbstractText><CopyrightInformation>Copyright 2014</CopyrightInformation>
</Abstract>
<AuthorList><Author ValidYN="Y"><LastName>Moran</LastName><ForeName>Ada S</ForeName><Initials>AS</Initials></Author>
<Author><LastName>Oster</LastName><Initials>B</Initials><Suffix>Jr</Suffix></Author>
<Author><CollectiveName>Lark Group</CollectiveName></Author></AuthorList><Language>eng</Language>
<PublicationTypeList><PublicationType UI="D1">Journal Article</PublicationType>
<PublicationType UI="D2">Retracted Publication</PublicationType></PublicationTypeList></Article>
<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>Invented J. 2015</RefSource>
<PMID Version="1">25000009</PMID></CommentsCorrections><CommentsCorrections RefType="Cites">
<RefSource>Other J</RefSource>
</CommentsCorrections></CommentsCorrectionsList><MeshHeadingList><MeshHeading>
<DescriptorName UI="D3" MajorTopicYN="N">Birds</DescriptorName><QualifierName>psychology</QualifierName></MeshHeading>
</MeshHeadingList><KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">song</Keyword></KeywordList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">25000001</ArticleId></ArticleIdList><ReferenceList><Reference>
<ArticleIdList><ArticleId IdType="doi">10.9999/cited</ArticleId></ArticleIdList></Reference></ReferenceList>
</PubmedData>
</PubmedArticle>
<PubmedBookArticle><BookDocument><PMID>25000002</PMID><Book><BookTitle>A book of wrens</BookTitle>
<PubDate><Year>2009</Year></PubDate><AuthorList Type="editors"><Author><LastName>Vale</LastName><ForeName>C</ForeName>
</Author></AuthorList><Isbn>9781860163593</Isbn></Book><ArticleTitle>Wrens</ArticleTitle></BookDocument>
</PubmedBookArticle>
</PubmedArticleSet>"""
CROSSREF = """<doi_records>{first}<doi_record owner="10.1234"><crossref><journal><journal_metadata language="en">
<full_title>Invented journal</full_title><issn>12345679</issn></journal_metadata><journal_issue><publication_date>
<year>2013</year></publication_date><journal_volume><volume>84</volume></journal_volume><issue>1</issue></journal_issue>
<journal_article><titles><title>Larks:</title><subtitle>a song</subtitle></titles><contributors>
<person_name contributor_role="author"><given_name>Ada</given_name><surname>Moran</surname></person_name>
<organization contributor_role="author">Lark Group</organization></contributors>
<publication_date media_type="online"><year>2012</year></publication_date>
<publication_date media_type="print"><year>2013</year></publication_date>
<jats:abstract xmlns:jats="http://www.ncbi.nlm.nih.gov/JATS1"><jats:sec><jats:title>Aim</jats:title>
<jats:p>To hear larks.</jats:p></jats:sec></jats:abstract>
<pages><first_page>60</first_page><last_page>74</last_page></pages><crossmark><updates>
<update type="retraction" label="Retraction">10.1234/old</update></updates></crossmark>
<doi_data><doi>10.1234/Lark</doi><resource>https://example.org/lark</resource></doi_data>
<citation_list><citation key="a"><doi>10.9999/cited</doi><issn>99999999</issn></citation></citation_list>
</journal_article></journal></crossref></doi_record>
<doi_record><crossref><book><book_metadata><titles><title>A book of wrens</title></titles><isbn>9781860163593</isbn>
</book_metadata><content_item><contributors><person_name contributor_role="author"><surname>Vale</surname></person_name>
</contributors><titles><title>Wrens</title></titles><doi_data><doi>10.1234/wren</doi></doi_data></content_item></book>
</crossref></doi_record></doi_records>"""
MODS = """<modsCollection xmlns="http://www.loc.gov/mods/v3">{first}<mods version="3.4"><titleInfo type="abbreviated">
<title>L.</title></titleInfo><titleInfo><nonSort>The</nonSort><title>Larks</title><subTitle>a song</subTitle>
</titleInfo>
<name type="personal"><namePart type="family">Moran</namePart><namePart type="given">Ada</namePart>
<role><roleTerm>aut</roleTerm></role></name><name><namePart>Vale, C</namePart><role><roleTerm>edt</roleTerm></role>
</name>
<originInfo><dateIssued>2013</dateIssued></originInfo><abstract>To hear larks.</abstract><genre>article</genre>
<language><languageTerm type="code">eng</languageTerm><languageTerm type="text">English</languageTerm></language>
<subject><topic>Birds</topic></subject><identifier type="doi">10.1234/Lark</identifier><relatedItem type="host">
<titleInfo>
<title>Invented journal</title></titleInfo><identifier type="issn">1234-5679</identifier><part><detail type="volume">
<number>84</number></detail><detail type="issue"><number>1</number></detail><extent unit="pages"><start>60</start>
<end>74</end></extent></part></relatedItem><relatedItem type="series"><titleInfo><title>No host</title></titleInfo>
</relatedItem><location><url>https://example.org/lark</url></location><recordInfo>
<recordIdentifier>r1</recordIdentifier></recordInfo></mods>
<mods><titleInfo><title>Wrens</title></titleInfo></mods></modsCollection>"""
MARC = """<zs:records xmlns:zs="z" xmlns:m="http://www.loc.gov/MARC21/slim">{first}<zs:record><zs:recordData>
<m:record><m:leader>00925nab 22</m:leader><m:controlfield tag="001">42</m:controlfield>
<m:controlfield tag="008">910926s2013    nyuuun              eng  </m:controlfield>
<m:datafield tag="024" ind1="7" ind2=" "><m:subfield code="a">10.1234/Lark</m:subfield>
<m:subfield code="2">doi</m:subfield>
</m:datafield><m:datafield tag="100" ind1="1" ind2=" "><m:subfield code="a">Moran, Ada,</m:subfield>
<m:subfield code="d">1930-</m:subfield></m:datafield><m:datafield tag="245" ind1="0" ind2="4">
<m:subfield code="a">The larks :</m:subfield><m:subfield code="b">a song /</m:subfield>
<m:subfield code="c">by Ada Moran.</m:subfield></m:datafield><m:datafield tag="264" ind1=" " ind2="4">
<m:subfield code="c">©1999</m:subfield></m:datafield><m:datafield tag="264" ind1=" " ind2="1">
<m:subfield code="c">[2013?]</m:subfield></m:datafield><m:datafield tag="520" ind1=" " ind2=" ">
<m:subfield code="a">To hear larks.</m:subfield></m:datafield><m:datafield tag="650" ind1=" " ind2="0">
<m:subfield code="a">Birds</m:subfield><m:subfield code="x">Song.</m:subfield></m:datafield>
<m:datafield tag="700" ind1="1" ind2=" "><m:subfield code="a">Vale, C.</m:subfield><m:subfield code="4">edt</m:subfield>
</m:datafield><m:datafield tag="773" ind1="0" ind2=" "><m:subfield code="t">Invented journal.</m:subfield>
<m:subfield code="g">Vol. 84, no. 1 (Sept. 2013), p. 60-74</m:subfield><m:subfield code="x">1234-5679</m:subfield>
</m:datafield><m:datafield tag="856" ind1="4" ind2="0"><m:subfield code="u">https://example.org/lark</m:subfield>
</m:datafield></m:record></zs:recordData></zs:record>
<zs:record><zs:recordData><m:record><m:datafield tag="245"><m:subfield code="a">Wrens</m:subfield></m:datafield>
</m:record>
</zs:recordData></zs:record></zs:records>"""
PRIMO = """<sear:DOCSET xmlns:sear="s">{first}<record xmlns="http://www.exlibrisgroup.com/xsd/primo/primo_nm_bib">
<control><sourceid>medline</sourceid><recordid>TN_1</recordid></control><display><type>article</type>
<title>The larks : a song / by Ada Moran</title><creator>Moran, Ada ; Oster, B</creator>
<subject>Birds ; Song</subject><language>eng</language></display><links>
<linktorsrc>$$Uhttps://example.org/lark$$EView</linktorsrc></links><addata><au>Moran, Ada</au><au>Oster, B</au>
<addau>Vale, C</addau><jtitle>Invented journal</jtitle><date>20130117</date><volume>84</volume><issue>1</issue>
<pages>60-74</pages><issn>1234-5679</issn><doi>10.1234/Lark</doi><pmid>25000001</pmid>
<abstract>To hear larks.</abstract>
</addata></record><record><display><title>Wrens</title></display></record></sear:DOCSET>"""
MSBIB = """<?xml version="1.0"?><b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">
{first}<b:Source><b:Tag>Mor13</b:Tag><b:SourceType>JournalArticle</b:SourceType><b:Title>Larks</b:Title>
<b:Year>2013</b:Year>
<b:Author><b:Author><b:NameList><b:Person><b:Last>Moran</b:Last><b:First>Ada</b:First><b:Middle>S.</b:Middle></b:Person>
</b:NameList></b:Author><b:Editor><b:NameList><b:Person><b:Last>Vale</b:Last></b:Person></b:NameList></b:Editor>
</b:Author>
<b:JournalName>Invented journal</b:JournalName><b:Volume>84</b:Volume><b:Issue>1</b:Issue><b:Pages>60-74</b:Pages>
<b:StandardNumber>1234-5679</b:StandardNumber><b:DOI>10.1234/Lark</b:DOI></b:Source>
<b:Source><b:Title>Wrens</b:Title><b:Author><b:Author><b:Corporate>Wren Group</b:Corporate></b:Author></b:Author>
</b:Source>
</b:Sources>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns:z="http://www.zotero.org/namespaces/export#">
{first}<bib:Article rdf:about="https://example.org/lark"><z:itemType>journalArticle</z:itemType>
<dcterms:isPartOf rdf:resource="urn:issn:1234-5679"/><bib:authors><rdf:Seq><rdf:li><foaf:Person>
<foaf:surname>Moran</foaf:surname><foaf:givenName>Ada</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
<dcterms:isReferencedBy rdf:resource="#item_2"/><dc:subject>Birds</dc:subject><dc:subject><z:AutomaticTag>
<rdf:value>Song</rdf:value></z:AutomaticTag></dc:subject><dc:title>Larks</dc:title>
<dcterms:abstract>To hear larks.</dcterms:abstract><dc:date>2013-04-01</dc:date><bib:pages>60-74</bib:pages>
</bib:Article>
<bib:Journal rdf:about="urn:issn:1234-5679"><prism:volume>84</prism:volume><dc:title>Invented journal</dc:title>
<dc:identifier>DOI 10.1234/Lark</dc:identifier><prism:number>1</prism:number>
<dc:identifier>ISSN 1234-5679</dc:identifier>
</bib:Journal><bib:Memo rdf:about="#item_2"><rdf:value>A note of mine</rdf:value></bib:Memo>
<bib:Book rdf:about="#item_3"><z:itemType>book</z:itemType><dc:title>Wrens</dc:title></bib:Book>
<z:Attachment rdf:about="#item_4"><z:itemType>attachment</z:itemType><dc:title>PDF</dc:title></z:Attachment>
</rdf:RDF>"""
ENDNOTE = """<xml><records>{first}<record><database name="a.enl">a.enl</database>
<ref-type name="Journal Article">17</ref-type>
<titles><title><style>Larks</style></title></titles></record><record><database/><titles><title>Wrens</title></titles>
</record>
</records></xml>"""
CASES = {
    "pubmed-xml": PUBMED,
    "crossref-xml": CROSSREF,
    "mods": MODS,
    "marcxml": MARC,
    "primo-xml": PRIMO,
    "msbib": MSBIB,
    "zotero-rdf": RDF,
    "endnote-xml": ENDNOTE,
}


def case(format: str, first: str = "") -> str:
    """The file of a format, with something before its first record."""
    return CASES[format].replace("{first}", first)


def balanced(text: str, format: str) -> Reading:
    """What is read of a file of which nothing may be lost."""
    reading = read(text.encode())
    assert reading.account.format == format
    assert reading.account.balances
    assert reading.account.lossless
    return reading
