"""No more is read of a request than its sender may send."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import Cast
from tests.pages import Browser, words

TWO_MEGABYTES = 2 * 1024 * 1024


def sent(browser: Browser) -> tuple[int, str]:
    files = {"package": SimpleUploadedFile("a.zip", bytes(TWO_MEGABYTES))}
    answer = browser.post(reverse("web:import_package"), files)
    return answer.status_code, words(answer)


def test_a_stranger_sends_no_large_body(cast: Cast) -> None:
    status, said = sent(Browser(None))
    assert status == 413
    assert "larger than 1 MB" in said


def test_a_member_sends_up_to_the_limit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sent(Browser(cast.ana))[0] != 413
    monkeypatch.setattr(settings, "SYNTHEMA_UPLOAD_MB", 0)
    assert sent(Browser(cast.ana))[0] == 413


def test_small_forms_of_strangers_are_read(cast: Cast) -> None:
    assert Browser(None).post(reverse("web:new_review"), {"title": "x"}).status_code == 302
