"""A request of a data subject (yêu cầu của chủ thể dữ liệu): received, answered, extended once, done or refused.

A copy is answered at once and made by the system, a withdrawal of consents is done at once; all else waits for a decision.
"""

from datetime import datetime

from accounts.domain.personal_data.time_limits import (
    answer_due,
    execution_due,
    last_extension,
    regime_of,
    regime_on,
)
from contracts.accounts import (
    AcceptDataRequest,
    CompleteDataRequest,
    DataArchive,
    DataExtension,
    DataRequest,
    DataRequestKind,
    DataRequestState,
    ExtendDataRequest,
    MakeDataRequest,
    RefuseDataRequest,
)
from contracts.base import is_expected
from contracts.catalog import WorkingCalendar
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field
from contracts.personal_data import Erasure
from contracts.time import end_of_day, local_day

BY_ITSELF = frozenset({DataRequestKind.COPY, DataRequestKind.WITHDRAW_CONSENT})
"""Answered when they come."""
IN_WORDS = frozenset({DataRequestKind.CORRECT, DataRequestKind.OBJECT, DataRequestKind.PROTECT})
"""Need to be told in words, else nobody knows what to do."""
OPEN = (DataRequestState.RECEIVED, DataRequestState.ACCEPTED)


def received(
    request: MakeDataRequest, account_id: str, request_id: str, at: datetime, calendar: WorkingCalendar
) -> DataRequest:
    """A new request, with its times by the regime of its day. Raises INVALID_REQUEST, CALENDAR_INCOMPLETE."""
    _check_words(request)
    regime = regime_on(local_day(at))
    made = DataRequest(
        request_id=request_id,
        version=1,
        account_id=account_id,
        kind=request.kind,
        state=DataRequestState.RECEIVED,
        regime=regime.regime_id,
        details=request.details,
        full_name=request.full_name,
        agency_code=request.agency_code,
        received_at=at,
        answer_due_at=answer_due(regime, at, calendar),
        due_at=execution_due(regime, request.kind, at, calendar),
    )
    if request.kind in BY_ITSELF:
        return made.model_copy(update={"state": DataRequestState.ACCEPTED, "answered_at": at})
    return made


def accepted(
    request: DataRequest, command: AcceptDataRequest, at: datetime, calendar: WorkingCalendar
) -> DataRequest:
    """Answered. Where a processor takes part it is due later. Raises VERSION_STALE, DATA_REQUEST_SETTLED."""
    _require(request, command.expected_version, DataRequestState.RECEIVED)
    due_at = request.due_at
    if command.by_processor and request.extension is None:
        regime = regime_of(request.regime)
        due_at = execution_due(regime, request.kind, request.received_at, calendar, by_processor=True)
    return _next(
        request,
        state=DataRequestState.ACCEPTED,
        answered_at=at,
        by_processor=command.by_processor,
        due_at=due_at,
    )


def refused(request: DataRequest, command: RefuseDataRequest, at: datetime) -> DataRequest:
    """Answered with a reason. Raises VERSION_STALE, DATA_REQUEST_SETTLED."""
    _require(request, command.expected_version, DataRequestState.RECEIVED)
    return _next(request, state=DataRequestState.REFUSED, answered_at=at, done_at=at, reason=command.reason)


def extended(request: DataRequest, command: ExtendDataRequest, at: datetime) -> DataRequest:
    """Due later, once and no longer than the first time. Raises VERSION_STALE, DATA_REQUEST_SETTLED, INVALID_REQUEST."""
    _require(request, command.expected_version, *OPEN)
    if request.extension is not None or at > request.due_at:
        raise ServiceError(ErrorCode.DATA_REQUEST_SETTLED)
    regime = regime_of(request.regime)
    last = last_extension(regime, request.kind, request.due_at, by_processor=request.by_processor)
    if command.until > last:
        raise _wrong("/until", "extension_too_long")
    if command.until <= local_day(request.due_at):
        raise _wrong("/until", "extension_too_short")
    due_at = end_of_day(command.until)
    extension = DataExtension(reason=command.reason, extended_at=at, due_at=due_at)
    return _next(request, extension=extension, due_at=due_at)


def completed(request: DataRequest, command: CompleteDataRequest, at: datetime) -> DataRequest:
    """Done by who answers it. Raises VERSION_STALE, DATA_REQUEST_SETTLED, also for what the system does by itself."""
    _require(request, command.expected_version, DataRequestState.ACCEPTED)
    if request.kind in (*BY_ITSELF, DataRequestKind.ERASE):
        raise ServiceError(ErrorCode.DATA_REQUEST_SETTLED)
    return _next(request, state=DataRequestState.DONE, done_at=at, outcome=command.outcome)


def done(request: DataRequest, at: datetime, **changes: object) -> DataRequest:
    """Done by the system."""
    return _next(request, state=DataRequestState.DONE, done_at=at, **changes)


def with_archive(request: DataRequest, archive: DataArchive, at: datetime) -> DataRequest:
    """A copy that can be downloaded; the very same when it had been made before."""
    return request if request.archive is not None else done(request, at, archive=archive)


def surveyed(request: DataRequest, erasure: Erasure) -> DataRequest:
    """What would be erased, for who decides and for the person."""
    return _next(request, erased=erasure.erased, retained=erasure.retained)


def is_open(request: DataRequest) -> bool:
    return request.state in OPEN


def _check_words(request: MakeDataRequest) -> None:
    if request.kind in IN_WORDS and not request.details and not request.full_name:
        raise _wrong("/details", "details_needed")
    if request.full_name and request.kind is not DataRequestKind.CORRECT:
        raise _wrong("/full_name", "not_of_this_kind")


def _require(request: DataRequest, expected_version: int, *states: DataRequestState) -> None:
    if not is_expected(expected_version, request.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=request.version)
    if request.state not in states:
        raise ServiceError(ErrorCode.DATA_REQUEST_SETTLED)


def _next(request: DataRequest, **changes: object) -> DataRequest:
    return request.model_copy(update={"version": request.version + 1, **changes})


def _wrong(pointer: str, code: str) -> ServiceError:
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field(pointer, code),))
