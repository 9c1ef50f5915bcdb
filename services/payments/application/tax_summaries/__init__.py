"""Use cases of summaries for the tax office."""
