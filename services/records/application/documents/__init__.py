"""Documents and results (van ban, ket qua): made, signed, verified."""
