"""Signing documents and results (PAdES), and checking signatures."""
