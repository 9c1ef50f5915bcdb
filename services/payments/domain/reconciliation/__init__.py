"""Reconciliation (đối soát): how lines of a provider's file compare with orders, and the cases of what differs."""
