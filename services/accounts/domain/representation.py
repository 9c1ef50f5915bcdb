"""Acts of representation (đại diện, Bộ luật Dân sự 91/2015/QH13 art 134-143): who may ask, confirm, refuse and end one, and
when it holds.

The side that did not ask confirms; where the law needs a paper, only an officer who has seen it makes the act hold. What has
ended, was refused or is over does not come back: it is asked for anew.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from accounts.domain.accounts import require_unlocked
from contracts.accounts import Account, HolderKind, Representation
from contracts.accounts.representation import (
    AskRepresentation,
    CheckedRepresentation,
    CheckRepresentation,
    RepresentationEvent,
    RepresentationPaper,
    RepresentationSide,
    RepresentationState,
)
from contracts.base import Acting, Actor, Instant, Model, RepresentationGround, RepresentationScope
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.field_error_messages import wrong_field

BY_PAPER = frozenset({RepresentationGround.PARENT, RepresentationGround.GUARDIAN, RepresentationGround.HEIR})
"""The rights that a paper shows: the other side cannot confirm them (a child, a dead person)."""
MANAGING = frozenset(
    {RepresentationGround.LEGAL_REPRESENTATIVE, RepresentationGround.PARENT, RepresentationGround.GUARDIAN}
)
"""Who may also look after members and addresses of the one represented."""
HOLDS = frozenset({RepresentationState.CONFIRMED, RepresentationState.CHECKED})
MOST_ASKED = 20
"""Acts that one account may wait for at once."""
LEAST_LEVEL = 1
"""To which level the number of whoever acts for another must be proved."""


class StoredRepresentation(Model):
    """An act of representation as it is stored. A number stands where the account that proves it is not known yet."""

    representation_id: str
    version: int
    ground: RepresentationGround
    state: RepresentationState
    """Never EXPIRED, which follows from the time."""
    asked_by: RepresentationSide
    principal_id: str | None = None
    principal_number: str | None = None
    principal_name: str
    principal_kind: HolderKind = HolderKind.CITIZEN
    representative_id: str | None = None
    representative_number: str | None = None
    representative_name: str
    scopes: tuple[RepresentationScope, ...]
    procedure_codes: tuple[str, ...] = ()
    valid_from: Instant
    valid_until: Instant | None = None
    asked_at: Instant
    asked_by_person: str = ""
    """Account of the person who asked; for an organisation, not its own."""
    decided_at: Instant | None = None
    ended_at: Instant | None = None
    ended_by: str = ""
    """Account of the person who ended it; empty: by itself, as another legal representative came."""
    void_key: str = ""
    """The act with the version that its tokens named, since it was ended."""
    checked_by_officer: str | None = None
    checked_by_agency: str | None = None
    paper: RepresentationPaper | None = None

    def side_of(self, account_id: str) -> RepresentationSide | None:
        """Which side an account is; None: neither."""
        if account_id and account_id == self.principal_id:
            return RepresentationSide.PRINCIPAL
        return (
            RepresentationSide.REPRESENTATIVE if account_id and account_id == self.representative_id else None
        )

    def state_at(self, now: datetime) -> RepresentationState:
        over = self.valid_until is not None and self.valid_until <= now
        return (
            RepresentationState.EXPIRED
            if over and self.state in HOLDS | {RepresentationState.ASKED}
            else self.state
        )

    def holds_at(self, now: datetime) -> bool:
        """Whether the representative may act: from its first instant until its end, which is outside."""
        return self.state_at(now) in HOLDS and self.valid_from <= now

    def acting(self) -> Acting:
        """As a token says it."""
        assert self.representative_id is not None
        return Acting(
            person_id=self.representative_id,
            representation_id=self.representation_id,
            version=self.version,
            ground=self.ground,
            scopes=self.scopes,
            procedure_codes=self.procedure_codes,
        )

    def event(self) -> RepresentationEvent:
        return RepresentationEvent(
            representation_id=self.representation_id,
            ground=self.ground,
            principal_id=self.principal_id,
            representative_id=self.representative_id,
            void_key=self.void_key,
        )


def shown(act: StoredRepresentation, side: RepresentationSide, now: datetime) -> Representation:
    """As one of its sides sees it: no number of the other, and not who the officer was."""
    return Representation(
        representation_id=act.representation_id,
        version=act.version,
        side=side,
        ground=act.ground,
        state=act.state_at(now),
        asked_by=act.asked_by,
        principal_id=act.principal_id if side is RepresentationSide.PRINCIPAL or act.holds_at(now) else None,
        principal_name=act.principal_name,
        principal_kind=act.principal_kind,
        representative_name=act.representative_name,
        scopes=act.scopes,
        procedure_codes=act.procedure_codes,
        valid_from=act.valid_from,
        valid_until=act.valid_until,
        asked_at=act.asked_at,
        decided_at=act.decided_at,
        ended_at=act.ended_at,
        checked_by_agency=act.checked_by_agency,
        paper_kind=act.paper.kind if act.paper else None,
    )


def shown_at_desk(act: StoredRepresentation) -> CheckedRepresentation:
    assert act.principal_id is not None
    assert act.valid_until is not None
    return CheckedRepresentation(
        representation_id=act.representation_id,
        ground=act.ground,
        representative_name=act.representative_name,
        principal_id=act.principal_id,
        principal_name=act.principal_name,
        valid_until=act.valid_until,
    )


def scopes_of(scopes: Collection[RepresentationScope]) -> tuple[RepresentationScope, ...]:
    """Each once, in their order; who files or pays sees what it is about."""
    return tuple(
        scope for scope in RepresentationScope if scope in scopes or scope is RepresentationScope.READ
    )


def legal_representative(
    representation_id: str, organisation: Account, person: Account, at: datetime
) -> StoredRepresentation:
    """The act of whom the electronic identity of an organisation names as its legal representative."""
    return StoredRepresentation(
        representation_id=representation_id,
        version=1,
        ground=RepresentationGround.LEGAL_REPRESENTATIVE,
        state=RepresentationState.CONFIRMED,
        asked_by=RepresentationSide.REPRESENTATIVE,
        principal_id=organisation.account_id,
        principal_name=organisation.full_name,
        principal_kind=organisation.holder,
        representative_id=person.account_id,
        representative_name=person.full_name,
        scopes=tuple(RepresentationScope),
        valid_from=at,
        asked_at=at,
        asked_by_person=person.account_id,
        decided_at=at,
    )


def ask(
    request: AskRepresentation, representation_id: str, own: Account, actor: Actor, now: datetime
) -> StoredRepresentation:
    """The act that the account `own` asks for; `actor` is who really asks. Raises FORBIDDEN, IDENTITY_NOT_PROVED,
    INVALID_REQUEST."""
    _require_may_ask(request, own, actor)
    if own.personal_number == request.personal_number:
        raise _wrong("/personal_number", "same_person")
    valid_from = max(request.valid_from or now, now)
    _require_period(valid_from, request.valid_until)
    asking = (own.account_id, None, own.full_name, own.holder)
    other = (None, request.personal_number, request.full_name, HolderKind.CITIZEN)
    principal, representative = (
        (asking, other) if request.side is RepresentationSide.PRINCIPAL else (other, asking)
    )
    return StoredRepresentation(
        representation_id=representation_id,
        version=1,
        ground=request.ground,
        state=RepresentationState.ASKED,
        asked_by=request.side,
        principal_id=principal[0],
        principal_number=principal[1],
        principal_name=principal[2],
        principal_kind=principal[3],
        representative_id=representative[0],
        representative_number=representative[1],
        representative_name=representative[2],
        scopes=_scopes(request.scopes, request.ground),
        procedure_codes=tuple(dict.fromkeys(request.procedure_codes)),
        valid_from=valid_from,
        valid_until=request.valid_until,
        asked_at=now,
        asked_by_person=actor.person_id,
    )


def _require_may_ask(request: AskRepresentation, own: Account, actor: Actor) -> None:
    if request.side is RepresentationSide.REPRESENTATIVE:
        allowed = BY_PAPER | {RepresentationGround.AUTHORISED}
    else:
        allowed = frozenset(
            {RepresentationGround.AUTHORISED if own.holder.is_person else RepresentationGround.MEMBER}
        )
    if actor.acting is not None and own.holder.is_person:
        raise ServiceError(
            ErrorCode.FORBIDDEN
        )  # who acts for a person gives nobody else that person's rights
    if actor.acting is not None and request.side is not RepresentationSide.PRINCIPAL:
        raise ServiceError(ErrorCode.FORBIDDEN)
    if request.ground not in allowed:
        raise _wrong("/ground", "ground_of_other_side")
    if own.assurance < LEAST_LEVEL:
        raise ServiceError(ErrorCode.IDENTITY_NOT_PROVED, required=LEAST_LEVEL, level=own.assurance)


def check(
    request: CheckRepresentation,
    representation_id: str,
    representative: Account,
    principal: Account,
    actor: Actor,
    now: datetime,
    before: StoredRepresentation | None = None,
) -> StoredRepresentation:
    """The act that holds by the paper that an officer saw; `before`: the same one as it was asked for. Raises
    IDENTITY_NOT_PROVED, INVALID_REQUEST."""
    if representative.assurance < LEAST_LEVEL:
        raise ServiceError(
            ErrorCode.IDENTITY_NOT_PROVED, required=LEAST_LEVEL, level=representative.assurance
        )
    if representative.account_id == principal.account_id:
        raise _wrong("/personal_number", "same_person")
    _require_period(now, request.valid_until)
    return StoredRepresentation(
        representation_id=before.representation_id if before else representation_id,
        version=before.version + 1 if before else 1,
        ground=RepresentationGround(request.ground),
        state=RepresentationState.CHECKED,
        asked_by=RepresentationSide.REPRESENTATIVE,
        principal_id=principal.account_id,
        principal_name=principal.full_name,
        principal_kind=principal.holder,
        representative_id=representative.account_id,
        representative_name=representative.full_name,
        scopes=_scopes(request.scopes, RepresentationGround(request.ground)),
        procedure_codes=tuple(dict.fromkeys(request.procedure_codes)),
        valid_from=now,
        valid_until=request.valid_until,
        asked_at=before.asked_at if before else now,
        asked_by_person=representative.account_id,
        decided_at=now,
        checked_by_officer=actor.account_id,
        checked_by_agency=actor.agency_code,
        paper=request.paper,
    )


def known(act: StoredRepresentation, account: Account) -> StoredRepresentation:
    """The act with the account that has proved the number it names, one version on; the very same when it names none of
    this account's."""
    number, changes = account.personal_number, dict[str, Any]()
    if number is None or act.state is not RepresentationState.ASKED:
        return act
    for side in RepresentationSide:
        if getattr(act, f"{side}_number") == number and getattr(act, f"{side}_id") is None:
            changes |= {f"{side}_id": account.account_id, f"{side}_number": None}
    return act.model_copy(update={**changes, "version": act.version + 1}) if changes else act


def confirm(act: StoredRepresentation, own: Account, now: datetime) -> StoredRepresentation:
    """By the side that did not ask, with the name that its account has; the very same when it holds already.

    Raises NOT_FOUND, FORBIDDEN for what only a paper proves and for the side that asked, REPRESENTATION_NOT_IN_FORCE for
    what is over.
    """
    side = _deciding_side(act, own.account_id)
    if act.ground in BY_PAPER:
        raise ServiceError(ErrorCode.FORBIDDEN)
    if act.state_at(now) in HOLDS:
        return act
    _require_open(act, now)
    changes = {
        "state": RepresentationState.CONFIRMED,
        f"{side}_name": own.full_name,
        "decided_at": now,
        "valid_from": max(act.valid_from, now),
        "version": act.version + 1,
    }
    return act.model_copy(update=changes)


def refuse(act: StoredRepresentation, account_id: str, now: datetime) -> StoredRepresentation:
    """By the side that did not ask; the very same when it is refused already. Raises NOT_FOUND, FORBIDDEN,
    REPRESENTATION_NOT_IN_FORCE for what has been decided or is over."""
    _deciding_side(act, account_id)
    if act.state is RepresentationState.REFUSED:
        return act
    _require_open(act, now)
    return act.model_copy(
        update={"state": RepresentationState.REFUSED, "decided_at": now, "version": act.version + 1}
    )


def end(act: StoredRepresentation, actor: Actor, now: datetime) -> StoredRepresentation:
    """By either side; the very same when it has ended or was refused. Raises NOT_FOUND, FORBIDDEN for who acts for a
    person."""
    if act.side_of(actor.account_id) is None:
        raise not_found("representation")
    if actor.acting is not None and act.principal_kind.is_person:
        raise ServiceError(ErrorCode.FORBIDDEN)
    return ended(act, actor.person_id, now)


def ended(act: StoredRepresentation, by: str, now: datetime) -> StoredRepresentation:
    """The act one version on, ended; its tokens name the version before."""
    if act.state in (RepresentationState.ENDED, RepresentationState.REFUSED):
        return act
    void_key = act.acting().void_key if act.state in HOLDS else ""
    return act.model_copy(
        update={
            "state": RepresentationState.ENDED,
            "ended_at": now,
            "ended_by": by,
            "void_key": void_key,
            "version": act.version + 1,
        }
    )


def require_representative(act: StoredRepresentation, account_id: str) -> None:
    """Raises NOT_FOUND for whose act it is not."""
    if act.side_of(account_id) is not RepresentationSide.REPRESENTATIVE:
        raise not_found("representation")


def require_may_act(
    act: StoredRepresentation, person: Account, principal: Account | None, now: datetime
) -> Account:
    """The one for whom the person may act now. Raises REPRESENTATION_NOT_IN_FORCE, IDENTITY_NOT_PROVED, ACCOUNT_LOCKED."""
    if principal is None or not act.holds_at(now) or principal.frozen_at is not None:
        raise ServiceError(ErrorCode.REPRESENTATION_NOT_IN_FORCE)
    if person.assurance < LEAST_LEVEL:
        raise ServiceError(ErrorCode.IDENTITY_NOT_PROVED, required=LEAST_LEVEL, level=person.assurance)
    require_unlocked(person)
    require_unlocked(principal)
    return principal


def lifetime(act: StoredRepresentation, longest: timedelta, now: datetime) -> timedelta:
    """Of a token, in whole seconds: until the end of the act at the latest."""
    left = longest if act.valid_until is None else min(longest, act.valid_until - now)
    return timedelta(seconds=max(1, int(left.total_seconds())))


def _deciding_side(act: StoredRepresentation, account_id: str) -> RepresentationSide:
    side = act.side_of(account_id)
    if side is None:
        raise not_found("representation")
    if side is act.asked_by:
        raise ServiceError(ErrorCode.FORBIDDEN)
    return side


def _require_open(act: StoredRepresentation, now: datetime) -> None:
    if act.state_at(now) is not RepresentationState.ASKED:
        raise ServiceError(ErrorCode.REPRESENTATION_NOT_IN_FORCE)


def _require_period(valid_from: datetime, valid_until: datetime | None) -> None:
    if valid_until is not None and valid_until <= valid_from:
        raise _wrong("/valid_until", "not_later")


def _scopes(
    scopes: Collection[RepresentationScope], ground: RepresentationGround
) -> tuple[RepresentationScope, ...]:
    if RepresentationScope.MANAGE in scopes and ground not in MANAGING:
        raise _wrong("/scopes", "scope_of_other_ground")
    return scopes_of(scopes)


def _wrong(pointer: str, code: str) -> ServiceError:
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field(pointer, code),))
