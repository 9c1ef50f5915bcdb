"""Signatures of documents and results (PAdES): made and validated."""
