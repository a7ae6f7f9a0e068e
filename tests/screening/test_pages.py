from pathlib import Path

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.pages import Browser, plain, words
from tests.screening.stage import TA, prepare

def at(cast, name, **parts):
    return reverse(f"screening:{name}", kwargs={"review": cast.review, "stage": TA, **parts})

def test_x(cast: Cast, tmp_path: Path) -> None:
    ana = Browser(cast.ana)
    print(words(ana.get(at(cast, "screen"))))
    prepare(cast, tmp_path)
    a = ana.get(at(cast, "screen"))
    print(words(a))
    assert a.status_code == 200
    for n in ("records", "conflicts", "agreement", "progress", "cards_ahead"):
        a = ana.get(at(cast, n)); print(n, a.status_code); assert a.status_code == 200
    print(a.json())
