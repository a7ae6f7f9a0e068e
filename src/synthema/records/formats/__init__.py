"""One module per file format, and the table that lists them."""
