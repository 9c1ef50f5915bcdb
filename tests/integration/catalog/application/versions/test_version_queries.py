"""Queries on versions: who sees drafts, pages, differences, figures."""

from typing import Any

import pytest
from tests.support.catalog.use_cases import OFFICER, Catalogue, UseCase, draft, made_public, today
from tests.support.catalog.versions import content

from catalog.application import procedures
from catalog.application.versions import version_queries
from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.catalog import (
    CompareVersions,
    GetProcedure,
    GetPublicationFigures,
    GetVersion,
    ListVersions,
)
from contracts.errors import ErrorCode, ServiceError

POLICE = Actor(kind=ActorKind.OFFICER, account_id="o-3", agency_code="G01", roles=(OfficerRole.CATALOGUE,))


def refusal(catalogue: Catalogue, use_case: UseCase[Any, Any], request: Any, actor: Actor) -> ErrorCode:
    with pytest.raises(ServiceError) as refused:
        catalogue.run(use_case, request, actor)
    return refused.value.code


def test_drafts_are_seen_by_those_who_keep_the_catalogue(catalogue: Catalogue) -> None:
    code = "1.920004"
    version = draft(catalogue, content(code=code))
    request = GetVersion(code=code, version=version.version)
    assert catalogue.run(version_queries.get_version, request, POLICE) == version
    assert refusal(catalogue, version_queries.get_version, request, ANONYMOUS) == ErrorCode.NOT_FOUND
    assert catalogue.run(version_queries.list_versions, ListVersions(code=code), ANONYMOUS).items == ()
    assert (
        refusal(catalogue, procedures.get_procedure, GetProcedure(code=code), OFFICER) == ErrorCode.NOT_FOUND
    )


def test_two_versions_are_compared(catalogue: Catalogue) -> None:
    code = "1.920012"
    made_public(catalogue, content(code=code), today())
    made_public(catalogue, content(code=code, name="Tên khác"), today())
    request = CompareVersions(code=code, before=1, after=2)
    found = catalogue.run(version_queries.compare_versions, request, ANONYMOUS)
    assert "/name" in {place.pointer for place in found.differences}


def test_versions_are_listed_newest_first_in_pages(catalogue: Catalogue) -> None:
    code = "1.920007"
    for name in ("Một", "Hai", "Ba"):
        draft(catalogue, content(code=code, name=name))
    first = catalogue.run(version_queries.list_versions, ListVersions(code=code, limit=2), OFFICER)
    rest = catalogue.run(
        version_queries.list_versions, ListVersions(code=code, limit=2, cursor=first.next_cursor), OFFICER
    )
    assert [v.name for v in (*first.items, *rest.items)] == ["Ba", "Hai", "Một"]


def test_the_figures_count_what_was_published_under_a_decision(catalogue: Catalogue) -> None:
    made_public(catalogue, content(code="1.920008"), today())
    request = GetPublicationFigures(from_day=today(), to_day=today(), agency_code="G15")
    found = catalogue.run(version_queries.get_publication_figures, request, ANONYMOUS)
    assert found.published >= 1
    assert (found.decided_in_time, found.publicised_in_time) == (0, found.published)
    assert found.complete == found.published
