"""The rounds of coding in the Word report."""

from synthema.reporting.docx_manuscript import Column, Grid, Manuscript, cells
from synthema.reporting.model import Facts


def coding(m: Manuscript, f: Facts) -> None:
    """How the coders worked, how far they agreed, and how their work was brought together; nothing without rounds."""
    if not f.coding:
        return
    m.heading("Coding", 1)
    m.say("Agreement is counted on what each coder gave alone, before any talk.")
    columns = (
        Column("Statistic", 2.6),
        Column("Value", 1, "right"),
        Column("95 % interval", 1.6, "right"),
        Column("Interval", 2.2),
    )
    for line in f.coding:
        m.heading(line.title, 2)
        m.say(f"{line.how} Coders: {', '.join(line.coders)}.", "Meta")
        if line.statistics:
            rows = tuple(cells(s.name, s.value, s.interval, s.note) for s in line.statistics)
            m.table(Grid(caption=f"Agreement on coding, {line.title.lower()}", columns=columns, rows=rows))
        for said in line.said:
            m.say(said)
