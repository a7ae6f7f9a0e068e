"""The letters of appraisal answers in tables, and the class that colours each."""

MARKS = {
    "yes": ("Y", "yes"),
    "no": ("N", "no"),
    "cant_tell": ("?", "cant_tell"),
    "unclear": ("?", "cant_tell"),
    "not_applicable": ("n/a", "blank"),
}
