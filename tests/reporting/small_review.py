"""A review with one record that awaits two verdicts."""

import tempfile
from pathlib import Path
from uuid import UUID

from synthema.audit.model import By
from synthema.dedup.running import find_duplicates
from synthema.protocol.actions import set_protocol
from synthema.protocol.formats import read_protocol
from synthema.records.actions import import_file
from synthema.records.tables import records
from synthema.search.actions import log_search
from synthema.search.model import Search
from tests.cast import seat_everybody
from tests.worked import EXAMPLES


def one_record_for_two() -> tuple[UUID, dict[str, UUID], UUID]:
    """The review, its people by name, and the record."""
    cast = seat_everybody()
    chloe = By(cast.chloe)
    set_protocol(chloe.then("protocol"), cast.review, read_protocol(EXAMPLES / "invented" / "protocol.toml"))
    log_search(chloe.then("search"), cast.review, Search(key="db", source="A database"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.ris"
        file.write_text("TY  - JOUR\nTI  - A study of drivers\nPY  - 2020\nER  - \n")
        import_file(chloe.then("import"), cast.review, file, "db")
    find_duplicates(chloe.then("duplicates"), cast.review)
    people = {"Ana": cast.ana, "Ben": cast.ben, "Chloe": cast.chloe, "Dev": cast.dev, "Eve": cast.eve}
    return cast.review, people, records(cast.review)[0].id
