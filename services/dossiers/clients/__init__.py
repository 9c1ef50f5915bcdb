"""What the dossiers service asks of other services."""
