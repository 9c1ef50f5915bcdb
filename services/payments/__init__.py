"""Bills for fees, orders at payment providers, and the rule by which a payment counts once."""
