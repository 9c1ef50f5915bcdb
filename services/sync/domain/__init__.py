"""Rules of the sync: what the wire means, what is odd about it, what it changes. Pure values and functions."""
