"""Queries on versions: their list, one, the difference of two, and the figures of their publication."""

from datetime import date, timedelta

from catalog.application.versions.publisher import midnight
from catalog.domain.access import visible_version, visible_versions
from catalog.domain.calendars.composition import NATIONAL
from catalog.domain.versions.comparison import compare
from catalog.domain.versions.publication_figures import figures
from catalog.repository.calendars import CalendarRepository
from catalog.repository.versions import VersionRepository
from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from contracts.base import Page
from contracts.catalog import (
    CompareVersions,
    GetPublicationFigures,
    GetVersion,
    ListVersions,
    ProcedureVersion,
    PublicationFigures,
    VersionComparison,
    VersionSummary,
)
from contracts.errors import ErrorCode, ServiceError, not_found

EARLIEST, LATEST = date(1900, 1, 1), date(9000, 1, 1)
"""Bounds of a period: no instant outside can be stored, and nothing was published there."""


def list_versions(store: Store, request: ListVersions, context: Context) -> Page[VersionSummary]:
    """Newest first; an unknown code has none. Raises INVALID_REQUEST for a cursor of another list."""
    selection = {"code": request.code}
    start = position_of(request.cursor, selection, int)
    visible = visible_versions(context.actor)
    repository = store.repository(VersionRepository)
    found = list(repository.page(request.code, visible, start and start[0], request.limit + 1))
    return page(
        Page[VersionSummary],
        found,
        request.limit,
        key=lambda version: (version.version, version.code),
        filter=selection,
    )


def get_version(store: Store, request: GetVersion, context: Context) -> ProcedureVersion:
    """Raises ServiceError(NOT_FOUND), also for one that the caller may not see."""
    version = store.repository(VersionRepository).get(request.code, request.version)
    if version is None or not visible_version(context.actor, version.state):
        raise not_found("procedure version")
    return version


def compare_versions(store: Store, request: CompareVersions, context: Context) -> VersionComparison:
    """Raises ServiceError(NOT_FOUND), also for a version that the caller may not see."""
    before, after = (
        get_version(store, GetVersion(code=request.code, version=number), context)
        for number in (request.before, request.after)
    )
    return VersionComparison(
        code=request.code,
        before=request.before,
        after=request.after,
        differences=compare(before.content, after.content),
    )


def get_publication_figures(store: Store, request: GetPublicationFigures, _: Context) -> PublicationFigures:
    """Raises CALENDAR_INCOMPLETE where the national calendar does not reach far enough.

    A period that ends before it begins holds nothing.
    """
    calendar = store.repository(CalendarRepository).get(NATIONAL)
    if calendar is None:
        raise ServiceError(ErrorCode.CALENDAR_INCOMPLETE, calendar=NATIONAL)
    first = midnight(max(request.from_day, EARLIEST))
    end = midnight(min(request.to_day, LATEST) + timedelta(days=1))
    published = store.repository(VersionRepository).published_between(first, end)
    return figures(request, published, calendar)
