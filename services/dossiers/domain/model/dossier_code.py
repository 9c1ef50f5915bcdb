"""Mã hồ sơ: the dossier's code, given at reception (TT 01/2018/TT-VPCP art 19)."""

from datetime import datetime

from contracts.working_time import local


def code_series(agency_code: str, received_at: datetime) -> str:
    """`AGENCY-YYMMDD`: numbers run within an agency and a day, local time."""
    return f"{agency_code}-{local(received_at):%y%m%d}"


def dossier_code(series: str, number: int) -> str:
    """Four digits; the ten-thousandth of a day gets five, none is given twice."""
    return f"{series}-{number:04d}"
