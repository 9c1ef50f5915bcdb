"""`motcua catalogue`: the operator's commands on the catalogue."""
