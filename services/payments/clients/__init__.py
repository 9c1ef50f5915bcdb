"""What payments asks of other services."""
