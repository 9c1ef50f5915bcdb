"""Bills, orders and their settlement: pure values and functions."""
