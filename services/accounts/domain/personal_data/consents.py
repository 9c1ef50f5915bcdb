"""The ledger of consents (nhật ký đồng ý) of one person: entries that are only added to, and what is in force by them."""

from collections.abc import Iterable
from datetime import datetime

from accounts.domain.personal_data.purposes import consent_text
from contracts.accounts import ConsentAct, ConsentEntry, GiveConsent, ProcessingPurpose
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field


def in_force(entries: Iterable[ConsentEntry]) -> frozenset[ProcessingPurpose]:
    """The purposes whose last entry gives the consent; entries in their order."""
    last = {entry.purpose: entry.act for entry in entries}
    return frozenset(purpose for purpose, act in last.items() if act is ConsentAct.GIVEN)


def entry_id(account_id: str, number: int) -> str:
    """Numbers count from 1 in each person's ledger."""
    return f"{account_id}:{number:06d}"


def given(request: GiveConsent, account_id: str, number: int, at: datetime) -> ConsentEntry:
    """The entry of a consent to the present words.

    Raises INVALID_REQUEST for a purpose that rests on the law, CONSENT_TEXT_CHANGED for other words than the present ones.
    """
    text = consent_text(request.purpose)
    if text is None:
        raise _not_on_consent()
    if (request.text_version, request.text_sha256) != (text.version, text.sha256):
        raise ServiceError(ErrorCode.CONSENT_TEXT_CHANGED)
    return ConsentEntry(
        entry_id=entry_id(account_id, number),
        purpose=request.purpose,
        act=ConsentAct.GIVEN,
        at=at,
        text_version=text.version,
        text_sha256=text.sha256,
        text=text.text,
    )


def withdrawn(before: ConsentEntry, account_id: str, number: int, at: datetime) -> ConsentEntry:
    """The entry that withdraws the consent of an earlier one, with the words that it was given to."""
    changes = {"entry_id": entry_id(account_id, number), "act": ConsentAct.WITHDRAWN, "at": at}
    return before.model_copy(update=changes)


def require_on_consent(purpose: ProcessingPurpose) -> None:
    """Raises INVALID_REQUEST for a purpose that rests on the law."""
    if consent_text(purpose) is None:
        raise _not_on_consent()


def _not_on_consent() -> ServiceError:
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field("/purpose", "not_on_consent"),))
