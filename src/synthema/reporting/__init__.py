"""The PRISMA flow, tables, figures, checklists, the report and the review package."""
