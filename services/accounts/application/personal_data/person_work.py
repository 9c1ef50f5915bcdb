"""The work on a person's data over all services: export, survey and erasure, each part once, resumed where it stopped."""

import time

from accounts.application.personal_data import own_data, requests
from accounts.application.retention import in_force
from accounts.clients.person_owners import PersonOwners
from accounts.domain.personal_data import requests as rules
from accounts.domain.personal_data.person_work import (
    OwnerWork,
    PersonTask,
    PersonWork,
    is_under_way,
    with_erasure,
    with_part,
)
from accounts.repository.accounts import AccountRepository
from accounts.repository.personal_data.requests import DataRequestRepository, StoredRequest
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts import topology
from contracts.accounts import Account, DataArchive, DataRequest
from contracts.events import Event
from contracts.personal_data import (
    DataCategory,
    ErasePerson,
    Erasure,
    ExportPerson,
    RetainedData,
    RetentionGround,
)
from contracts.records import AddArchivePart, ArchiveMade, CloseArchive

OWN = "accounts"
HELD = RetainedData(category=DataCategory.PROFILE, count=1, ground=RetentionGround.HOLD)
"""All of a person whose records are held: no service is asked."""
RUN_S = 20.0
"""How long one run of the timer goes on, in seconds, so that a long work leaves its place to others."""


def run(store: Store, client: RpcClient, request_id: str, context: Context) -> None:
    """What is left of the work of one request. Raises RunAgainAt after RUN_S; what a service raises, after which the timer
    goes on with the part that failed."""
    owners = PersonOwners(client, context)
    ends_at = time.monotonic() + RUN_S
    while True:
        stored = store.repository(DataRequestRepository).find(request_id)
        if stored is None or stored.work is None:
            return
        owner = stored.work.next_owner
        if owner is None:
            _finish(store, owners, stored, stored.work, context)
            return
        if time.monotonic() > ends_at:
            raise RunAgainAt(utcnow())
        work = _advanced(store, owners, stored.request, stored.work, owner, context)
        if work is not None:
            _save(store, request_id, work, context)


def on_archive(store: Store, event: Event[ArchiveMade], context: Context) -> None:
    """The copy is there: the person may download it."""

    def work(uow: UnitOfWork) -> None:
        stored = uow.repository(DataRequestRepository).find(event.payload.archive_id)
        if stored is None:
            return
        archive = DataArchive(**event.payload.model_dump(include=set(DataArchive.model_fields)))
        after = rules.with_archive(stored.request, archive, uow.now)
        if after is not stored.request:
            requests.change(uow, StoredRequest(after), contract.DATA_REQUEST_DONE)

    store.handle_once(topology.ACCOUNTS_ARCHIVES, event, context, work)


def _advanced(
    store: Store,
    owners: PersonOwners,
    request: DataRequest,
    work: PersonWork,
    owner: OwnerWork,
    context: Context,
) -> PersonWork | None:
    """One part further; None where it is stored already."""
    account = store.repository(AccountRepository).get(request.account_id)
    if work.task is PersonTask.EXPORT:
        return _exported(store, owners, request, work, owner, account)
    held = in_force.is_held(store, account.account_id)
    if owner.service != OWN:
        if held:
            return with_erasure(work, owner, Erasure())
        query = ErasePerson(
            **_person(account),
            survey=work.task is PersonTask.SURVEY,
            ended_before=in_force.dossiers_ended_before(store),
        )
        return with_erasure(work, owner, owners.erase(owner.service, query))
    if held:
        found = Erasure(retained=(HELD,))
    else:
        found = own_data.survey(store, account.account_id, under_way=is_under_way(work.retained))
    if work.task is PersonTask.SURVEY:
        return with_erasure(work, owner, found)
    _erase_own(store, request, work, owner, found, context)
    return None


def _exported(
    store: Store,
    owners: PersonOwners,
    request: DataRequest,
    work: PersonWork,
    owner: OwnerWork,
    account: Account,
) -> PersonWork:
    if owner.service == OWN:
        part = own_data.export(store, account.account_id)
    else:
        part = owners.export(owner.service, ExportPerson(**_person(account), cursor=owner.cursor))
    is_empty = not part.entries and not part.files
    if not is_empty:
        owners.add_part(
            AddArchivePart(
                archive_id=request.request_id,
                account_id=account.account_id,
                number=work.parts,
                entries=part.entries,
                files=part.files,
            )
        )
    return with_part(work, owner, part.next_cursor, is_empty=is_empty)


def _erase_own(
    store: Store,
    request: DataRequest,
    work: PersonWork,
    owner: OwnerWork,
    found: Erasure,
    context: Context,
) -> None:
    """With the end of the request, in one transaction: afterwards nothing says whose it was but the id."""
    stays = is_under_way(work.retained) or HELD in found.retained
    password_hash = "" if stays else own_data.unusable_hash()
    erasure = with_erasure(work, owner, found).erasure

    def end(uow: UnitOfWork) -> None:
        stored = uow.repository(DataRequestRepository).get(request.request_id)
        if stored.work is None:
            return
        after = rules.done(
            stored.request, uow.now, erased=erasure.erased, retained=erasure.retained, full_name=None
        )
        requests.change(uow, StoredRequest(after), contract.DATA_REQUEST_DONE)
        if not stays:
            own_data.erase_personal_fields(uow, request.account_id, password_hash)

    store.transaction(context, end)


def _finish(
    store: Store, owners: PersonOwners, stored: StoredRequest, work: PersonWork, context: Context
) -> None:
    """Of an export the archive is made, of which an event comes; of a survey what it found is shown."""
    request = stored.request
    if work.task is PersonTask.EXPORT:
        owners.close_archive(
            CloseArchive(archive_id=request.request_id, account_id=request.account_id, parts=work.parts)
        )
        return

    def show(uow: UnitOfWork) -> None:
        repository = uow.repository(DataRequestRepository)
        current = repository.get(request.request_id)
        if current.work is not None and current.work.task is PersonTask.SURVEY:
            after = rules.surveyed(current.request, work.erasure)
            requests.change(uow, StoredRequest(after), contract.DATA_REQUEST_SURVEYED)

    store.transaction(context, show)


def _save(store: Store, request_id: str, work: PersonWork, context: Context) -> None:
    store.transaction(context, lambda uow: uow.repository(DataRequestRepository).save_work(request_id, work))


def _person(account: Account) -> dict[str, object]:
    number = account.personal_number if account.frozen_at is None else None
    return {
        "account_id": account.account_id,
        "personal_number": number,
        "assurance": account.assurance if number else 0,
    }
