"""Codes and coded quotes; projects of NVivo, ATLAS.ti, MAXQDA and others by REFI-QDA. Loads no Django."""

from synthema.coding.refi import Reading, inspected, read

__all__ = ["Reading", "inspected", "read"]
