"""Agency codes (mã định danh): the ministry or province that an agency belongs to."""

from contracts.agency_codes import is_code, root_of


def root(code: str) -> str:
    """H26.31.05 and 000.00.16.H26 -> H26. Empty for a code of another kind, such as the national list's own ids."""
    return root_of(code) if is_code(code) else ""


def is_of_a_province(code: str) -> bool:
    """Provinces are H01 to H63; ministries and central agencies have other letters."""
    return root(code).startswith("H")
