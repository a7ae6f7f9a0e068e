"""A note of retraction, erratum or correction stands out wherever a record is judged."""

from pathlib import Path

from synthema.records.tables import RecordRow
from tests.cast import Cast
from tests.pages import Browser, words
from tests.screening.stage import LARK, TA, prepare

NOTE = "Retraction in: <b>Birds</b> 2022;3:4"


def test_the_note_stands_on_the_card_and_in_the_list(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    assert RecordRow.objects.filter(pk=known[LARK]).update(caution=NOTE) == 1
    ana = Browser(cast.ana)
    place = f"/reviews/{cast.review}/screening/{TA}/"
    cards = ana.get(place + "cards/?n=20", Accept="application/json").json()["cards"]
    (card,) = [one["html"] for one in cards if LARK in one["html"]]
    assert [NOTE[:13] in one["html"] for one in cards].count(True) == 1
    for page in (card, words(ana.get(place + "list/"))):
        assert "Retraction in: &lt;b&gt;Birds" in page
        assert NOTE not in page
