"""Bills for fees, orders at a provider, and the one rule by which money counts."""
