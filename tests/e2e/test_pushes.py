"""Sync out at the gateway: only administrators see how our dossiers stand with the national portal."""

from __future__ import annotations

from tests.e2e.refusals import assert_refused
from tests.e2e.stages import Town

from local.walk.portal import Person


def test_where_nothing_is_pushed_the_list_is_empty(town: Town, administrator: Person) -> None:
    dossier_id = town.accepted()["dossier_id"]
    assert administrator.get("/v1/sync/pushes")["items"] == []
    answer = administrator.send("POST", f"/v1/sync/pushes/{dossier_id}/again", key="again")
    assert_refused(answer, 404, "not_found")


def test_others_are_refused(citizen: Person, desk: Person) -> None:
    for person in (citizen, desk):
        assert_refused(person.send("GET", "/v1/sync/pushes"), 403, "forbidden")
