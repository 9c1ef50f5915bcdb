"""What an immediate result hands to each of the actions that it is made of."""

import pytest
from tests.contract.filled import Filled
from tests.support.dossiers.samples import ACT, action_context, file, files, law, officer, submitted

from contracts import dossiers as contract
from contracts.base import OfficerRole
from contracts.catalog import ResultKind
from contracts.dossiers import Accept, DossierCommand, IssueResult, ReturnResult, ServeAtOnce
from contracts.errors import ServiceError
from dossiers.domain.actions import immediate_result
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.state_machine import Transition

COMPLETE = ServeAtOnce.model_validate(Filled(ServeAtOnce.model_json_schema()).value)
PARTS: dict[str, type[DossierCommand]] = {
    "accept": Accept,
    "issue_result": IssueResult,
    "return_result": ReturnResult,
}


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> dict[type[DossierCommand], DossierCommand]:
    """The request of each part of an immediate result in which every field is given."""
    requests: dict[type[DossierCommand], DossierCommand] = {}

    def part(dossier: DossierState, request: DossierCommand, _: ActionContext, **__: object) -> Transition:
        requests[type(request)] = request
        return Transition(dossier).record(contract.ACCEPTED)

    for name in PARTS:
        monkeypatch.setattr(immediate_result, name, part)
    dossier = submitted().model_copy(update={"immediate": True})
    context = action_context("2026-04-20 09:00", law(immediate=True))
    immediate_result.serve_at_once(dossier, COMPLETE, context, code="C-1", files={})
    return requests


@pytest.mark.parametrize("part", PARTS.values())
def test_every_field_that_a_part_has_too_arrives_there(
    handed: dict[type[DossierCommand], DossierCommand], part: type[DossierCommand]
) -> None:
    request = handed[part]
    shared = part.model_fields.keys() & ServeAtOnce.model_fields.keys()
    arrived = {
        name
        for name in request.model_fields_set & shared
        if getattr(request, name) == getattr(COMPLETE, name)
    }
    assert not shared - arrived, f"{part.__name__} does not get these fields of the immediate result"


def test_every_field_arrives_somewhere() -> None:
    known = {name for part in PARTS.values() for name in part.model_fields}
    assert not ServeAtOnce.model_fields.keys() - known


@pytest.mark.parametrize(("typed", "code"), [(None, "required"), ("XXXX", "unknown")])
def test_it_names_the_kind_of_its_result_where_there_are_several(typed: str | None, code: str) -> None:
    kinds = tuple(ResultKind(code=each, name="Kết quả") for each in ("KQ.1", "KQ.2"))
    of = law(immediate=True, results=kinds)
    context = action_context("2026-04-20 09:00", of, officer(OfficerRole.RECEPTION, OfficerRole.PROCESSING))
    request = ServeAtOnce(**ACT, file_id="r1", recipient="A", result_code=typed)
    dossier = submitted("2026-04-20 08:00", of)
    known = files(file("r1", owner_id="officer-1"))
    with pytest.raises(ServiceError) as refusal:
        immediate_result.serve_at_once(dossier, request, context, code="C-1", files=known)
    assert [(wrong.pointer, wrong.code) for wrong in refusal.value.errors] == [("/result_code", code)]
    named = request.model_copy(update={"result_code": "kq.2"})
    done = immediate_result.serve_at_once(dossier, named, context, code="C-1", files=known).dossier
    assert done.result is not None
    assert done.result.result_code == "KQ.2"
