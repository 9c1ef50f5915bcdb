"""Codes of dossiers (mã hồ sơ): given once, in the transaction of what receives it."""

from chassis.storage.unit_of_work import UnitOfWork
from dossiers.domain.model.dossier_code import code_series, dossier_code
from dossiers.repository import CodeRepository


def next_code(uow: UnitOfWork, agency_code: str) -> str:
    """The next code of the agency's day."""
    series = code_series(agency_code, uow.now)
    return dossier_code(series, uow.repository(CodeRepository).next_number(series))
