"""The life of a version, and which one is in force on which day."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.catalog.versions import NOW, TODAY, content, decision, imported, public

from catalog.domain.versions import lifecycle as rules
from catalog.domain.versions.guards import VersionGuard, with_guard_text
from contracts.catalog import Decision, ProcedureSource, ProcedureVersion, VersionState
from contracts.errors import ErrorCode, ServiceError

DAY = timedelta(days=1)


def draft(**changes: Any) -> ProcedureVersion:
    return rules.new_draft(content(**changes), 2, NOW)


def refused_by(guard: VersionGuard, error: ServiceError) -> bool:
    return error.code is ErrorCode.GUARD_FAILED and error.params["reason"] == guard.value


def test_a_version_walks_through_its_life() -> None:
    proposed = rules.propose(draft(), decision(), NOW)
    published = rules.publish(proposed, NOW)
    walked = rules.publicise(published, [imported()], NOW)
    assert [v.revision for v in (proposed, published, walked)] == [2, 3, 4]
    assert walked.state is VersionState.PUBLIC
    assert (walked.proposed_at, walked.published_at, walked.publicised_at) == (NOW, NOW, NOW)
    assert walked.content.decision_number == "01/QĐ-MAU"


def test_what_is_drafted_here_is_of_our_strongest_source() -> None:
    assert draft(source=ProcedureSource.NATIONAL_LIST).content.source is ProcedureSource.DECISION


def test_only_a_draft_is_rewritten() -> None:
    proposed = rules.propose(draft(), decision(), NOW)
    with pytest.raises(ServiceError) as refusal:
        rules.redraft(proposed, content(name="Tên khác"))
    assert refused_by(VersionGuard.WRONG_STATE, refusal.value)


def test_an_incomplete_draft_is_not_proposed_and_every_missing_part_is_named() -> None:
    with pytest.raises(ServiceError) as refusal:
        rules.propose(draft(sequence=(), agencies=()), decision(), NOW)
    assert refused_by(VersionGuard.INCOMPLETE, refusal.value)
    assert [error.pointer for error in refusal.value.errors] == ["/content/sequence", "/content/agencies"]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        (decision(TODAY + DAY, TODAY + DAY), "/decision/decided_on"),
        (decision(TODAY - DAY, TODAY), "/decision/effective_from"),
    ],
    ids=["of tomorrow", "effective before it was made"],
)
def test_a_decision_that_cannot_be_is_refused(wrong: Decision, pointer: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        rules.propose(draft(), wrong, NOW)
    assert [error.pointer for error in refusal.value.errors] == [pointer]


def test_a_draft_is_not_published_without_a_decision() -> None:
    with pytest.raises(ServiceError) as refusal:
        rules.publish(draft(), NOW)
    assert refused_by(VersionGuard.WRONG_STATE, refusal.value)


def test_what_would_never_be_in_force_is_not_made_public() -> None:
    late = public(2, TODAY - DAY, state=VersionState.PUBLISHED)
    with pytest.raises(ServiceError) as refusal:
        rules.publicise(late, [public(3, TODAY)], NOW)
    assert refused_by(VersionGuard.LATER_IN_FORCE, refusal.value)


def test_a_version_may_come_before_one_of_later_days() -> None:
    earlier = public(3, TODAY + DAY, state=VersionState.PUBLISHED)
    later = public(2, TODAY + 2 * DAY)
    walked = rules.publicise(earlier, [later], NOW)
    assert [rules.in_force([walked, later], TODAY + n * DAY) for n in (1, 2)] == [walked, later]


def test_a_decided_abolition_is_not_undone_by_a_version_before_it() -> None:
    ending = public(1, TODAY - DAY, ended_on=TODAY + 5 * DAY)
    with pytest.raises(ServiceError) as refusal:
        rules.publicise(public(2, TODAY + DAY, state=VersionState.PUBLISHED), [ending], NOW)
    assert refused_by(VersionGuard.ABOLITION_DECIDED, refusal.value)


def test_the_version_before_is_in_force_until_the_day_comes() -> None:
    old, new = imported(), public(2, TODAY + DAY)
    assert rules.in_force([old, new], TODAY) is old
    assert rules.in_force([old, new], TODAY + DAY) is new
    assert rules.next_roll_over([old, new], TODAY) == TODAY + DAY


def test_what_is_replaced_ends_on_the_first_day_of_the_next() -> None:
    old, new = imported(), public(2, TODAY)
    (replaced,) = rules.ended_versions([old, new], TODAY)
    assert (replaced.version, replaced.state, replaced.ended_on) == (1, VersionState.REPLACED, TODAY)
    assert replaced.revision == old.revision + 1


def test_an_abolished_procedure_is_in_force_until_its_day() -> None:
    ending = rules.abolish(imported(), decision(TODAY + DAY), "Hết căn cứ", [], NOW)
    assert ending.state is VersionState.PUBLIC
    assert rules.in_force([ending], TODAY) is ending
    assert rules.in_force([ending], TODAY + DAY) is None
    (over,) = rules.ended_versions([ending], TODAY + DAY)
    assert over.state is VersionState.ABOLISHED
    assert rules.ended_versions([ending], TODAY) == ()


@pytest.mark.parametrize("later", [public(2, TODAY), public(2, TODAY + 9 * DAY)], ids=["today", "to come"])
def test_only_the_last_public_version_is_abolished(later: ProcedureVersion) -> None:
    with pytest.raises(ServiceError) as refusal:
        rules.abolish(imported(), decision(TODAY + DAY), "Hết căn cứ", [later], NOW)
    assert refused_by(VersionGuard.NOT_THE_LAST, refusal.value)


def test_nothing_is_abolished_twice() -> None:
    ending = public(1, TODAY - DAY, ended_on=TODAY + DAY)
    with pytest.raises(ServiceError) as refusal:
        rules.abolish(ending, decision(), "Hết căn cứ", [], NOW)
    assert refused_by(VersionGuard.WRONG_STATE, refusal.value)


def test_our_first_version_stands_for_the_time_before_it() -> None:
    first = imported()
    assert rules.in_force([first], date(2018, 6, 21)) is first


def test_a_later_one_without_a_decision_begins_when_we_got_it() -> None:
    assert rules.begins_on(imported(2)) == TODAY


def test_a_refusal_is_told_in_the_language_of_the_caller() -> None:
    with pytest.raises(ServiceError) as refusal:
        rules.publish(draft(), NOW)
    assert with_guard_text(refusal.value, "en").params["reason"] == "the version is not in the state for it"
    assert "đã qua bước" in with_guard_text(refusal.value, "vi").params["reason"]


@given(
    days=st.lists(st.integers(-30, 30), min_size=1, max_size=6),
    ends_after=st.none() | st.integers(0, 10),
    on=st.integers(-40, 40),
)
def test_turning_changes_nobody_in_force(days: list[int], ends_after: int | None, on: int) -> None:
    """Whenever the timer runs, each day has the same version in force as before it ran; twice is once."""
    versions = [public(number, TODAY + days_ * DAY) for number, days_ in enumerate(days, start=1)]
    last = rules.last_public(versions)
    assert last is not None
    if ends_after is not None:
        ended_on = rules.begins_on(last) + ends_after * DAY
        versions = [v.model_copy(update={"ended_on": ended_on}) if v is last else v for v in versions]
    turned = {v.version: v for v in rules.ended_versions(versions, TODAY + on * DAY)}
    after = [turned.get(v.version, v) for v in versions]
    for day in {*map(rules.begins_on, versions), TODAY + on * DAY, *(v.ended_on or TODAY for v in versions)}:
        before_, after_ = (rules.in_force(each, day) for each in (versions, after))
        assert (before_ and before_.version) == (after_ and after_.version)
    assert rules.ended_versions(after, TODAY + on * DAY) == ()
