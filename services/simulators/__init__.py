"""Stand-ins for the world outside, for development and tests: never part of a deployment that serves people."""
