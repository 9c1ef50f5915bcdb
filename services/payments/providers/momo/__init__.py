"""MoMo: wallet and cards, API v2."""
