"""The search thesaurus: who saves it, and that the next search of every process follows it."""

from typing import Any

import pytest
from tests.support.catalog.national_rows import list_row
from tests.support.catalog.use_cases import ADMINISTRATOR, OFFICER, OPERATOR, Catalogue

from catalog import starter
from catalog.application import seeding
from catalog.application.search import queries, thesaurus
from chassis.core.ids import new_id
from chassis.core.pagination import encode_cursor
from contracts.base import ANONYMOUS, Actor, ActorKind
from contracts.catalog import (
    CommonProcedure,
    GetSearchThesaurus,
    ProcedureSearchResults,
    SaveSearchThesaurus,
    SearchProcedures,
    SearchThesaurus,
    SeedStarter,
    SuggestProcedures,
    Synonym,
)
from contracts.errors import ErrorCode, ServiceError


@pytest.fixture
def catalogue(empty_catalogue: Catalogue) -> Catalogue:
    empty_catalogue.import_list(
        list_row(code="1.970001", name="Cấp giấy chứng nhận nuôi ong lấy mật"),
        list_row(code="1.970002", name="Cấp giấy chứng nhận nuôi tằm"),
        ref="thesaurus",
    )
    return empty_catalogue


def current(catalogue: Catalogue) -> SearchThesaurus:
    return catalogue.run(thesaurus.get_search_thesaurus, GetSearchThesaurus())


def save(catalogue: Catalogue, version: int, actor: Actor = ADMINISTRATOR, **content: Any) -> SearchThesaurus:
    content = {"synonyms": (), **content}
    command = SaveSearchThesaurus(command_id=new_id(), expected_version=version, **content)
    return catalogue.run(thesaurus.save_search_thesaurus, command, actor)


def ask(catalogue: Catalogue, q: str, **request: Any) -> ProcedureSearchResults:
    return catalogue.run_indexed(queries.search_procedures, SearchProcedures(q=q, **request))


def honey(term: str) -> Synonym:
    return Synonym(terms=(term,), means=("nuôi ong lấy mật",))


def test_the_next_search_of_every_process_follows_what_was_saved(catalogue: Catalogue) -> None:
    replicas = (catalogue, Catalogue(catalogue.store))
    assert [ask(replica, "trại mộc").items for replica in replicas] == [(), ()]
    saved = save(catalogue, current(catalogue).version, synonyms=(honey("trại mộc"),))
    for replica in replicas:
        answer = ask(replica, "trại mộc")
        assert [item.code for item in answer.items][:1] == ["1.970001"]
        assert answer.interpreted_as == "nuôi ong lấy mật"
    suggested = catalogue.run_indexed(queries.suggest_procedures, SuggestProcedures(q="trại mộc")).suggestions
    assert suggested[0].code == "1.970001"
    save(catalogue, saved.version, common=(CommonProcedure(code="1.970002", weight=3),))
    assert [item.code for item in ask(catalogue, "chứng nhận nuôi").items][:1] == ["1.970002"]
    assert ask(catalogue, "trại mộc").items == ()


def test_each_saving_is_the_next_version_of_what_was_seen(catalogue: Catalogue) -> None:
    version = current(catalogue).version
    saved = save(catalogue, version, synonyms=(honey("mật"),))
    assert (saved.version, current(catalogue)) == (version + 1, saved)
    with pytest.raises(ServiceError) as refused:
        save(catalogue, version, synonyms=())
    assert refused.value.code == ErrorCode.VERSION_STALE
    assert current(catalogue) == saved


CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id="c-1")
OTHER_OFFICER = Actor(kind=ActorKind.OFFICER, account_id="o-2", agency_code="G15")


@pytest.mark.parametrize("actor", [ANONYMOUS, CITIZEN, OTHER_OFFICER])
def test_it_is_saved_by_those_who_keep_the_catalogue(catalogue: Catalogue, actor: Actor) -> None:
    with pytest.raises(ServiceError) as refused:
        save(catalogue, current(catalogue).version, actor)
    assert refused.value.code == ErrorCode.FORBIDDEN
    save(catalogue, current(catalogue).version, OFFICER)


def test_seeding_brings_the_starters_and_leaves_what_somebody_saved(catalogue: Catalogue) -> None:
    catalogue.database["search_thesaurus"].delete_many({})
    for _ in range(2):
        catalogue.run(seeding.seed_starter, SeedStarter(command_id=new_id()), OPERATOR)
        assert current(catalogue).synonyms == starter.search_thesaurus().synonyms
        assert current(catalogue).version == 1
    saved = save(catalogue, 1, synonyms=(honey("mật"),))
    catalogue.run(seeding.seed_starter, SeedStarter(command_id=new_id()), OPERATOR)
    assert current(catalogue) == saved


def test_a_cursor_goes_on_with_what_the_first_page_took_the_words_for(catalogue: Catalogue) -> None:
    save(catalogue, current(catalogue).version, synonyms=(honey("trại mộc"),))
    first = ask(catalogue, "chung nhan nuoi", limit=1)
    second = ask(catalogue, "chung nhan nuoi", limit=1, cursor=first.next_cursor)
    assert {item.code for page in (first, second) for item in page.items} >= {"1.970001", "1.970002"}


@pytest.mark.parametrize(
    ("q", "key"), [("nuôi", ""), ("nuôi", "1|2|3"), ("nuôi", "0|100|x|"), ("nuôi", 7), ("", 7)]
)
def test_a_cursor_made_by_hand_is_refused(catalogue: Catalogue, q: str, key: Any) -> None:
    selection = SearchProcedures(q=q).model_dump(mode="json", exclude={"limit", "cursor", "facets"})
    with pytest.raises(ServiceError) as refused:
        ask(catalogue, q, cursor=encode_cursor(key, "1.970001", selection))
    assert refused.value.code == ErrorCode.INVALID_REQUEST
