"""Routes of people and their sessions and messages."""
