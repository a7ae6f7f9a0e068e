"""Settings, and later the pages."""
