"""The question, the eligibility criteria, the planned sources, and how they were amended."""
