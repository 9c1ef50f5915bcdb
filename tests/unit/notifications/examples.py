"""Events, and a message that one of them became."""

from datetime import UTC, datetime
from typing import Any

from contracts.base import Actor, ActorKind
from contracts.dossiers import (
    ACCEPTED,
    RESULT_ISSUED,
    SUBMITTED,
    SUPPLEMENT_REQUESTED,
    DossierStatus,
    ResultOutcome,
)
from contracts.events import AnyEvent, AnyEventType, Event
from contracts.payments import BILL_OPENED
from notifications.domain.messages import ChannelMessage

NOON = datetime(2026, 11, 2, 2, 30, tzinfo=UTC)
DUE = datetime(2026, 11, 4, 10, 0, tzinfo=UTC)
DOSSIER: dict[str, Any] = {
    "dossier_id": "0193-dossier",
    "code": "000.00.16.H05-261102-0001",
    "status": DossierStatus.ACCEPTED,
    "procedure_code": "2.000635",
    "procedure_name": "Cấp bản sao trích lục hộ tịch",
    "submission_number": "7KQM-2XRA-9TBJ",
    "agency_code": "000.00.16.H05",
    "agency_name": "Công an xã Thử",
    "applicant_id": "citizen-1",
    "due_at": DUE,
}
BILL: dict[str, Any] = {
    "bill_id": "bill-1",
    "dossier_id": "0193-dossier",
    "dossier_code": "000.00.16.H05-261102-0001",
    "payer_id": "citizen-1",
    "agency_code": "000.00.16.H05",
    "amount": 20000,
}


def event(kind: AnyEventType, fields: dict[str, Any]) -> AnyEvent:
    return Event[Any](
        event_id="event-1",
        type=kind.name,
        schema_version=1,
        aggregate_id=fields["dossier_id"],
        aggregate_version=1,
        occurred_at=NOON,
        actor=Actor(kind=ActorKind.OFFICER, account_id="officer-1"),
        correlation_id="c",
        payload=kind.payload(**fields),
    )


def accepted(**changed: Any) -> AnyEvent:
    return event(ACCEPTED, {**DOSSIER, **changed})


def submitted(**changed: Any) -> AnyEvent:
    return event(SUBMITTED, {**DOSSIER, "code": None, "due_at": None, **changed})


def supplement_requested() -> AnyEvent:
    request = {"reason": "Thiếu giấy tờ", "items": ("Giấy chứng sinh", "Tờ khai")}
    return event(SUPPLEMENT_REQUESTED, {**DOSSIER, **request})


def result_issued(outcome: ResultOutcome) -> AnyEvent:
    return event(RESULT_ISSUED, {**DOSSIER, "outcome": outcome})


def bill_opened() -> AnyEvent:
    return event(BILL_OPENED, BILL)


MESSAGE = ChannelMessage(
    message_id="0193-message",
    version=0,
    event_id="event-1",
    account_id="citizen-1",
    channel="email",
    template="dossiers.accepted",
    locale="vi",
    subject="Hồ sơ 000.00.16.H05-261102-0001 đã được tiếp nhận",
    body="Kính gửi Ông/Bà,\n\nHồ sơ đã được tiếp nhận.\n.\nHết.",
    dossier_id="dossier-1",
    created_at=NOON,
    address="an@example.vn",
)
