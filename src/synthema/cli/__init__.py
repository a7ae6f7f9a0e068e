"""The `synthema` command: one group a room, every act through the same doors."""
