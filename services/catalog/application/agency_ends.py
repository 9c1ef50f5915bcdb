"""The end of agencies (chấm dứt hoạt động): whatever writes agencies tells of those that end, or go on after all."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TypeVar

from catalog.repository.agencies import AgencyRepository
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.catalog import Agency, AgencyEndSet

T = TypeVar("T")


def with_ends_recorded(uow: UnitOfWork, agencies: Iterable[Agency], write: Callable[[], T]) -> T:
    """Write these agencies, and record an event for each whose end is another one afterwards."""
    codes = [agency.code for agency in agencies]
    repository = uow.repository(AgencyRepository)
    before = repository.by_keys(codes)
    written = write()
    for code, agency in repository.by_keys(codes).items():
        known = before.get(code)
        if agency.valid_to != (known.valid_to if known else None):
            _record(uow, agency)
    return written


def _record(uow: UnitOfWork, agency: Agency) -> None:
    payload = AgencyEndSet(
        agency_code=agency.code,
        agency_codes=(agency.code, *agency.other_codes),
        ended_on=_day_after(agency.valid_to),
        successor_code=agency.successor_code,
    )
    aggregate_id = f"agency:{agency.code}"
    uow.record_event(contract.AGENCY_END_SET, aggregate_id, uow.last_version(aggregate_id) + 1, payload)


def _day_after(last: date | None) -> date | None:
    return None if last is None else last + timedelta(days=1)
