"""Background work: small repeatable steps under a lease, so that a crash delays work and never loses or doubles it."""
