"""The personal store of papers: deposited, found, read, reused, revoked."""
