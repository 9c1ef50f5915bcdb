"""Fees that the law leaves to the province (nghị quyết HĐND cấp tỉnh, Luật Phí và lệ phí 97/2015 art 21)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from catalog.domain.agency_codes import is_of_a_province, root
from contracts.catalog import Fee, FeeKind, ProvincialFee
from contracts.errors import ErrorCode, FieldError, ServiceError


def with_provincial_fees(fees: Iterable[Fee], table: Sequence[ProvincialFee], day: date) -> tuple[Fee, ...]:
    """Each fee in words is answered by the rows of the province's table for it that are valid on the day.

    A row for one case or one channel answers for that alone: the words stay beside it for the others.
    """
    return tuple(answer for fee in fees for answer in _answers(fee, table, day))


def require_sound(rows: Iterable[ProvincialFee]) -> None:
    """Raises INVALID_REQUEST with every fault."""
    if faults := tuple(fault for index, row in enumerate(rows) for fault in _faults(index, row)):
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=faults)


def fee_row_key(row: ProvincialFee) -> str:
    """A row replaces the one of its province, fee, case, channel and first day."""
    fee = row.fee
    parts = (row.province_code, fee.code, fee.case_code, fee.channel, row.valid_from)
    return "|".join("" if part is None else str(part) for part in parts)


def _answers(fee: Fee, table: Sequence[ProvincialFee], day: date) -> Iterator[Fee]:
    rows = _newest(row for row in table if _speaks_of(row, fee) and _valid(row, day))
    whole = any(_scope(row.fee) == _scope(fee) for row in rows)
    if fee.kind is not FeeKind.TEXT or not whole:
        yield fee
    if fee.kind is FeeKind.TEXT:
        yield from (_stated(row, fee) for row in rows)


def _speaks_of(row: ProvincialFee, fee: Fee) -> bool:
    return (
        row.fee.code == fee.code
        and fee.case_code in (None, row.fee.case_code)
        and fee.channel in (None, row.fee.channel)
    )


def _valid(row: ProvincialFee, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def _newest(rows: Iterable[ProvincialFee]) -> list[ProvincialFee]:
    """Of several valid rows of one case and channel, the one that came last."""
    by_scope = {_scope(row.fee): row for row in sorted(rows, key=lambda row: row.valid_from)}
    return list(by_scope.values())


def _stated(row: ProvincialFee, fee: Fee) -> Fee:
    """The row has answered for the day of filing, so no day narrows it any more; reductions of the law stay."""
    return row.fee.model_copy(
        update={
            "valid_from": None,
            "valid_to": None,
            "text": row.fee.text or row.resolution,
            "discounts": (*fee.discounts, *row.fee.discounts),
        }
    )


def _scope(fee: Fee) -> tuple[str | None, str | None]:
    return fee.case_code, fee.channel


def _faults(index: int, row: ProvincialFee) -> Iterator[FieldError]:
    pointer = f"/fees/{index}"
    if not is_of_a_province(row.province_code) or root(row.province_code) != row.province_code:
        yield FieldError(
            pointer=f"{pointer}/province_code", code="province", detail="The code of a province, as H26."
        )
    if row.fee.kind is FeeKind.TEXT:
        yield FieldError(pointer=f"{pointer}/fee/kind", code="text", detail="A table states amounts.")
    if row.valid_to is not None and row.valid_to < row.valid_from:
        yield FieldError(
            pointer=f"{pointer}/valid_to", code="before_valid_from", detail="Ends before it begins."
        )
