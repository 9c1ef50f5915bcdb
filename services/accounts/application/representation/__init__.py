"""Use cases of representation: organisations and their people, and people who act for others."""
