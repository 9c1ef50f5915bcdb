"""A simulated link to the tax office."""
