"""Summaries of receipts for the tax office: what they say, and until when they are sent."""
