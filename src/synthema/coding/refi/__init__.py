"""REFI-QDA: coded projects (.qdpx) and codebooks (.qdc) of NVivo, ATLAS.ti, MAXQDA, QualCoder and others."""

from synthema.coding.refi.inspect import inspected
from synthema.coding.refi.reading import Reading, read

__all__ = ["Reading", "inspected", "read"]
