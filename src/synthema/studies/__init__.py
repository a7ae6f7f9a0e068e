"""Reports and studies: what was sought, retrieved, and which reports tell of one study."""
