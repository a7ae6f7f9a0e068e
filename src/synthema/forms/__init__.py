"""Questions, answers, and two answers reconciled; appraisal, extraction and confidence stand on it."""

from synthema.forms.answers_csv import read_long, read_wide, write_long, write_wide
from synthema.forms.formats import form_from_plain, form_to_plain, parse_form, read_form
from synthema.forms.model import (
    NOT_REPORTED,
    Change,
    Consensus,
    Difference,
    Form,
    FormError,
    Problem,
    Question,
    Reconciliation,
    Resolution,
    Sheet,
    SheetReading,
    Value,
)
from synthema.forms.rules import check, consensus, reconcile
from synthema.forms.versions import compare, successor

__all__ = [
    "NOT_REPORTED",
    "Change",
    "Consensus",
    "Difference",
    "Form",
    "FormError",
    "Problem",
    "Question",
    "Reconciliation",
    "Resolution",
    "Sheet",
    "SheetReading",
    "Value",
    "check",
    "compare",
    "consensus",
    "form_from_plain",
    "form_to_plain",
    "parse_form",
    "read_form",
    "read_long",
    "read_wide",
    "reconcile",
    "successor",
    "write_long",
    "write_wide",
]
