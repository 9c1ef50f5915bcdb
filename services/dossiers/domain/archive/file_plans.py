"""Danh mục hồ sơ: a file plan is drafted, enacted for a day, and counts until another one does (NĐ 30/2020/NĐ-CP art 28)."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime

from contracts.base import is_expected
from contracts.dossiers import (
    ArchivalPlace,
    ArchivalState,
    ClosedDossier,
    DraftFilePlan,
    EnactFilePlan,
    FilePlan,
    FilePlanContent,
    FilePlanEvent,
    FilePlanHeading,
    FilePlanState,
    RedraftFilePlan,
)
from contracts.errors import ErrorCode, ServiceError
from contracts.time import add_months, local_day
from dossiers.domain.model.refusals import invalid_field

MOVABLE = (
    ArchivalState.UNPLANNED,
    ArchivalState.UNCLASSIFIED,
    ArchivalState.CLASSIFIED,
    ArchivalState.PACKAGED,
)
"""Not in the list of a transfer: its place may change."""


def drafted(command: DraftFilePlan, plan_id: str, actor_id: str, at: datetime) -> FilePlan:
    """Raises INVALID_REQUEST."""
    check(command.content)
    return FilePlan(
        plan_id=plan_id,
        agency_code=command.agency_code,
        version=1,
        state=FilePlanState.DRAFT,
        content=command.content,
        changed_by=actor_id,
        changed_at=at,
    )


def redrafted(plan: FilePlan, command: RedraftFilePlan, actor_id: str, at: datetime) -> FilePlan:
    """Raises VERSION_STALE, RETENTION_SETTLED of an enacted one, INVALID_REQUEST."""
    _require_draft(plan, command.expected_version)
    check(command.content)
    return _next(plan, actor_id, at, content=command.content)


def enacted(plan: FilePlan, command: EnactFilePlan, actor_id: str, at: datetime) -> FilePlan:
    """Raises VERSION_STALE, RETENTION_SETTLED, INVALID_REQUEST for a day that has passed."""
    _require_draft(plan, command.expected_version)
    if command.effective_from < local_day(at):
        raise invalid_field("/effective_from", "day_has_passed", "The day has passed.")
    return _next(
        plan,
        actor_id,
        at,
        state=FilePlanState.ENACTED,
        effective_from=command.effective_from,
        decision=command.decision,
    )


def in_force(plans: Iterable[FilePlan], day: date) -> FilePlan | None:
    """The enacted one that began last by this day; of two of one day the one that was enacted later."""
    begun = [
        (each.effective_from, each.changed_at, each)
        for each in plans
        if each.effective_from is not None and each.effective_from <= day
    ]
    return max(begun, key=lambda each: each[:2])[2] if begun else None


def heading_of(content: FilePlanContent, procedure_code: str) -> FilePlanHeading | None:
    """The heading of the dossiers of a procedure; None where the plan does not name it."""
    return next((each for each in content.headings if procedure_code in each.procedure_codes), None)


def place(plan: FilePlan, heading: FilePlanHeading, closed_on: date, by: str | None = None) -> ArchivalPlace:
    """Periods run from the day of close, which is no part of them."""
    return ArchivalPlace(
        plan_id=plan.plan_id,
        code=heading.code,
        heading=heading.heading,
        permanent=heading.permanent,
        retained_until=None if heading.years is None else add_months(closed_on, 12 * heading.years),
        transfer_due=add_months(closed_on, heading.transfer_months),
        classified_by=by,
    )


def placed(dossier: ClosedDossier, plans: Iterable[FilePlan]) -> ClosedDossier:
    """By the plan in force on the day of its close; without a place where a person has to say."""
    plan = in_force(plans, dossier.closed_on)
    if plan is None:
        return dossier
    heading = heading_of(plan.content, dossier.procedure_code)
    if heading is None:
        return dossier.model_copy(update={"state": ArchivalState.UNCLASSIFIED})
    found = place(plan, heading, dossier.closed_on)
    return dossier.model_copy(update={"state": ArchivalState.CLASSIFIED, "place": found})


def classified(
    dossier: ClosedDossier, plan: FilePlan, heading: FilePlanHeading, actor_id: str
) -> ClosedDossier:
    """Under a heading that a person chose: what was packaged under another is packaged anew. Raises RETENTION_SETTLED of
    one that is in a list or was handed over."""
    if dossier.state not in MOVABLE:
        raise ServiceError(ErrorCode.RETENTION_SETTLED)
    found = place(plan, heading, dossier.closed_on, actor_id)
    return dossier.model_copy(update={"state": ArchivalState.CLASSIFIED, "place": found, "package": None})


def placed_anew(dossiers: Iterable[ClosedDossier], plans: Iterable[FilePlan]) -> list[ClosedDossier]:
    """Those whose place is another one now, since a plan counts that was enacted after their close on the same day. What a
    person chose, and what is in a list, stays."""
    known = tuple(plans)
    changed = []
    for dossier in dossiers:
        chosen = dossier.place is not None and dossier.place.classified_by is not None
        if dossier.state not in MOVABLE or chosen:
            continue
        bare = {"state": ArchivalState.UNPLANNED, "place": None, "package": None}
        after = placed(dossier.model_copy(update=bare), known)
        if after.place != dossier.place or (after.place is None and after.state is not dossier.state):
            changed.append(after)
    return changed


def check(content: FilePlanContent) -> None:
    """Raises INVALID_REQUEST for a code or procedure that stands twice, and a period that is none or two."""
    codes: set[str] = set()
    procedures: set[str] = set()
    for number, heading in enumerate(content.headings):
        at = f"/content/headings/{number}"
        if heading.permanent is (heading.years is not None):
            raise invalid_field(f"{at}/years", "permanent_or_years", "It is permanent, or for years.")
        if heading.code in codes:
            raise invalid_field(f"{at}/code", "heading_twice", "This code stands twice.")
        codes.add(heading.code)
        for place_, code in enumerate(heading.procedure_codes):
            if code in procedures:
                raise invalid_field(
                    f"{at}/procedure_codes/{place_}", "procedure_twice", "It is under another heading."
                )
            procedures.add(code)


def content_hash(content: FilePlanContent) -> str:
    """SHA-256 of what a plan says, in hex."""
    text = json.dumps(
        content.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def event_of(plan: FilePlan) -> FilePlanEvent:
    return FilePlanEvent(
        plan_id=plan.plan_id,
        agency_code=plan.agency_code,
        state=plan.state,
        sha256=content_hash(plan.content),
        effective_from=plan.effective_from,
    )


def _require_draft(plan: FilePlan, expected_version: int) -> None:
    if not is_expected(expected_version, plan.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=plan.version)
    if plan.state is not FilePlanState.DRAFT:
        raise ServiceError(ErrorCode.RETENTION_SETTLED)


def _next(plan: FilePlan, actor_id: str, at: datetime, **changes: object) -> FilePlan:
    update = {"version": plan.version + 1, "changed_by": actor_id, "changed_at": at, **changes}
    return plan.model_copy(update=update)
