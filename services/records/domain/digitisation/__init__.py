"""Digitisation (số hóa) of papers at the desk (TT 01/2023/TT-VPCP): rules of the scan, fields that a person confirms."""
