"""Synthema: from a protocol to a published synthesis of qualitative evidence."""

__version__ = "0.1.0"
