"""Receipts for fees (biên lai thu phí, lệ phí): numbers, words, content."""
