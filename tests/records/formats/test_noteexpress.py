"""NoteExpress files as CNKI, Wanfang and VIP write them."""

from synthema.records import read

ONE = """{Reference Type}: Journal Article
{Title}: 同伴支持的虚构研究
{Author}: 齐淑霞;刘圣;
{Author Address}: 一所大学;
{Journal}: 虚构学报
{Year}: 2019
{Issue}: 01
{Volume}: 15
{Pages}: 1-7
{Keywords}: 同伴;;支持
{Abstract}: <正>我们询问了九位同伴.
他们留下了.
{ISBN/ISSN}: 1000-3290
{DOI}: 10.1234/ABC
{Notes}: 11-1958/O4
{Database Provider}: CNKI
"""
ENGLISH = """{Reference Type}: Journal Article
{Title}: Peers on the ward
{Author}: Ana Moran;;Ben Bell
{Keywords}: peers,wards,nurses
{Abstract}: Abstract(#br)We asked nine peers.(#br)They stayed.
{Notes}: Funded by nobody.
"""


def test_a_record_is_read_with_every_field_and_names_stay_as_written() -> None:
    reading = read(ONE.encode())
    (record,) = reading.records
    assert (reading.account.format, reading.account.lossless) == ("noteexpress", True)
    assert (record.title, record.authors) == ("同伴支持的虚构研究", ("齐淑霞", "刘圣"))
    assert (record.journal, record.year, record.volume, record.issue, record.pages) == (
        "虚构学报",
        2019,
        "15",
        "01",
        "1-7",
    )
    assert (record.keywords, record.doi, record.issn) == (("同伴", "支持"), "10.1234/abc", "1000-3290")
    assert record.abstract == "我们询问了九位同伴.\n他们留下了."
    assert (record.kind, record.database, record.notes) == ("Journal Article", "CNKI", ())
    assert ("Author_Address", "一所大学;") in record.raw


def test_the_marks_that_cnki_sets_into_an_english_abstract_are_line_ends() -> None:
    (record,) = read(ENGLISH.encode()).records
    assert record.abstract == "We asked nine peers.\nThey stayed."
    assert record.authors == ("Ana Moran", "Ben Bell")
    assert record.keywords == ("peers", "wards", "nurses")
    assert record.notes == ("Funded by nobody.",)


def test_bytes_in_the_chinese_encoding_are_read_and_said() -> None:
    reading = read((ONE + "\n\n" + ONE).encode("gb18030"))
    assert (reading.account.stored, reading.records[0].title) == (2, "同伴支持的虚构研究")
    assert any("gb18030" in repair for repair in reading.account.repairs)


def test_a_field_for_each_author_and_wide_colons_are_read() -> None:
    file = "{Reference Type}： Thesis\n{Title}：论同伴\n"
    file += "{Author}: 张三\n{Author}: 李四；王五\n{Volume} : 3\n{Publisher}: 大学\n"
    (record,) = read(file.encode()).records
    assert (record.title, record.authors, record.volume) == ("论同伴", ("张三", "李四", "王五"), "3")


def test_a_record_without_its_reference_type_is_one_of_its_own() -> None:
    reading = read((ONE + "\n" + ENGLISH.split("\n", 1)[1]).encode())
    assert [record.title for record in reading.records] == ["同伴支持的虚构研究", "Peers on the ward"]
    assert any("without its {Reference Type} line" in repair for repair in reading.account.repairs)
    assert reading.account.balances and reading.account.lossless


def test_text_before_the_first_record_is_the_preamble_and_an_empty_record_is_refused() -> None:
    reading = read(f"CNKI export\n\n{{Reference Type}}: Book\n\n{ENGLISH}".encode(), format="noteexpress")
    assert (reading.account.preamble, reading.account.markers, reading.account.stored) == ("CNKI export", 2, 1)
    assert [(one.line, one.text) for one in reading.account.refused] == [(3, "Book")]
