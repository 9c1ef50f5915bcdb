"""Sync out: our dossiers told to the national portal by the old contract."""
