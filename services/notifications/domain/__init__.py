"""Messages and their words: pure values and functions."""
