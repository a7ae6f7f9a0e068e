"""An extraction tool with one question of every kind, shared by the tests of forms."""

from synthema.forms import Form, parse_form

TOML = """
id = "peer_support_extraction"
version = 2
title = "Extraction tool"

[[question]]
key = "country"
label = "Country"
kind = "text"
required = true
section = "Study"

[[question]]
key = "n"
label = "Number of participants"
kind = "number"
section = "Study"

[[question]]
key = "design"
label = "Design"
kind = "choice"
choices = ["qualitative", "mixed_methods"]
choice_labels = ["Qualitative", "Mixed methods"]
required = true

[[question]]
key = "collection"
label = "Ways of gathering data"
kind = "many"
choices = ["interviews", "focus_groups", "observation"]

[[question]]
key = "gathered"
label = "When data were gathered"
kind = "date"

[[question]]
key = "roles"
label = "Participants by role"
kind = "table"
columns = ["role", "n"]

[[question]]
key = "key_quote"
label = "Key quote"
kind = "quote"
"""


def tool() -> Form:
    return parse_form(TOML.encode(), "tool.toml")
