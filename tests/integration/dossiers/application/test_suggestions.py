"""Suggestions of machines: stored apart, shown to the office alone, named by acts, counted."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from bson import json_util
from tests.support.dossiers.office import DESK, OFFICER, LocalOffice, received
from tests.support.dossiers.refusals import refused

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from chassis.storage.event_log import entries, verify
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.dossiers import ActSuggestion, Dossier, DossierAction, SuggestionOutcome
from contracts.errors import ErrorCode
from contracts.time import local_day
from dossiers.application.erasure import erase_person_key
from dossiers.domain.suggestions import MOST
from dossiers.repository.suggestions import SuggestionRepository

MACHINE = Actor(kind=ActorKind.SYSTEM, account_id="machine", agency_code="H26")
REASON = "chữ ký của bà Nguyễn Thị Kín không khớp"
SUGGESTED: dict[str, Any] = {
    "kind": "accept", "source": "Trợ lý", "source_version": "3.1", "confidence": 0.75, "reasons": (REASON,),
}  # fmt: skip


def suggest(office: LocalOffice, of: Dossier, **fields: Any) -> ActSuggestion:
    made: ActSuggestion = office.call(
        "suggest_act", MACHINE, dossier_id=of.dossier_id, **(SUGGESTED | fields)
    )
    return made


def listed(office: LocalOffice, of: Dossier, actor: Actor = OFFICER) -> tuple[ActSuggestion, ...]:
    items: tuple[ActSuggestion, ...] = office.call("list_suggestions", actor, dossier_id=of.dossier_id).items
    return items


def test_a_suggestion_changes_nothing_of_the_dossier(office: LocalOffice) -> None:
    dossier = office.submit()
    before = office.read(dossier)
    made = suggest(office, dossier)
    assert office.read(dossier) == before
    assert len(entries(office.database, dossier.dossier_id)) == before.version
    assert listed(office, dossier) == (made,)
    assert (made.about_version, made.proposed_by, made.outcome) == (
        before.version,
        "machine",
        SuggestionOutcome.OPEN,
    )


def test_an_act_names_it_in_the_log_and_settles_it(office: LocalOffice) -> None:
    dossier = office.submit()
    made = suggest(office, dossier)
    accepted = office.act(DossierAction.ACCEPT, dossier, suggestion_id=made.suggestion_id)
    entry = entries(office.database, dossier.dossier_id)[-1]
    assert entry.payload["suggestion_id"] == made.suggestion_id
    verify(office.database, dossier.dossier_id, accepted.version)
    (settled,) = listed(office, dossier)
    assert (settled.outcome, settled.act, settled.reasons) == (
        SuggestionOutcome.FOLLOWED,
        DossierAction.ACCEPT,
        (REASON,),
    )
    again = refused(
        ErrorCode.INVALID_REQUEST,
        lambda: office.act(DossierAction.ASSIGN, accepted, unit="HT", suggestion_id=made.suggestion_id),
    )
    assert again.errors[0].code == "suggestion_settled"


def test_an_act_that_is_refused_settles_nothing(office: LocalOffice) -> None:
    dossier = received(office)
    made = suggest(office, dossier)
    refused(
        ErrorCode.ILLEGAL_TRANSITION,
        lambda: office.act(DossierAction.ACCEPT, dossier, suggestion_id=made.suggestion_id),
    )
    assert listed(office, dossier)[0].outcome is SuggestionOutcome.OPEN


def test_an_act_names_no_suggestion_of_another_dossier(office: LocalOffice) -> None:
    made, dossier = suggest(office, office.submit()), office.submit()
    for suggestion_id in (made.suggestion_id, new_id()):
        fields: dict[str, Any] = {"suggestion_id": suggestion_id}
        wrong = refused(
            ErrorCode.INVALID_REQUEST, partial(office.act, DossierAction.ACCEPT, dossier, **fields)
        )
        assert (wrong.errors[0].pointer, wrong.errors[0].code) == ("/suggestion_id", "unknown_suggestion")
    assert office.read(dossier).version == dossier.version


def test_the_citizen_is_shown_nothing_of_it(office: LocalOffice) -> None:
    dossier = office.submit()
    made = suggest(office, dossier)
    accepted = office.act(DossierAction.ACCEPT, dossier, suggestion_id=made.suggestion_id)
    refused(ErrorCode.FORBIDDEN, lambda: listed(office, dossier, office.citizen))
    shown = (
        office.read(accepted, office.citizen),
        office.call("get_history", office.citizen, dossier_id=dossier.dossier_id),
        office.call("get_record", Actor(kind=ActorKind.SERVICE, name="sync"), dossier_id=dossier.dossier_id),
    )
    text = "".join(each.model_dump_json() for each in shown)
    assert dossier.dossier_id in text
    assert not [each for each in (made.suggestion_id, REASON, "Trợ lý") if each in text]


def test_it_is_hidden_as_the_dossier_is(office: LocalOffice) -> None:
    dossier = office.submit()
    suggest(office, dossier)
    elsewhere = office.hire(OfficerRole.RECEPTION, OfficerRole.LEADER, agency="H26.31.06")
    refused(ErrorCode.NOT_FOUND, lambda: listed(office, dossier, elsewhere))
    foreign = MACHINE.model_copy(update={"agency_code": "G01"})
    refused(
        ErrorCode.NOT_FOUND,
        lambda: office.call("suggest_act", foreign, dossier_id=dossier.dossier_id, **SUGGESTED),
    )
    refused(
        ErrorCode.FORBIDDEN,
        lambda: office.call("suggest_act", DESK, dossier_id=dossier.dossier_id, **SUGGESTED),
    )


def test_a_program_that_repeats_itself_does_not_fill_the_store(
    office: LocalOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = office.submit()
    suggest(office, dossier)
    monkeypatch.setattr(SuggestionRepository, "count", lambda *_: MOST)
    wrong = refused(ErrorCode.INVALID_REQUEST, lambda: suggest(office, dossier))
    assert wrong.errors[0].code == "too_many_suggestions"


def test_its_words_are_encrypted_with_the_key_of_the_person(office: LocalOffice) -> None:
    dossier = office.submit()
    suggest(office, dossier, kind="request_supplement", items=(REASON,), components=("cho_o",))
    suggest(office, dossier)
    names = office.database.list_collection_names()
    stored = json_util.dumps({name: list(office.database[name].find()) for name in names}, ensure_ascii=False)
    assert "cho_o" in stored
    assert REASON not in stored
    erase_person_key(office.deps.store, office.citizen.account_id)
    erased = office.deps.store.repository(SuggestionRepository).of_dossier(dossier.dossier_id, MOST)
    assert [(each.reasons, each.items) for each in erased] == [((), ()), ((), ())]


def test_the_head_of_the_agency_sees_what_became_of_them(office: LocalOffice, head: Actor) -> None:
    source = f"Trợ lý {new_id()}"
    today = local_day(utcnow())
    days: dict[str, Any] = {"from_day": today, "to_day": today}
    for departs in (False, True, None):
        dossier = office.submit()
        made = suggest(office, dossier, source=source)
        if departs is not None:
            action = DossierAction.REFUSE_RECEPTION if departs else DossierAction.ACCEPT
            reason = {"reason": "Sai thẩm quyền"} if departs else {}
            office.act(action, dossier, DESK, suggestion_id=made.suggestion_id, **reason)
    suggest(office, dossier, source=source, kind="route", unit="HT")
    figures = office.call("get_suggestion_figures", head, **days).figures
    assert [
        (each.kind.value, each.followed, each.departed, each.open)
        for each in figures
        if each.source == source
    ] == [("accept", 1, 1, 1), ("route", 0, 0, 1)]
    refused(ErrorCode.FORBIDDEN, lambda: office.call("get_suggestion_figures", DESK, **days))
    elsewhere = office.hire(OfficerRole.LEADER, agency="H26.31.78")
    assert office.call("get_suggestion_figures", elsewhere, **days).figures == ()
