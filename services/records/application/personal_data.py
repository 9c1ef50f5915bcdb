"""What records has of one person: papers, uploads, who has opened them; exported, and erased where nothing needs it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.person_export import Item, Source, entry, next_part, require_accounts
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.personal_data import (
    DataCategory,
    ErasedData,
    ErasePerson,
    Erasure,
    ExportedFile,
    ExportedPart,
    ExportPerson,
    PersonQuery,
    RetainedData,
    RetentionGround,
)
from records.application.papers.paper_events import record_paper_event
from records.domain.files import File
from records.domain.paper_access import Claimant, owned_filter
from records.domain.papers import PaperState, removed, view
from records.repository import FileRepository
from records.repository.blob_encryption import person
from records.repository.blobs import BlobStore
from records.repository.papers import PaperRepository
from records.repository.readings import FileReadingRepository

AT_ONCE = 100
"""Papers or files that are looked at together."""
IN_USE = timedelta(days=1)
"""An upload that is younger may be part of a dossier that is being filed."""


def export_person(store: Store, request: ExportPerson, context: Context) -> ExportedPart:
    """The next part: papers, uploads, readings. For accounts. Raises FORBIDDEN."""
    require_accounts(context.actor)
    sources = (
        _papers(store, _claimant(request)),
        _uploads(store, request.account_id),
        _readings(store, request.account_id),
    )
    return next_part(sources, request.cursor)


def erase_person(store: Store, blobs: BlobStore, request: ErasePerson, context: Context) -> Erasure:
    """Own uploads that no dossier holds and no agency vouches for, with their bytes; with the person's key where none stays.

    For accounts. Raises FORBIDDEN."""
    require_accounts(context.actor)
    papers, files = _Counts(), _Counts()
    for paper in _all_papers(store, _claimant(request)):
        ground = _ground(paper)
        papers.add(ground)
        if ground is None and not request.survey:
            _remove_paper(store, paper, context)
    for file in _all_uploads(store, request.account_id):
        ground = ground_of_file(store, file, erasing=not request.survey)
        files.add(ground)
        if ground is None and not request.survey:
            _remove_file(store, blobs, file)
    if not request.survey and not files.stay:
        # So that copies of the bytes, in back-ups and in what the database has not overwritten, open no more.
        store.destroy_key(person(request.account_id))
    return Erasure(
        erased=(*papers.erased(DataCategory.PAPERS), *files.erased(DataCategory.FILES)),
        retained=(*papers.retained(DataCategory.PAPERS), *files.retained(DataCategory.FILES)),
    )


class _Counts:
    """How many things go (None), and how many stay, by ground."""

    def __init__(self) -> None:
        self._of: dict[RetentionGround | None, int] = {}

    def add(self, ground: RetentionGround | None) -> None:
        self._of[ground] = self._of.get(ground, 0) + 1

    @property
    def stay(self) -> bool:
        return any(ground is not None for ground in self._of)

    def erased(self, category: DataCategory) -> tuple[ErasedData, ...]:
        count = self._of.get(None, 0)
        return (ErasedData(category=category, count=count),) if count else ()

    def retained(self, category: DataCategory) -> tuple[RetainedData, ...]:
        return tuple(
            RetainedData(category=category, count=count, ground=ground)
            for ground, count in self._of.items()
            if ground is not None
        )


def _claimant(person: PersonQuery) -> Claimant:
    return Claimant(person.account_id, person.personal_number, person.assurance)


def _ground(paper: PaperState) -> RetentionGround | None:
    """Why a paper stays; None: nothing asks for it."""
    if paper.verified:
        return RetentionGround.ISSUED_PAPER
    return RetentionGround.DOSSIER_RECORD if paper.holders else None


def ground_of_file(store: Store, file: File, *, erasing: bool) -> RetentionGround | None:
    """Why an upload stays: a dossier holds it, or may be about to, or a paper is made of it that stays."""
    readers = file.readers
    if readers.agency_codes or readers.consulted or utcnow() - file.created_at < IN_USE:
        return RetentionGround.DOSSIER_RECORD
    papers = store.repository(PaperRepository).of_files([file.file_id])
    staying = [paper for paper in papers if erasing or _ground(paper) is not None]
    return _ground(staying[0]) or RetentionGround.ISSUED_PAPER if staying else None


def _all_papers(store: Store, claimant: Claimant) -> Iterable[PaperState]:
    after = ""
    while found := store.repository(PaperRepository).owned_after(owned_filter(claimant), after, AT_ONCE):
        yield from found
        after = found[-1].paper_id


def _all_uploads(store: Store, account_id: str) -> Iterable[File]:
    after = ""
    while found := store.repository(FileRepository).uploaded_by(account_id, after, AT_ONCE):
        yield from found
        after = found[-1].file_id


def _remove_paper(store: Store, paper: PaperState, context: Context) -> None:
    """As its owner would."""

    def remove(uow: UnitOfWork) -> None:
        repository = uow.repository(PaperRepository)
        current = repository.find(paper.paper_id)
        if current is not None and _ground(current) is None:
            repository.remove(current.paper_id, current.version)
            record_paper_event(uow, contract.PAPER_REMOVED, removed(current))

    store.transaction(context, remove)


def _remove_file(store: Store, blobs: BlobStore, file: File) -> None:
    """First what is known of it, so that nobody reads half of it."""
    store.repository(FileRepository).remove([file.file_id])
    if file.blob_id is not None:
        blobs.delete(file.blob_id)


def _papers(store: Store, claimant: Claimant) -> Source:
    def read(after: str, limit: int) -> Sequence[Item]:
        now = utcnow()
        found = store.repository(PaperRepository).owned_after(owned_filter(claimant), after, limit)
        return [
            Item(
                paper.paper_id,
                (entry(f"papers/{paper.paper_id}.json", view(paper, now).model_dump(mode="json")),),
                (ExportedFile(path=f"papers/{paper.paper_id}", file_id=paper.file.file_id),),
            )
            for paper in found
        ]

    return read


def _uploads(store: Store, account_id: str) -> Source:
    def read(after: str, limit: int) -> Sequence[Item]:
        found = store.repository(FileRepository).uploaded_by(account_id, after, limit)
        return [
            Item(
                file.file_id,
                (entry(f"files/{file.file_id}.json", file.info.model_dump(mode="json")),),
                (ExportedFile(path=f"files/{file.file_id}", file_id=file.file_id),),
            )
            for file in found
        ]

    return read


def _readings(store: Store, account_id: str) -> Source:
    def read(after: str, limit: int) -> Sequence[Item]:
        repository = store.repository(FileReadingRepository)
        found = repository.of_person(account_id, (after, after) if after else None, limit)
        return [
            Item(
                reading.reading_id,
                (
                    entry(
                        f"data_readings/{reading.reading_id}.json",
                        reading.model_copy(update={"officer_id": None, "reference": None}).model_dump(
                            mode="json"
                        ),
                    ),
                ),
            )
            for reading in found
        ]

    return read
