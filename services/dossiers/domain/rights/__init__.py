"""Who may see a dossier and who may act on it."""
