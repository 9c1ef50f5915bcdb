"""What notifications gives of a person and erases, and which notices rest on consent."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.integration.notifications.application.conftest import NotificationsApplication
from tests.integration.notifications.people import PEOPLE, accepted_dossier
from tests.support.events import make_event

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import accounts
from contracts.accounts import Contacts, ProfileUpdated
from contracts.base import Actor, ActorKind
from contracts.dossiers import DUE_SOON, DeadlineEvent
from contracts.notifications import INBOX
from contracts.personal_data import ErasePerson, ExportPerson, RetentionGround
from notifications.application import personal_data

ACCOUNTS = Context.new(Actor(kind=ActorKind.SERVICE, name="accounts"))


def exported(application: NotificationsApplication, person: str) -> list[Any]:
    """All messages, part by part."""
    found: list[Any] = []
    request = ExportPerson(account_id=person)
    while True:
        part = personal_data.export_person(application.store, request, ACCOUNTS)
        found += [json.loads(entry.text) for entry in part.entries]
        if part.next_cursor is None:
            return found
        request = request.model_copy(update={"cursor": part.next_cursor})


def test_messages_about_a_dossier_stay_and_others_go(application: NotificationsApplication) -> None:
    person = "hoa"
    about_dossier = application.accepted(person)
    about_account = make_event(accounts.PROFILE_UPDATED, new_id(), ProfileUpdated(account_id=person))
    application.enqueue(about_account, person)
    shown = exported(application, person)
    assert {each["message_id"] for each in shown} >= {
        row["_id"] for event in (about_dossier, about_account) for row in application.rows(event).values()
    }
    assert all(each["subject"] for each in shown)
    surveyed = personal_data.erase_person(
        application.store, ErasePerson(account_id=person, survey=True), ACCOUNTS
    )
    assert application.rows(about_account)
    erased = personal_data.erase_person(application.store, ErasePerson(account_id=person), ACCOUNTS)
    assert erased == surveyed
    (retained,) = erased.retained
    assert retained.ground is RetentionGround.NOTICE_EVIDENCE
    assert not application.rows(about_account)
    assert application.rows(about_dossier)
    again = personal_data.erase_person(application.store, ErasePerson(account_id=person), ACCOUNTS)
    assert again.erased == ()


Agree = Callable[[bool | None], None]


@pytest.fixture
def agree(application: NotificationsApplication) -> Agree:
    """What accounts says of a person's consent from now on."""

    def answer(agrees: bool | None) -> None:
        contact = PEOPLE["an"].model_copy(update={"optional_notices": agrees})
        application.client.answers(accounts.get_contacts, lambda _: Contacts(contacts=(contact,)))

    return answer


@pytest.mark.parametrize(
    ("what", "agrees", "by_mail"),
    [
        ("supplement", False, False),
        ("supplement", True, True),
        ("supplement", None, True),
        ("payment", False, False),
    ],
)
def test_a_reminder_of_an_own_deadline_goes_by_mail_only_with_consent(
    application: NotificationsApplication, agree: Agree, what: str, agrees: bool | None, by_mail: bool
) -> None:
    agree(agrees)
    dossier_id = new_id()
    fields = accepted_dossier(dossier_id, "an").model_dump()
    event = make_event(DUE_SOON, dossier_id, DeadlineEvent(**fields, what=what, deadline=utcnow()))
    application.notify(event)
    channels = set(application.rows(event))
    assert INBOX in channels
    assert ("email" in channels) is by_mail


def test_a_notice_of_the_law_goes_without_consent(
    application: NotificationsApplication, agree: Agree
) -> None:
    agree(False)
    event = application.accepted("an")
    assert "email" in application.rows(event)
