"""The search index: entries, bitsets, facets, queries, results, suggestions."""
