"""In which order to screen: what one person, and the team together, decided so far is learned from."""

from synthema.ranking.rules import due, text_of
from synthema.ranking.stopping import p_value

__all__ = ["due", "p_value", "text_of"]
