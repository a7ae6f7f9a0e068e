"""The log of searches that were run: source, platform, date, strategy as run, limits, hits."""
