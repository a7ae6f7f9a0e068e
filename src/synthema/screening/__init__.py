"""Verdicts by two people who do not see each other's, conflicts and how they were settled, what awaits whom."""
