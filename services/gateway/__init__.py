"""The one door: HTTP outside, RPC inside. No business rule lives here."""
