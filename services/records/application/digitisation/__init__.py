"""Digitisation of papers at the desk (số hóa): a scan is checked, its fields are confirmed, sealed it goes into a store."""
