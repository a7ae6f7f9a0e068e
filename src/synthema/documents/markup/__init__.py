"""Web pages, JATS articles and Word files to one canonical text with its structure; only the reading child reads."""
