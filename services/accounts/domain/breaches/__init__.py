"""Breaches of the protection of personal data: what is to be told to whom until when, and the register."""
