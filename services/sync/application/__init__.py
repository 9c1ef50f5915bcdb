"""Use cases of the sync service: batches received, replayed and reconciled; our own dossiers pushed."""
