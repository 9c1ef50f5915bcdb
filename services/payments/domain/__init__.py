"""The law of bills and orders: pure values and functions."""
