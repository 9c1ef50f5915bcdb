"""A result that could not be sealed is refused by every action that would issue it, while the officer is there."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tests.support.dossiers.office import FREE, OFFICER, LocalOffice, laws, through_processing

from contracts.base import OfficerRole
from contracts.catalog import ResultKind, WorkflowStep
from contracts.dossiers import Dossier, DossierAction, ResultOutcome
from contracts.error_messages import SEAL_DEFECTS
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.actions import COMMANDS

A = DossierAction
STEP = WorkflowStep(code="in", name="In", role=OfficerRole.PROCESSING, hours=8, order=1, result_code="KQ.1")


def processed(office: LocalOffice) -> Dossier:
    done, file_id = through_processing(office, office.submit()), office.store_file(OFFICER)
    return office.act(A.ISSUE_RESULT, done, outcome=ResultOutcome.APPROVED, file_id=file_id)


def with_error(office: LocalOffice) -> Dossier:
    return office.act(A.RECORD_ERROR, processed(office), kind="error", description="Sai", apology="Xin lỗi")


def at_once(office: LocalOffice) -> Dossier:
    return _under(office, immediate=True)


def at_step(office: LocalOffice) -> Dossier:
    filed = _under(office, steps=(STEP,), results=(ResultKind(code="KQ.1", name="Kết quả"),))
    return office.act(A.START_PROCESSING, office.act(A.ACCEPT, filed))


def _under(office: LocalOffice, **changes: Any) -> Dossier:
    usual = laws()[FREE]
    procedure = usual.procedure.model_copy(update=changes)
    office.neighbours.laws[FREE] = usual.replace({"procedure": procedure})
    return office.submit()


ISSUING: Mapping[DossierAction, tuple[Callable[[LocalOffice], Dossier], dict[str, Any]]] = {
    A.ISSUE_RESULT: (
        lambda office: through_processing(office, office.submit()),
        {"outcome": ResultOutcome.APPROVED},
    ),
    A.PROPOSE_RESULT: (
        lambda office: through_processing(office, office.submit()),
        {"outcome": ResultOutcome.APPROVED},
    ),
    A.CORRECT_RESULT: (with_error, {}),
    A.SERVE_AT_ONCE: (at_once, {"recipient": "An"}),
    A.COMPLETE_STEP: (at_step, {"step_code": "in"}),
}
"""Every action that takes the file of a result: a dossier that stands before it, and its other fields."""


def test_every_action_with_the_file_of_a_result_is_tried() -> None:
    with_file = {row.action for row in COMMANDS.values() if "file_id" in row.method.request.model_fields}
    assert with_file == ISSUING.keys()


@pytest.mark.parametrize("defect", SEAL_DEFECTS)
@pytest.mark.parametrize("action", ISSUING)
def test_a_result_that_cannot_be_sealed_is_refused(
    office: LocalOffice, action: DossierAction, defect: str
) -> None:
    stand, fields = ISSUING[action]
    dossier, file_id = stand(office), office.store_file(OFFICER)
    known = office.neighbours.files[file_id]
    office.neighbours.files[file_id] = known.model_copy(update={"seal_defect": defect})
    with pytest.raises(ServiceError) as refused:
        office.act(action, dossier, file_id=file_id, **fields)
    assert (refused.value.code, refused.value.params["defect"]) == (ErrorCode.FILE_NOT_SEALABLE, defect)
    assert office.read(dossier).version == dossier.version, "nothing was issued"
    office.neighbours.files[file_id] = known
    assert office.act(action, dossier, file_id=file_id, **fields).version > dossier.version


def test_a_file_that_nobody_has_opened_is_not_issued(office: LocalOffice) -> None:
    dossier, file_id = through_processing(office, office.submit()), office.store_file(OFFICER)
    known = office.neighbours.files[file_id]
    office.neighbours.files[file_id] = known.model_copy(update={"pages": None})
    with pytest.raises(ServiceError, match="file_not_usable"):
        office.act(A.ISSUE_RESULT, dossier, outcome=ResultOutcome.APPROVED, file_id=file_id)


def test_a_refusal_may_have_a_file_that_is_not_sealed(office: LocalOffice) -> None:
    dossier, file_id = through_processing(office, office.submit()), office.store_file(OFFICER)
    known = office.neighbours.files[file_id]
    office.neighbours.files[file_id] = known.model_copy(update={"seal_defect": "damaged"})
    done = office.act(
        A.ISSUE_RESULT, dossier, outcome=ResultOutcome.REFUSED, reason="Không đủ điều kiện", file_id=file_id
    )
    assert done.results[0].file_id == file_id
