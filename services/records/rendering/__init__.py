"""Rendering of documents: template data, templates (typst), PDF/A and QR codes."""
