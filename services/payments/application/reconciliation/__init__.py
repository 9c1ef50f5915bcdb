"""Reconciliation (đối soát): files are recorded, cases read and closed, the settlement drawn from the ledger."""
