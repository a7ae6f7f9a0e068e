"""`kill -9` of the server again and again while two people screen over HTTP: is every acknowledged verdict there once?

python -m benchmarks.pages.killed [--records 2000] [--verdicts 1000] [--kills 20] [sqlite] [postgresql]
"""

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks.pages.worlds import WORLDS, built, for_another_house
from django.conf import settings
from tests.hostile.screeners import at_work, given, lost_or_doubled, quiet_port
from tests.hostile.test_server_killed import killed_while_screening

from synthema.audit import replay


def measured(records: int, verdicts: int, kills: int) -> None:
    """Screen and kill on the database in use."""
    big = built(records, 0)
    screeners = at_work(quiet_port(), big.review, big.people)
    begun = time.perf_counter()
    cut_off = killed_while_screening(settings.SYNTHEMA_HOME, for_another_house(), screeners, verdicts, kills)
    took = time.perf_counter() - begun
    wrong = lost_or_doubled(big.review, screeners)
    found = replay.verify(big.review)
    refused = sum(len(one.refused) for one in screeners)
    errors = sum(len(one.errors) for one in screeners)
    print(f"{kills} kills during {given(screeners)} acknowledged verdicts in {took:.0f} s; {cut_off} requests were "
          f"cut off and sent again; refused {refused}, errors {errors}, lost or doubled {len(wrong)}; chain, "
          f"files and tables {'sound' if found.sound else 'NOT SOUND'}.", *wrong[:5], sep="\n", flush=True)  # fmt: skip


def main() -> None:
    """Measure on each database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("databases", nargs="*", default=[], choices=[*WORLDS, []])
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--verdicts", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=20)
    asked = parser.parse_args()
    for name in asked.databases or WORLDS:
        with tempfile.TemporaryDirectory() as folder, WORLDS[name](Path(folder)):
            print(f"\n{name}", flush=True)
            measured(asked.records, asked.verdicts, asked.kills)


if __name__ == "__main__":
    main()
