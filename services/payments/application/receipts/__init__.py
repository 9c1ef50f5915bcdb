"""Use cases of receipts for fees."""
