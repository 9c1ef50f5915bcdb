"""What accounts itself has of a person: exported, and erased."""

import secrets

from accounts.application import password_hashing, sessions
from accounts.domain.personal_data.erasure import erased
from accounts.domain.representation import StoredRepresentation
from accounts.repository.accounts import AccountRepository
from accounts.repository.linked_identities import LinkRepository
from accounts.repository.personal_data.consents import ConsentRepository
from accounts.repository.personal_data.own_data import OwnDataRepository
from accounts.repository.personal_data.requests import DataRequestRepository
from accounts.repository.representations import RepresentationRepository
from chassis.core.person_export import entry
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import AccountLocked, SessionEnding
from contracts.personal_data import (
    DataCategory,
    ErasedData,
    Erasure,
    ExportedPart,
    RetainedData,
    RetentionGround,
)

_OF_ACT = {
    "representation_id", "ground", "state", "asked_by", "principal_name", "representative_name", "scopes", "procedure_codes",
    "valid_from", "valid_until", "asked_at", "decided_at", "ended_at",
}  # fmt: skip
MOST_ENTRIES = 1000
"""Entries of the ledger of one person, acts and requests, in an archive: far more than anybody has."""


def export(store: Store, account_id: str) -> ExportedPart:
    """One part: a person has few of each. Raises NOT_FOUND."""
    account = store.repository(AccountRepository).get(account_id)
    links = store.repository(LinkRepository).of_account(account_id)
    own = store.repository(OwnDataRepository)
    ledger = store.repository(ConsentRepository).of_account(account_id)
    requests = store.repository(DataRequestRepository).of_account(account_id, None, MOST_ENTRIES)
    acts = store.repository(RepresentationRepository).of_account(account_id, None, MOST_ENTRIES)
    return ExportedPart(
        entries=(
            entry("account/profile.json", account.model_dump(mode="json")),
            entry("account/linked_identities.json", [own.shown_link(link) for link in links]),
            entry("account/sessions.json", own.sessions(account_id)),
            entry("account/identity_proofs.json", own.identity_proofs(account_id)),
            entry("account/representations.json", [_shown_act(act) for act in acts]),
            entry("account/consents.json", [each.model_dump(mode="json") for each in ledger]),
            entry("account/data_requests.json", [each.request.model_dump(mode="json") for each in requests]),
        )
    )


def survey(store: Store, account_id: str, *, under_way: bool) -> Erasure:
    """What `erase` would do. `under_way`: a dossier of the person is in work, so the account stays."""
    own = store.repository(OwnDataRepository)
    retained = _retained(own.counts(account_id))
    if under_way:
        ground = RetentionGround.DOSSIER_UNDER_WAY
        return Erasure(
            retained=(RetainedData(category=DataCategory.PROFILE, count=1, ground=ground), *retained)
        )
    links = len(store.repository(LinkRepository).of_account(account_id))
    open_sessions = own.session_count(account_id)
    return Erasure(
        erased=(
            ErasedData(category=DataCategory.PROFILE, count=1),
            ErasedData(category=DataCategory.SESSIONS, count=open_sessions + links),
        ),
        retained=retained,
    )


def erase_personal_fields(uow: UnitOfWork, account_id: str, password_hash: str) -> None:
    """Overwrite what the account says of its person, and remove what is beside it: identities, sessions, letters, codes.

    The account stays under its id, locked, so that what is retained refers to something; the log holds no personal data,
    so its chain is valid as before. May be repeated. Raises NOT_FOUND.
    """
    accounts = uow.repository(AccountRepository)
    before = accounts.get(account_id)
    after = erased(before, uow.now)
    if after.login == before.login:
        return
    sessions.end_all(uow, account_id, SessionEnding.LOCKED)
    accounts.erase(after, before.version, password_hash)
    uow.repository(OwnDataRepository).remove(account_id)
    uow.record_event(contract.LOCKED, account_id, after.version, AccountLocked(account_id=account_id))


def unusable_hash() -> str:
    """Of a password that nobody knows. Takes the time of a password hash."""
    with password_hashing.admission():
        return password_hashing.hash_password(secrets.token_urlsafe())


def _shown_act(act: StoredRepresentation) -> dict[str, object]:
    """An act of representation, to either side: without numbers, accounts and officers."""
    return act.model_dump(mode="json", include=_OF_ACT)


def _retained(counts: dict[DataCategory, int]) -> tuple[RetainedData, ...]:
    grounds = {
        DataCategory.IDENTITY_EVIDENCE: RetentionGround.IDENTITY_EVIDENCE,
        DataCategory.CONSENTS: RetentionGround.LAWFUL_PROCESSING_EVIDENCE,
        DataCategory.DATA_REQUESTS: RetentionGround.LAWFUL_PROCESSING_EVIDENCE,
        DataCategory.REPRESENTATIONS: RetentionGround.LAWFUL_PROCESSING_EVIDENCE,
    }
    return tuple(
        RetainedData(category=category, count=count, ground=grounds[category])
        for category, count in counts.items()
        if count
    )
