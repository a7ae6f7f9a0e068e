"""In which order to screen: what one person, and the team together, decided so far is learned from.

In a notebook: `synthema.ranking.learning.rank` and `synthema.ranking.stopping.p_value`.
"""
