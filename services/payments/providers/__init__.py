"""Providers of payment: what they want to hear and what they say, never what to do about it."""
