"""Officers (cán bộ, công chức): the roles that they hold, from when and until when, and who administers their accounts.

A role is in force by its validity alone: nothing has to happen at the moment when it begins or ends. Who administers
officers is an administrator of the system, or the agency's own: an officer who holds the role ACCOUNTS there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from contracts.accounts import Account, AccountKind, AgencyRole, ChangeOfficer, GivenRole, HeldRole
from contracts.base import Actor, ActorKind, OfficerRole, is_expected
from contracts.errors import ErrorCode, FieldError, ServiceError, not_found
from contracts.field_error_messages import wrong_field

WITHIN_ACCOUNTS = frozenset({AgencyRole.ACCOUNTS, AgencyRole.DATA_PROTECTION})
"""Roles that count within accounts alone: in no token and no event's actor, which the release before would not read."""
RESERVED_ROLES = frozenset({AgencyRole.ACCOUNTS, AgencyRole.CATALOGUE})
"""Given by administrators of the system alone: one makes administrators of accounts, the other reaches beyond the agency.
Who holds one is administered by them alone too, so that nobody takes it by a new password of its holder."""


def held_roles(given: Iterable[GivenRole], at: datetime) -> tuple[HeldRole, ...]:
    """The roles as they are stored, in UTC and whole milliseconds; each given again is one.

    Raises INVALID_REQUEST for none, for one that ends before it begins, and for one named twice for the same time.
    """
    held = tuple(
        HeldRole(role=each.role, valid_from=_stored(each.valid_from or at), valid_until=_end_of(each))
        for each in given
    )
    wrong = list(_wrong(held))
    if wrong:
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=tuple(wrong))
    return held


def roles_in_force(held: Iterable[HeldRole], at: datetime) -> tuple[OfficerRole, ...]:
    """What an access token says: each once, without those that count within accounts alone."""
    names = dict.fromkeys(each.role for each in held if is_in_force(each, at))
    return tuple(OfficerRole(name) for name in names if name not in WITHIN_ACCOUNTS)


def is_in_force(held: HeldRole, at: datetime) -> bool:
    return held.valid_from <= at and (held.valid_until is None or at < held.valid_until)


def next_change(held: Iterable[HeldRole], at: datetime) -> datetime | None:
    """When a role begins or ends next; None: nothing will change by itself."""
    moments = (moment for each in held for moment in (each.valid_from, each.valid_until))
    return min((moment for moment in moments if moment is not None and moment > at), default=None)


@dataclass(frozen=True)
class Administration:
    """Whose accounts somebody administers: of one agency, or of all (None)."""

    actor_id: str
    agency_code: str | None

    def covers(self, account: Account) -> bool:
        own = self.agency_code in (None, account.agency_code)
        return own and account.kind is AccountKind.OFFICER

    def require_may_change(self, before: Account, at: datetime) -> None:
        """Raises NOT_FOUND for who is no officer of these, FORBIDDEN for oneself and for who holds a reserved role."""
        if not self.covers(before):
            raise not_found("account")
        if before.account_id == self.actor_id:
            raise ServiceError(ErrorCode.FORBIDDEN)
        self.require_may_have(before, at)

    def require_may_have(self, account: Account, at: datetime) -> None:
        """Raises FORBIDDEN for an officer of another agency and for a reserved role that has not ended."""
        if self.agency_code is None:
            return
        reserved = (
            each.role in RESERVED_ROLES and (each.valid_until is None or each.valid_until > at)
            for each in account.held_roles
        )
        if account.agency_code != self.agency_code or any(reserved):
            raise ServiceError(ErrorCode.FORBIDDEN)


def administration_of(actor: Actor, own: Account | None, at: datetime) -> Administration | None:
    """What the caller administers, None for nothing. `own` is an officer's account as it is now, whatever the token says."""
    if actor.kind is ActorKind.ADMINISTRATOR:
        return Administration(actor.account_id, None)
    if own is None or own.locked_at is not None or own.kind is not AccountKind.OFFICER or not own.agency_code:
        return None
    holds = any(each.role is AgencyRole.ACCOUNTS and is_in_force(each, at) for each in own.held_roles)
    return Administration(own.account_id, own.agency_code) if holds else None


def changed(account: Account, request: ChangeOfficer, at: datetime) -> Account:
    """The account after the change: one version on, or the very same when nothing differs.

    Raises VERSION_STALE when the caller has seen an older version, INVALID_REQUEST for roles as `held_roles` does.
    """
    if not is_expected(request.expected_version, account.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=account.version)
    changes = request.model_dump(include={"full_name", "agency_code", "unit", "email"}, exclude_unset=True)
    for name in ("full_name", "agency_code"):
        if changes.get(name, "") is None:
            del changes[name]
    if changes.get("unit", "") is None:
        changes["unit"] = ""
    if "email" in changes:
        changes["new_email"] = None  # another one stands until its owner proves it
    if request.held_roles is not None:
        changes["held_roles"] = held_roles(request.held_roles, at)
    after = account.model_copy(update=changes)
    after = after.model_copy(update={"roles": roles_in_force(after.held_roles, at)})
    if not changed_fields(account, after):
        return account
    return after.model_copy(update={"version": account.version + 1})


def changed_fields(before: Account, after: Account) -> tuple[str, ...]:
    """Names of the fields that differ, but for the version and what follows from others."""
    names = (name for name in Account.model_fields if name not in ("version", "roles", "new_email"))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def ends_rights(before: Account, after: Account, at: datetime) -> bool:
    """Whether the officer may do less from now on: moved to another agency or unit, or a role in force ends earlier."""
    if (before.agency_code, before.unit) != (after.agency_code, after.unit):
        return True
    in_force = [each for each in before.held_roles if is_in_force(each, at)]
    return any(_lasts(after, each.role, at) < _end(each) for each in in_force)


_NEVER = datetime.max.replace(tzinfo=UTC)


def _lasts(account: Account, role: AgencyRole, at: datetime) -> datetime:
    """Until when the role is in force without a pause; `at` when it is not."""
    end = at
    periods = sorted((each for each in account.held_roles if each.role is role), key=lambda h: h.valid_from)
    for each in periods:
        if each.valid_from <= end < _end(each):
            end = _end(each)
    return end


def _end(held: HeldRole) -> datetime:
    return held.valid_until or _NEVER


def _end_of(given: GivenRole) -> datetime | None:
    return None if given.valid_until is None else _stored(given.valid_until)


def _stored(moment: datetime) -> datetime:
    """As MongoDB gives it back."""
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _wrong(held: tuple[HeldRole, ...]) -> Iterator[FieldError]:
    if not held:
        yield wrong_field("/held_roles", "no_role")
    for index, each in enumerate(held):
        if _end(each) <= each.valid_from:
            yield wrong_field(f"/held_roles/{index}/valid_until", "role_ends_first")
        if any(_overlap(each, other) for other in held[:index]):
            yield wrong_field(f"/held_roles/{index}", "role_overlaps")


def _overlap(one: HeldRole, other: HeldRole) -> bool:
    same = one.role is other.role
    return same and one.valid_from < _end(other) and other.valid_from < _end(one)
