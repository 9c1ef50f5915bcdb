"""Sync out at the gateway: only administrators see how our dossiers stand with the national portal."""

from __future__ import annotations

from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.walk.gateway_client import User


def test_where_nothing_is_pushed_the_list_is_empty(case: DossierCase, administrator: User) -> None:
    dossier_id = case.accepted()["dossier_id"]
    assert administrator.get("/v1/sync/pushes")["items"] == []
    answer = administrator.send("POST", f"/v1/sync/pushes/{dossier_id}/again", key="again")
    assert_problem(answer, 404, "not_found")


def test_others_are_refused(citizen: User, desk: User) -> None:
    for person in (citizen, desk):
        assert_problem(person.send("GET", "/v1/sync/pushes"), 403, "forbidden")
