"""The trail: append, chain, replay, verify, export, merge. It knows no stage."""
