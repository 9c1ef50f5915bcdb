"""Export of the whole catalogue as rows, and import of such rows."""
