"""Moving a version on in its life, one command at a time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

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
from contracts.base import Method
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

Cmd = TypeVar("Cmd", bound=VersionCommand)
Others = Sequence[VersionSummary]
Rule = Callable[[ProcedureVersion, Others, datetime], ProcedureVersion]


def draft_version(store: Store, request: DraftVersion, context: Context) -> ProcedureVersion:
    """Raises FORBIDDEN, NOT_FOUND, VERSION_STALE, GUARD_FAILED, INVALID_REQUEST."""
    if (request.version is None) is not (request.expected_revision is None):
        raise invalid_field("/expected_revision", "with_version", "A draft is named by both or neither.")
    require_writer_for(context.actor, request.content.promulgator.code)
    require_sound(request.content)
    try:
        return store.run_idempotent(
            contract.draft_version, request, context, lambda uow: _draft(uow, request)
        )
    except ServiceError as error:
        raise with_guard_text(error, context.locale) from error


def propose_version(store: Store, request: ProposeVersion, context: Context) -> ProcedureVersion:
    def rule(version: ProcedureVersion, _: Others, at: datetime) -> ProcedureVersion:
        return rules.propose(version, request.decision, at)

    return _move(store, contract.propose_version, request, context, rule)


def publish_version(store: Store, request: PublishVersion, context: Context) -> ProcedureVersion:
    def rule(version: ProcedureVersion, _: Others, at: datetime) -> ProcedureVersion:
        return rules.publish(version, at)

    return _move(store, contract.publish_version, request, context, rule)


def publicise_version(store: Store, request: PubliciseVersion, context: Context) -> ProcedureVersion:
    return _move(store, contract.publicise_version, request, context, rules.publicise)


def abolish_procedure(store: Store, request: AbolishProcedure, context: Context) -> ProcedureVersion:
    def rule(version: ProcedureVersion, others: Others, at: datetime) -> ProcedureVersion:
        return rules.abolish(version, request.decision, request.reason, others, at)

    return _move(store, contract.abolish_procedure, request, context, rule)


def roll_over(store: Store, code: str, context: Context) -> None:
    """At the local midnight of a day on which another version, or none, comes into force."""
    store.transaction(context, lambda uow: Publisher(uow).roll_over([code]))


def _draft(uow: UnitOfWork, request: DraftVersion) -> ProcedureVersion:
    press = Publisher(uow)
    if request.version is not None and request.expected_revision is not None:
        named = _version_at_revision(press, request.content.code, request.version, request.expected_revision)
        drafted = rules.redraft(named, request.content)
    else:
        drafted = _new_draft(press, request)
    press.save([drafted])
    return drafted


def _new_draft(press: Publisher, request: DraftVersion) -> ProcedureVersion:
    """A procedure of another agency is not taken over by drafting it anew."""
    code = request.content.code
    kept = press.versions_by_code([code])[code]
    owner = last_public([each.summary for each in kept])
    before = press.versions.get(code, owner.version, press.unit.session) if owner else None
    if before is not None:
        require_writer_for(press.unit.context.actor, before.content.promulgator.code)
    return rules.new_draft(request.content, press.next_number(kept), press.unit.now)


def _move(
    store: Store, method: Method[Cmd, ProcedureVersion], request: Cmd, context: Context, rule: Rule
) -> ProcedureVersion:
    def work(uow: UnitOfWork) -> ProcedureVersion:
        press = Publisher(uow)
        named = _version_at_revision(press, request.code, request.version, request.expected_revision)
        others = [
            k.summary
            for k in press.versions_by_code([request.code])[request.code]
            if k.summary.version != named.version
        ]
        press.save([rule(named, others, uow.now)])
        return _visible_version(press, request.code, request.version)

    try:
        return store.run_idempotent(method, request, context, work)
    except ServiceError as error:
        raise with_guard_text(error, context.locale) from error


def _version_at_revision(press: Publisher, code: str, number: int, expected: int) -> ProcedureVersion:
    version = _visible_version(press, code, number)
    require_writer_for(press.unit.context.actor, version.content.promulgator.code)
    if version.revision != expected:
        raise ServiceError(ErrorCode.VERSION_STALE, current=version.revision)
    return version


def _visible_version(press: Publisher, code: str, number: int) -> ProcedureVersion:
    version = press.versions.get(code, number, press.unit.session)
    if version is None or not visible_version(press.unit.context.actor, version.state):
        raise not_found("procedure version")
    return version
