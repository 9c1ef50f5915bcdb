"""The JSON of the national catalogue: models of its rows, their defects, their content as this catalogue has it."""
