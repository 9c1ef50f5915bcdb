"""Puts in place what the local stack needs. Standard library only: it runs before the environment exists."""
