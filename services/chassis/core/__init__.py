"""What needs no driver: the call context, the clock, ids, canonical JSON, cursors, back-off, settings."""
