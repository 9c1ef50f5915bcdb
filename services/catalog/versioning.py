"""Moving a version on in its life, one command at a time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from catalog.domain import versions as rules
from catalog.domain.access import require_writer_for, visible_version
from catalog.domain.soundness import require_sound
from catalog.domain.version_guards import in_words, invalid_field
from catalog.domain.versions import last_public
from catalog.publication import Press
from chassis.context import Context
from chassis.store import Store
from chassis.unit import Unit
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
from contracts.errors import Code, ServiceError, not_found

Cmd = TypeVar("Cmd", bound=VersionCommand)
Others = Sequence[VersionSummary]
Rule = Callable[[ProcedureVersion, Others, datetime], ProcedureVersion]


def draft(store: Store, request: DraftVersion, context: Context) -> ProcedureVersion:
    """Raises FORBIDDEN, NOT_FOUND, VERSION_STALE, GUARD_FAILED, INVALID_REQUEST."""
    if (request.version is None) is not (request.expected_revision is None):
        raise invalid_field("/expected_revision", "with_version", "A draft is named by both or neither.")
    require_writer_for(context.actor, request.content.promulgator.code)
    require_sound(request.content)
    try:
        return store.command(contract.draft_version, request, context, lambda unit: _draft(unit, request))
    except ServiceError as error:
        raise in_words(error, context.locale) from error


def propose(store: Store, request: ProposeVersion, context: Context) -> ProcedureVersion:
    def rule(version: ProcedureVersion, _: Others, at: datetime) -> ProcedureVersion:
        return rules.propose(version, request.decision, at)

    return _move(store, contract.propose_version, request, context, rule)


def publish(store: Store, request: PublishVersion, context: Context) -> ProcedureVersion:
    def rule(version: ProcedureVersion, _: Others, at: datetime) -> ProcedureVersion:
        return rules.publish(version, at)

    return _move(store, contract.publish_version, request, context, rule)


def publicise(store: Store, request: PubliciseVersion, context: Context) -> ProcedureVersion:
    return _move(store, contract.publicise_version, request, context, rules.publicise)


def abolish(store: Store, request: AbolishProcedure, context: Context) -> ProcedureVersion:
    def rule(version: ProcedureVersion, others: Others, at: datetime) -> ProcedureVersion:
        return rules.abolish(version, request.decision, request.reason, others, at)

    return _move(store, contract.abolish_procedure, request, context, rule)


def turn(store: Store, code: str, context: Context) -> None:
    """At the local midnight of a day on which another version, or none, comes into force."""
    store.transaction(context, lambda unit: Press(unit).turn([code]))


def _draft(unit: Unit, request: DraftVersion) -> ProcedureVersion:
    press = Press(unit)
    if request.version is not None and request.expected_revision is not None:
        named = _named(press, request.content.code, request.version, request.expected_revision)
        drafted = rules.redraft(named, request.content)
    else:
        drafted = _begin(press, request)
    press.keep([drafted])
    return drafted


def _begin(press: Press, request: DraftVersion) -> ProcedureVersion:
    """A procedure of another agency is not taken over by drafting it anew."""
    code = request.content.code
    kept = press.lives([code])[code]
    owner = last_public([each.life for each in kept])
    before = press.versions.get(code, owner.version, press.unit.session) if owner else None
    if before is not None:
        require_writer_for(press.unit.context.actor, before.content.promulgator.code)
    return rules.begun(request.content, press.next_number(kept), press.unit.now)


def _move(
    store: Store, method: Method[Cmd, ProcedureVersion], request: Cmd, context: Context, rule: Rule
) -> ProcedureVersion:
    def work(unit: Unit) -> ProcedureVersion:
        press = Press(unit)
        named = _named(press, request.code, request.version, request.expected_revision)
        others = [
            k.life for k in press.lives([request.code])[request.code] if k.life.version != named.version
        ]
        press.keep([rule(named, others, unit.now)])
        return _found(press, request.code, request.version)

    try:
        return store.command(method, request, context, work)
    except ServiceError as error:
        raise in_words(error, context.locale) from error


def _named(press: Press, code: str, number: int, expected: int) -> ProcedureVersion:
    version = _found(press, code, number)
    require_writer_for(press.unit.context.actor, version.content.promulgator.code)
    if version.revision != expected:
        raise ServiceError(Code.VERSION_STALE, current=version.revision)
    return version


def _found(press: Press, code: str, number: int) -> ProcedureVersion:
    version = press.versions.get(code, number, press.unit.session)
    if version is None or not visible_version(press.unit.context.actor, version.state):
        raise not_found("procedure version")
    return version
