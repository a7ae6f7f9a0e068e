"""People, roles, and the doors: who may do what in which review."""
