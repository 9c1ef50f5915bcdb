"""An applicant without account is told by the contact that the desk wrote down, and has no inbox."""

from typing import Any, TypeVar

import pytest
from tests.integration.notifications.application.conftest import NotificationsApplication
from tests.integration.notifications.people import accepted_dossier
from tests.support.events import make_event

from chassis.core.ids import new_id
from contracts import dossiers
from contracts.base import Model
from contracts.dossiers import ACCEPTED, CONSULTATION_REQUESTED, Applicant, Dossier, DossierRecord
from contracts.events import AnyEvent
from contracts.notifications import MESSAGE_FAILED, MessageFailed
from notifications.domain.audience import audience, is_for_applicant_without_account

ModelT = TypeVar("ModelT", bound=Model)


def construct(model: type[ModelT], **fields: Any) -> ModelT:
    """With these fields only: the others are not read."""
    make: Any = model.model_construct
    made: ModelT = make(**fields)
    return made


def informed(application: NotificationsApplication, applicant: Applicant) -> AnyEvent:
    dossier_id = new_id()
    payload = accepted_dossier(dossier_id, "x").model_copy(update={"applicant_id": None, "follower_ids": ()})
    event = make_event(ACCEPTED, dossier_id, payload)

    answer = construct(DossierRecord, dossier=construct(Dossier, applicant=applicant))
    application.client.answers(dossiers.get_record, lambda _: answer)
    application.notify(event)
    return event


def test_the_contact_of_the_desk_is_used(application: NotificationsApplication) -> None:
    applicant = Applicant(full_name="Bùi Thị Mẫu", email="bui.thi@example.vn")
    row = application.rows(informed(application, applicant))
    assert set(row) == {"email"}
    assert row["email"]["address"] == "bui.thi@example.vn"
    assert "Kính gửi Ông/Bà Bùi Thị Mẫu" in row["email"]["body"]


def test_who_left_no_contact_is_told_nothing(application: NotificationsApplication) -> None:
    assert application.rows(informed(application, Applicant(full_name="Bùi Thị Mẫu"))) == {}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"applicant_id": None, "follower_ids": ()}, True),
        ({"applicant_id": "an", "follower_ids": ("an",)}, False),
        ({"applicant_id": None, "follower_ids": ("an",)}, False),
    ],
)
def test_only_where_nobody_follows(changed: dict[str, object], expected: bool) -> None:
    dossier_id = new_id()
    payload = accepted_dossier(dossier_id, "x").model_copy(update=changed)
    event = make_event(ACCEPTED, dossier_id, payload)
    assert is_for_applicant_without_account(event) is expected
    inner = event.model_copy(update={"type": CONSULTATION_REQUESTED.name})
    assert is_for_applicant_without_account(inner) is False


def test_a_message_that_did_not_reach_such_a_person_is_told_to_nobody() -> None:
    payload = MessageFailed(
        message_id="m1", account_id="dossier:d1", channel="email", template="t", reason="smtp 550"
    )
    assert audience(make_event(MESSAGE_FAILED, "m1", payload)).account_ids == ()
