"""Drafts of regimes: written by one administrator, enacted by another, in force from the day on and not before."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from tests.support.catalog.use_cases import ADMINISTRATOR, OFFICER, OPERATOR, Catalogue, today

from catalog.application import filing_rules, regime_drafts, regimes
from chassis.core.ids import new_id
from contracts.base import Actor, ActorKind
from contracts.catalog import (
    DiscardRegimeDraft,
    DraftRegime,
    EnactRegime,
    GetFilingRules,
    GetRegimeDraft,
    ListRegimeDrafts,
    ListRegimes,
    Regime,
    RegimeDraft,
    RegimeDraftState,
)
from contracts.errors import ErrorCode, ServiceError
from contracts.time import VIETNAM

OTHER = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin-2")
IN_FORCE = "nd-118-2025-309-2026"
TOMORROW = today() + timedelta(days=1)


def half_past_two(catalogue: Catalogue, regime_id: str) -> Regime:
    """The regime in force with another late time, under an id of its own."""
    found = catalogue.run(regimes.list_regimes, ListRegimes()).regimes
    base = next(each for each in found if each.regime_id == IN_FORCE)
    changes = {"regime_id": regime_id, "amends": IN_FORCE, "late_reception_time": time(14, 30)}
    return base.model_copy(update=changes)


def draft(catalogue: Catalogue, regime: Regime, actor: Actor = ADMINISTRATOR, **fields: Any) -> RegimeDraft:
    request = DraftRegime(command_id=new_id(), regime=regime, note="Quyết định mẫu", **fields)
    return catalogue.run(regime_drafts.draft_regime, request, actor)


def enacted(
    catalogue: Catalogue, made: RegimeDraft, actor: Actor = OTHER, day: date = TOMORROW
) -> RegimeDraft:
    request = EnactRegime(
        command_id=new_id(),
        draft_id=made.draft_id,
        expected_revision=made.revision,
        effective_from=day,
        decision_number="12/QĐ-MẪU",
    )
    return catalogue.run(regime_drafts.enact_regime, request, actor)


def late_after(catalogue: Catalogue, day: date) -> time:
    at = datetime.combine(day, time(9), VIETNAM)
    request = GetFilingRules(procedure_code="1.004222", agency_code="H26.31.05", at=at)
    return catalogue.run(filing_rules.get_filing_rules, request).regime.late_after


def refusal(run: Any, *args: Any, **fields: Any) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        run(*args, **fields)
    return refused.value


def test_a_draft_rules_from_the_day_on_that_a_second_person_sets(catalogue: Catalogue) -> None:
    made = draft(catalogue, half_past_two(catalogue, "mau-14h30"))
    assert (made.state, made.revision, made.drafted_by) == (RegimeDraftState.DRAFT, 1, "admin-1")
    assert late_after(catalogue, TOMORROW) == time(15)
    done = enacted(catalogue, made)
    assert (done.state, done.closed_by, done.regime.effective_from) == (
        RegimeDraftState.ENACTED,
        "admin-2",
        TOMORROW,
    )
    assert [late_after(catalogue, day) for day in (today(), TOMORROW)] == [time(15), time(14, 30)]
    history = catalogue.run(
        regime_drafts.list_regime_drafts, ListRegimeDrafts(regime_id="mau-14h30"), OPERATOR
    )
    assert history.items == (done,)
    assert refusal(enacted, catalogue, done).params["guard"] == "draft_closed"


def test_who_wrote_it_cannot_enact_it_also_after_a_rewriting(catalogue: Catalogue) -> None:
    made = draft(catalogue, half_past_two(catalogue, "mau-hai-nguoi"))
    assert refusal(enacted, catalogue, made, ADMINISTRATOR).params["guard"] == "own_draft"
    again = draft(catalogue, made.regime, OTHER, draft_id=made.draft_id, expected_revision=made.revision)
    assert (again.revision, again.drafted_by) == (2, "admin-2")
    assert refusal(enacted, catalogue, again, OTHER).params["guard"] == "own_draft"
    stale = refusal(enacted, catalogue, made, ADMINISTRATOR)
    assert stale.code is ErrorCode.VERSION_STALE


def test_a_day_that_has_begun_and_a_regime_in_force_are_refused(catalogue: Catalogue) -> None:
    made = draft(catalogue, half_past_two(catalogue, "mau-hom-nay"))
    early = refusal(enacted, catalogue, made, day=today())
    assert [each.pointer for each in early.errors] == ["/effective_from"]
    over = refusal(draft, catalogue, half_past_two(catalogue, IN_FORCE).model_copy(update={"amends": None}))
    assert [each.code for each in over.errors] == ["regime_in_force"]
    lost = half_past_two(catalogue, "mau-x").model_copy(update={"amends": "nobody"})
    assert [each.pointer for each in refusal(draft, catalogue, lost).errors] == ["/regime/amends"]
    broken = half_past_two(catalogue, "mau-y").model_copy(update={"supplement_limit": -1})
    assert refusal(draft, catalogue, broken).code is ErrorCode.INVALID_REQUEST


def test_a_discarded_draft_is_closed(catalogue: Catalogue) -> None:
    made = draft(catalogue, half_past_two(catalogue, "mau-bo"))
    request = DiscardRegimeDraft(
        command_id=new_id(), draft_id=made.draft_id, expected_revision=1, reason="Không cần"
    )
    done = catalogue.run(regime_drafts.discard_regime_draft, request, ADMINISTRATOR)
    assert (done.state, done.reason) == (RegimeDraftState.DISCARDED, "Không cần")
    assert refusal(enacted, catalogue, done).params["guard"] == "draft_closed"
    again = refusal(draft, catalogue, made.regime, draft_id=made.draft_id, expected_revision=2)
    assert again.params["guard"] == "draft_closed"


@pytest.mark.parametrize("actor", [OFFICER, OPERATOR], ids=["officer", "operator"])
def test_only_administrators_write_and_only_keepers_read(catalogue: Catalogue, actor: Actor) -> None:
    assert refusal(draft, catalogue, half_past_two(catalogue, "mau-z"), actor).code is ErrorCode.FORBIDDEN
    lookup = GetRegimeDraft(draft_id="nobody")
    expected = ErrorCode.FORBIDDEN if actor is OFFICER else ErrorCode.NOT_FOUND
    assert refusal(catalogue.run, regime_drafts.get_regime_draft, lookup, actor).code is expected
