"""ZaloPay: wallet and cards, API v2."""
