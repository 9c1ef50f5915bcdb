"""Items of a batch: parsed, classified, answered."""
