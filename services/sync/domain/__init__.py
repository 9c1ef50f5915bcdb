"""What the wire says and what is odd about it: pure values and functions."""
