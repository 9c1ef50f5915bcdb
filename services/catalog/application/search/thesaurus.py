"""The search thesaurus (từ điển tìm kiếm): read by all, saved by those who keep the catalogue.

Saving moves the revision of the search entries on, so that every process reads the new version before its next answer.
"""

from collections.abc import Iterator, Sequence

from catalog import starter
from catalog.application.changes import run_command
from catalog.domain.access import require_maintainer
from catalog.repository.search_entries import SearchEntryRepository
from catalog.repository.thesaurus import ThesaurusRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.catalog import (
    GetSearchThesaurus,
    SaveSearchThesaurus,
    SearchThesaurus,
    SearchThesaurusContent,
)
from contracts.errors import ErrorCode, ServiceError

EXPORTED_KEY = "thesaurus"
IMPORTED, SEEDED = "import", "starter"


def get_search_thesaurus(store: Store, _request: GetSearchThesaurus, _context: Context) -> SearchThesaurus:
    """The version in force."""
    return store.repository(ThesaurusRepository).current()


def save_search_thesaurus(store: Store, request: SaveSearchThesaurus, context: Context) -> SearchThesaurus:
    """Raises ServiceError: FORBIDDEN, VERSION_STALE."""
    require_maintainer(context.actor)

    def work(uow: UnitOfWork) -> SearchThesaurus:
        current = uow.repository(ThesaurusRepository).version()
        if current != request.expected_version:
            raise ServiceError(ErrorCode.VERSION_STALE, current=current)
        return _add(uow, request, context.actor.account_id or context.actor.name or "")

    return run_command(store, contract.save_search_thesaurus, request, context, work)


def seed_thesaurus(uow: UnitOfWork) -> None:
    """The starter's thesaurus, unless somebody has saved one since the last seeding."""
    thesauri = uow.repository(ThesaurusRepository)
    content = starter.search_thesaurus()
    if not thesauri.is_edited() and _content_of(thesauri.current()) != content:
        _add(uow, content, SEEDED, is_starter=True)


def read_thesaurus(
    store: Store, after: str | None, limit: int
) -> Iterator[tuple[str, SearchThesaurusContent]]:
    """The content in force as the one row of an export; none when nothing was saved."""
    current = store.repository(ThesaurusRepository).current()
    if after is None and limit > 0 and current.version:
        yield EXPORTED_KEY, _content_of(current)


def write_thesaurus(uow: UnitOfWork, rows: Sequence[SearchThesaurusContent]) -> int:
    """How many had other content than the version before; each of them is the next version here."""
    written = 0
    for row in rows:
        if _content_of(uow.repository(ThesaurusRepository).current()) != row:
            _add(uow, row, IMPORTED)
            written += 1
    return written


def _add(
    uow: UnitOfWork, content: SearchThesaurusContent, saved_by: str, *, is_starter: bool = False
) -> SearchThesaurus:
    uow.repository(SearchEntryRepository).next_revision()
    return uow.repository(ThesaurusRepository).add(content, uow.now, saved_by, starter=is_starter)


def _content_of(thesaurus: SearchThesaurusContent) -> SearchThesaurusContent:
    names = SearchThesaurusContent.model_fields.keys()
    return SearchThesaurusContent(**{name: getattr(thesaurus, name) for name in names})
