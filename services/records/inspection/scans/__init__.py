"""Inspection of scans (số hóa): resolution and colour of each page, and whether the file is the PDF/A that it says it is."""
