"""Messages, their audience and their texts: pure values and functions."""
