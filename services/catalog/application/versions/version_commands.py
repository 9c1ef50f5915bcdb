"""Commands on versions: draft (dự thảo), propose (trình), publish (công bố), publicise (công khai), abolish (bãi bỏ)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from catalog.application.changes import run_change, run_command
from catalog.application.versions.publisher import Publisher
from catalog.domain.access import require_writer_for, visible_version
from catalog.domain.versions import lifecycle as rules
from catalog.domain.versions.draft_validation import require_sound
from catalog.domain.versions.guards import invalid_field, with_guard_text
from catalog.domain.versions.lifecycle import last_public
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.base import Method, is_expected
from contracts.catalog import (
    AbolishProcedure,
    DraftVersion,
    ProcedureVersion,
    ProposeVersion,
    PubliciseVersion,
    PublishVersion,
    VersionCommand,
    VersionSummary,
)
from contracts.errors import ErrorCode, ServiceError, not_found

VersionCommandType = TypeVar("VersionCommandType", bound=VersionCommand)
Others = Sequence[VersionSummary]
Rule = Callable[[ProcedureVersion, Others, datetime], ProcedureVersion]


def draft_version(store: Store, request: DraftVersion, context: Context) -> ProcedureVersion:
    """A new draft, or another content of one. Raises FORBIDDEN, NOT_FOUND, VERSION_STALE, GUARD_FAILED, INVALID_REQUEST."""
    if (request.version is None) is not (request.expected_revision is None):
        raise invalid_field("/expected_revision", "with_version", "A draft is named by both or neither.")
    require_writer_for(context.actor, request.content.promulgator.code)
    require_sound(request.content)
    try:
        return run_command(store, contract.draft_version, request, context, lambda uow: _draft(uow, request))
    except ServiceError as error:
        raise with_guard_text(error, context.locale) from error


def propose_version(store: Store, request: ProposeVersion, context: Context) -> ProcedureVersion:
    """Trình. Raises FORBIDDEN, NOT_FOUND, VERSION_STALE, GUARD_FAILED, INVALID_REQUEST."""

    def rule(version: ProcedureVersion, _: Others, at: datetime) -> ProcedureVersion:
        return rules.propose(version, request.decision, at)

    return _move(store, contract.propose_version, request, context, rule)


def publish_version(store: Store, request: PublishVersion, context: Context) -> ProcedureVersion:
    """Công bố. A draft that an earlier release took is held to today's rules.

    Raises FORBIDDEN, NOT_FOUND, VERSION_STALE, GUARD_FAILED, INVALID_REQUEST.
    """

    def rule(version: ProcedureVersion, _: Others, at: datetime) -> ProcedureVersion:
        require_sound(version.content)
        return rules.publish(version, at)

    return _move(store, contract.publish_version, request, context, rule)


def publicise_version(store: Store, request: PubliciseVersion, context: Context) -> ProcedureVersion:
    """Công khai. Raises FORBIDDEN, NOT_FOUND, VERSION_STALE, GUARD_FAILED."""
    return _move(store, contract.publicise_version, request, context, rules.publicise)


def abolish_procedure(store: Store, request: AbolishProcedure, context: Context) -> ProcedureVersion:
    """Bãi bỏ. Raises FORBIDDEN, NOT_FOUND, VERSION_STALE, GUARD_FAILED, INVALID_REQUEST."""

    def rule(version: ProcedureVersion, others: Others, at: datetime) -> ProcedureVersion:
        return rules.abolish(version, request.decision, request.reason, others, at)

    return _move(store, contract.abolish_procedure, request, context, rule)


def roll_over(store: Store, code: str, context: Context) -> None:
    """Work of the timer `ROLL_OVER`, at local midnight. May be repeated."""
    run_change(store, context, lambda uow: Publisher(uow).roll_over([code]))


def _draft(uow: UnitOfWork, request: DraftVersion) -> ProcedureVersion:
    publisher = Publisher(uow)
    if request.version is not None and request.expected_revision is not None:
        version = _version_at_revision(
            publisher, request.content.code, request.version, request.expected_revision
        )
        drafted = rules.redraft(version, request.content)
    else:
        drafted = _new_draft(publisher, request)
    publisher.save([drafted])
    return drafted


def _new_draft(publisher: Publisher, request: DraftVersion) -> ProcedureVersion:
    """A procedure of another agency is not taken over by drafting it anew."""
    code = request.content.code
    stored = publisher.versions_by_code([code])[code]
    owner = last_public([version.summary for version in stored])
    previous = publisher.versions.get(code, owner.version) if owner else None
    if previous is not None:
        require_writer_for(publisher.uow.context.actor, previous.content.promulgator.code)
    return rules.new_draft(request.content, publisher.next_number(stored), publisher.uow.now)


def _move(
    store: Store,
    method: Method[VersionCommandType, ProcedureVersion],
    request: VersionCommandType,
    context: Context,
    rule: Rule,
) -> ProcedureVersion:
    def work(uow: UnitOfWork) -> ProcedureVersion:
        publisher = Publisher(uow)
        version = _version_at_revision(publisher, request.code, request.version, request.expected_revision)
        stored = publisher.versions_by_code([request.code])[request.code]
        others = [each.summary for each in stored if each.summary.version != version.version]
        publisher.save([rule(version, others, uow.now)])
        return _visible_version(publisher, request.code, request.version)

    try:
        return run_command(store, method, request, context, work)
    except ServiceError as error:
        raise with_guard_text(error, context.locale) from error


def _version_at_revision(publisher: Publisher, code: str, number: int, expected: int) -> ProcedureVersion:
    version = _visible_version(publisher, code, number)
    require_writer_for(publisher.uow.context.actor, version.content.promulgator.code)
    if not is_expected(expected, version.revision):
        raise ServiceError(ErrorCode.VERSION_STALE, current=version.revision)
    return version


def _visible_version(publisher: Publisher, code: str, number: int) -> ProcedureVersion:
    version = publisher.versions.get(code, number)
    if version is None or not visible_version(publisher.uow.context.actor, version.state):
        raise not_found("procedure version")
    return version
