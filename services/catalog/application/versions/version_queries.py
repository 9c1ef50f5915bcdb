"""Reading versions: their list, one, the difference of two, and how well they were published."""

from datetime import date, timedelta

from catalog.application.versions.publisher import midnight
from catalog.domain.access import visible_version, visible_versions
from catalog.domain.calendars.composition import NATIONAL
from catalog.domain.versions.comparison import compare
from catalog.domain.versions.publication_figures import figures
from catalog.repository.calendars import CalendarRepository
from catalog.repository.versions import VersionRepository
from chassis.core import pagination
from chassis.core.context import Context
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
"""No moment outside can be stored, and nothing was published there."""


def list_versions(store: Store, request: ListVersions, context: Context) -> Page[VersionSummary]:
    """An unknown code has no versions."""
    asked = {"code": request.code}
    before = None if request.cursor is None else pagination.decode_cursor(request.cursor, asked)[0]
    visible = visible_versions(context.actor)
    found = list(VersionRepository(store.database).page(request.code, visible, before, request.limit + 1))
    shown = found[: request.limit]
    more = (
        pagination.encode_cursor(shown[-1].version, request.code, asked)
        if len(found) > request.limit
        else None
    )
    return Page[VersionSummary](items=tuple(shown), next_cursor=more)


def get_version(store: Store, request: GetVersion, context: Context) -> ProcedureVersion:
    version = VersionRepository(store.database).get(request.code, request.version)
    if version is None or not visible_version(context.actor, version.state):
        raise not_found("procedure version")
    return version


def compare_versions(store: Store, request: CompareVersions, context: Context) -> VersionComparison:
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
    calendar = CalendarRepository(store.database).get(NATIONAL)
    if calendar is None:
        raise ServiceError(ErrorCode.CALENDAR_INCOMPLETE, calendar=NATIONAL)
    first = midnight(max(request.from_day, EARLIEST))
    end = midnight(min(request.to_day, LATEST) + timedelta(days=1))
    return figures(request, VersionRepository(store.database).published_between(first, end), calendar)
