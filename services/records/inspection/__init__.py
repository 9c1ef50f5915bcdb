"""Inspection of uploaded papers: each is opened once, as viewers open it, in a process of its own."""
