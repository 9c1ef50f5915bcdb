"""File plans, and closed dossiers on their way to the archive."""
