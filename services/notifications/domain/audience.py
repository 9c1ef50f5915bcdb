"""The audience of an event: those whom the law names (NĐ 61/2018/NĐ-CP art 17-21, NĐ 224/2026 art 15)."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts import accounts, dossiers, notifications, payments
from contracts.accounts import AccountKind, Contact
from contracts.base import OfficerRole
from contracts.events import AnyEvent
from contracts.payments import BillState

TRANSFER_DEADLINE = "transfer"
"""Of what a desk received for another agency: the heads of both are reminded."""
PAYMENT_DEADLINE = "payment"
APPLICANT_DEADLINES = frozenset({"supplement", PAYMENT_DEADLINE})
"""The deadlines that are the applicant's own; all others are the agency's."""
HEADS = (OfficerRole.MANAGER, OfficerRole.LEADER)


@dataclass(frozen=True)
class OfficerGroup:
    """All officers of an agency who have a role."""

    agency_code: str
    role: OfficerRole


@dataclass(frozen=True)
class Audience:
    """Persons by account id, and groups of officers, whose ids accounts has."""

    account_ids: tuple[str, ...] = ()
    officer_groups: tuple[OfficerGroup, ...] = ()


def audience(event: AnyEvent) -> Audience:
    """The audience by the event's type.

    - a deadline of the agency: the handlers and the heads of the agency; one between agencies: the heads of both
    - a dossier that passed on: those who follow it, and the heads of the agency that has it now
    - a consultation: the heads of the consulted agency; its answer: the handlers, or else the heads
    - an assignment or a hand-over: the new handlers
    - a document that could not be made, a result that could not be sealed: the handlers, or else the heads
    - a fee that was not paid in time: those who follow the dossier, the handlers and the heads
    - an attempt to pay that ended without money: the payer, while the bill is still to be paid
    - what happened to an account, and a message that did not reach it: its owner
    - an owner who has become known: that one alone
    - an act of representation: both its sides, as far as their accounts are known
    - a time limit of a request about personal data, or of a breach: who answers it
    - a breach of the protection of data: the affected persons that are named
    - a secret of a machine client that ends: who administers the client
    - everything else: those who follow the dossier, or the payer
    """
    found = _AUDIENCES.get(event.type, _followers_or_payer)
    return found(event)


WITHOUT_ACCOUNT = "dossier:"
"""What stands in the place of an account id before the dossier's id, for an applicant who has none."""


def account_of_applicant(dossier_id: str) -> str:
    """In the place of the account id, for an applicant without account."""
    return WITHOUT_ACCOUNT + dossier_id


def has_account(account_id: str) -> bool:
    """Whether it is the id of an account: only who has one has an inbox."""
    return not account_id.startswith(WITHOUT_ACCOUNT)


def is_optional_for(event: AnyEvent, contact: Contact) -> bool:
    """Whether no law asks for this notice and the person has not agreed to it: it goes to the inbox alone.

    A reminder before the time of a citizen's own deadline. A release before of accounts does not say who agreed.
    """
    if event.type != dossiers.DUE_SOON.name or contact.kind is not AccountKind.CITIZEN:
        return False
    return event.payload.what in APPLICANT_DEADLINES and contact.optional_notices is False


def is_for_applicant_without_account(event: AnyEvent) -> bool:
    """Whether it would be told to those who follow the dossier, and nobody does: filed at the desk for somebody without
    account."""
    if event.type in _NOT_FOR_APPLICANTS or not isinstance(event.payload, dossiers.DossierEvent):
        return False
    deadline = getattr(event.payload, "what", None)
    is_of_agency = deadline is not None and deadline not in APPLICANT_DEADLINES
    return not is_of_agency and not event.payload.applicant_id and not event.payload.follower_ids


def _of_deadline(event: AnyEvent) -> Audience:
    payload = event.payload
    if payload.between:
        return Audience(payload.handler_ids, tuple(head for code in payload.between for head in _heads(code)))
    if payload.what == TRANSFER_DEADLINE:
        agencies = payload.agency_codes or (payload.agency_code,)
        heads = tuple(head for code in agencies for head in _heads(code))
        return Audience(payload.handler_ids, heads)
    if payload.what not in APPLICANT_DEADLINES:
        return Audience(payload.handler_ids, _heads(payload.agency_code))
    if payload.what == PAYMENT_DEADLINE and event.type == dossiers.OVERDUE.name:
        return Audience((*payload.follower_ids, *payload.handler_ids), _heads(payload.agency_code))
    return _followers_or_payer(event)


def _of_passing(event: AnyEvent) -> Audience:
    """Of many at once, when an agency has ended, the followers alone."""
    payload = event.payload
    many = payload.cause is dossiers.PassingCause.SUCCESSION
    return Audience(payload.follower_ids, () if many else _heads(payload.to_agency))


def _consulted_heads(event: AnyEvent) -> Audience:
    return Audience(officer_groups=_heads(event.payload.consulted_agency))


def _handlers(event: AnyEvent) -> Audience:
    return Audience(event.payload.handler_ids)


def _owner(event: AnyEvent) -> Audience:
    account_id = event.payload.account_id
    return Audience((account_id,) if has_account(account_id) else ())


def _owner_of_dossier(event: AnyEvent) -> Audience:
    return Audience((event.payload.applicant_id,) if event.payload.applicant_id else ())


def _both_sides(event: AnyEvent) -> Audience:
    sides = (event.payload.principal_id, event.payload.representative_id)
    return Audience(tuple(account_id for account_id in sides if account_id))


def _named_officers(event: AnyEvent) -> Audience:
    return Audience(event.payload.officer_ids)


def _affected(event: AnyEvent) -> Audience:
    return Audience(event.payload.account_ids)


def _payer_while_due(event: AnyEvent) -> Audience:
    return _followers_or_payer(event) if _is_still_due(event) else Audience()


def _is_still_due(event: AnyEvent) -> bool:
    """Events of an earlier release do not say; then the bill was as good as always open."""
    return event.payload.bill_state in (None, BillState.OPEN)


def _followers_or_payer(event: AnyEvent) -> Audience:
    payload = event.payload
    if isinstance(payload, dossiers.DossierEvent):
        return Audience(payload.follower_ids)
    return Audience((payload.payer_id,))


def _handlers_or_heads(event: AnyEvent) -> Audience:
    payload = event.payload
    return (
        Audience(payload.handler_ids)
        if payload.handler_ids
        else Audience(officer_groups=_heads(payload.agency_code))
    )


def _heads(agency_code: str) -> tuple[OfficerGroup, ...]:
    return tuple(OfficerGroup(agency_code, role) for role in HEADS)


_AUDIENCES: dict[str, Callable[[AnyEvent], Audience]] = {
    dossiers.DUE_SOON.name: _of_deadline,
    dossiers.OVERDUE.name: _of_deadline,
    dossiers.PASSED_ON.name: _of_passing,
    dossiers.CONSULTATION_REQUESTED.name: _consulted_heads,
    dossiers.CONSULTATION_ANSWERED.name: _handlers_or_heads,
    dossiers.DOCUMENT_FAILED.name: _handlers_or_heads,
    dossiers.RESULT_SEAL_FAILED.name: _handlers_or_heads,
    dossiers.ASSIGNED.name: _handlers,
    dossiers.HANDED_OVER.name: _handlers,
    dossiers.APPLICANT_KNOWN.name: _owner_of_dossier,
    payments.PAYMENT_FAILED.name: _payer_while_due,
    payments.ORDER_EXPIRED.name: _payer_while_due,
    accounts.PROFILE_UPDATED.name: _owner,
    accounts.SESSIONS_REVOKED.name: _owner,
    accounts.NUMBER_PROVED.name: _owner,
    accounts.ACCOUNT_FROZEN.name: _owner,
    accounts.PASSWORD_CHANGED.name: _owner,
    accounts.PASSWORD_RESET.name: _owner,
    accounts.EMAIL_PROVED.name: _owner,
    accounts.PHONE_PROVED.name: _owner,
    accounts.SECOND_FACTOR_ADDED.name: _owner,
    accounts.SECOND_FACTOR_REMOVED.name: _owner,
    accounts.SECOND_FACTORS_RESET.name: _owner,
    accounts.RECOVERY_CODE_USED.name: _owner,
    notifications.MESSAGE_FAILED.name: _owner,
    accounts.REPRESENTATION_ASKED.name: _both_sides,
    accounts.REPRESENTATION_GRANTED.name: _both_sides,
    accounts.REPRESENTATION_REFUSED.name: _both_sides,
    accounts.REPRESENTATION_ENDED.name: _both_sides,
    **dict.fromkeys(
        (
            accounts.DATA_REQUEST_RECEIVED.name,
            accounts.DATA_REQUEST_ACCEPTED.name,
            accounts.DATA_REQUEST_REFUSED.name,
            accounts.DATA_REQUEST_EXTENDED.name,
            accounts.DATA_REQUEST_DONE.name,
        ),
        _owner,
    ),
    accounts.DATA_REQUEST_DUE_SOON.name: _named_officers,
    accounts.DATA_REQUEST_OVERDUE.name: _named_officers,
    accounts.MACHINE_SECRET_ENDING.name: _named_officers,
    accounts.BREACH_REPORTED.name: _named_officers,
    accounts.BREACH_DUE_SOON.name: _named_officers,
    accounts.BREACH_OVERDUE.name: _named_officers,
    accounts.AFFECTED_PERSONS_TOLD.name: _affected,
}
"""By the type of the event; all others: those who follow the dossier, or the payer."""

_NOT_FOR_APPLICANTS = _AUDIENCES.keys() - {dossiers.DUE_SOON.name, dossiers.OVERDUE.name}
