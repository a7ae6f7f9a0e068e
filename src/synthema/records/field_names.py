"""What pages call the fields of a record."""

from django.utils.translation import gettext_lazy

FIELDS = {
    "title": gettext_lazy("Title"),
    "authors": gettext_lazy("Authors"),
    "year": gettext_lazy("Year"),
    "journal": gettext_lazy("Journal"),
    "volume": gettext_lazy("Volume"),
    "issue": gettext_lazy("Issue"),
    "pages": gettext_lazy("Pages"),
    "article_number": gettext_lazy("Article number"),
    "start": gettext_lazy("First page"),
    "end": gettext_lazy("Last page"),
    "doi": gettext_lazy("DOI"),
    "pmid": gettext_lazy("PubMed number"),
    "isbn": gettext_lazy("ISBN"),
    "issn": gettext_lazy("ISSN"),
    "abstract": gettext_lazy("Abstract"),
    "keywords": gettext_lazy("Keywords"),
    "language": gettext_lazy("Language"),
    "kind": gettext_lazy("Kind"),
    "url": gettext_lazy("Address"),
    "accession": gettext_lazy("Accession number"),
    "database": gettext_lazy("Database"),
    "notes": gettext_lazy("Notes"),
}
