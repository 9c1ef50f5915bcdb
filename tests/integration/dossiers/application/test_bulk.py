"""One action on many dossiers: each done or refused by itself, none twice."""

from typing import Any

import pytest
from tests.support.dossiers.office import LocalOffice, received
from tests.support.dossiers.refusals import refused

from chassis.core.ids import new_id
from contracts.base import Actor
from contracts.dossiers import Dossier, DossierAction
from contracts.errors import ErrorCode


def many(
    office: LocalOffice, actor: Actor, action: DossierAction, dossiers: list[Dossier], **fields: Any
) -> Any:
    items = [{"dossier_id": one.dossier_id, "expected_version": one.version} for one in dossiers]
    return office.call("act_on_many", actor, action=action.value, items=items, **fields)


def test_of_many_each_is_done_or_refused_by_itself(office: LocalOffice, me: Actor, other: Actor) -> None:
    good = [received(office) for _ in range(3)]
    taken = office.act(DossierAction.CLAIM, received(office), other)
    stale = office.act(DossierAction.START_PROCESSING, received(office)).model_copy(update={"version": 1})
    results = many(office, me, DossierAction.CLAIM, [*good, taken, stale])
    assert (results.done, results.refused) == (3, 2)
    assert [result.done for result in results.results] == [True, True, True, False, False]
    assert [result.error_code for result in results.results[3:]] == ["guard_failed", "version_stale"]
    assert "hồ sơ đã có người xử lý" in results.results[3].detail


def test_the_words_of_a_refusal_are_the_callers(office: LocalOffice, me: Actor, other: Actor) -> None:
    taken = office.act(DossierAction.CLAIM, received(office), other)
    item = {"dossier_id": taken.dossier_id, "expected_version": taken.version}
    answer = office.call("act_on_many", me, "en", action="claim", items=[item])
    assert "the dossier is in somebody's hands" in answer.results[0].detail


def test_repeated_what_was_done_is_not_done_again(office: LocalOffice, me: Actor, other: Actor) -> None:
    good, command_id = [received(office) for _ in range(2)], new_id()
    taken = office.act(DossierAction.CLAIM, received(office), other)
    first = many(office, me, DossierAction.CLAIM, [*good, taken], command_id=command_id)
    office.act(DossierAction.RELEASE, taken, other)
    assert many(office, me, DossierAction.CLAIM, [*good, taken], command_id=command_id) == first
    assert [office.read(one).version for one in good] == [one.version + 1 for one in good]
    mismatch = lambda: many(office, me, DossierAction.CLAIM, good, command_id=command_id)  # noqa: E731
    refused(ErrorCode.IDEMPOTENCY_MISMATCH, mismatch)


def test_what_is_cut_off_goes_on_when_repeated(office: LocalOffice, me: Actor) -> None:
    """The first run had done one of two when it ended: the repetition finishes, and does none twice."""
    good, command_id = [received(office) for _ in range(2)], new_id()
    many(office, me, DossierAction.CLAIM, good[:1], command_id=command_id)
    office.database.commands.delete_one({"_id": {"$regex": f"act_on_many {command_id}$"}})
    results = many(office, me, DossierAction.CLAIM, good, command_id=command_id)
    assert (results.done, results.refused) == (2, 0)
    assert [office.read(one).version for one in good] == [one.version + 1 for one in good]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"nothing": 1}, "/fields/nothing"),
        ({"note": 5}, "/fields/note"),
        ({"expected_version": 3}, "/fields/expected_version"),
    ],
)
def test_fields_that_the_act_has_not_refuse_the_whole(
    office: LocalOffice, me: Actor, fields: dict[str, Any], pointer: str
) -> None:
    dossier = received(office)
    wrong = refused(
        ErrorCode.INVALID_REQUEST, lambda: many(office, me, DossierAction.RELEASE, [dossier], fields=fields)
    )
    assert wrong.errors[0].pointer == pointer
