import subprocess
import sys

from synthema.records import Account, Refusal


def test_an_account_balances_when_every_marker_is_stored_or_refused() -> None:
    assert Account(format="ris", markers=2, stored=1, refused=(Refusal(1, "no title"),)).balances
    assert not Account(format="ris", markers=2, stored=1).balances


def test_an_account_is_lossless_when_every_character_is_kept() -> None:
    assert Account(format="ris", tag_characters=9, kept_characters=9).lossless
    assert not Account(format="ris", tag_characters=9, kept_characters=8).lossless


def test_an_account_says_what_where_and_how_many() -> None:
    account = Account(
        format="nbib",
        file="medline.nbib",
        markers=4211,
        stored=4210,
        refused=(Refusal(812, "no title"),),
        repairs=("no ER line (line 3)",),
    )
    assert account.sentences == (
        "Line 812 of medline.nbib: no title.",
        "The other 4\u202f210 records were read.",
        "No ER line (line 3).",
    )
    assert Account(format="ris", file="a.ris", stored=2).sentences == ("2 records were read from a.ris.",)


def test_reading_and_writing_need_no_django() -> None:
    code = "import sys, synthema.records; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
