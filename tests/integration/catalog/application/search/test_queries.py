"""Search in a large catalogue, and in two indexes of it."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.samples.invented import list_rows
from tests.support.catalog.national_rows import list_row
from tests.support.catalog.use_cases import Catalogue, decision_of, made_public, move, today
from tests.support.catalog.versions import content

from catalog.application.search import queries
from catalog.application.versions import version_commands
from contracts.catalog import (
    AbolishProcedure,
    ProcedureSearchResults,
    SearchProcedures,
    SuggestProcedures,
    VersionState,
)
from contracts.text import fold_words

ROWS = list(list_rows(2_000))
BATCH = 500


@pytest.fixture(scope="module")
def catalogue(empty_catalogue: Catalogue) -> Catalogue:
    """Two thousand invented procedures."""
    for start in range(0, len(ROWS), BATCH):
        empty_catalogue.import_list(*ROWS[start : start + BATCH], ref=f"invented-{start}")
    return empty_catalogue


def ask(catalogue: Catalogue, **request: Any) -> ProcedureSearchResults:
    return catalogue.run_indexed(queries.search_procedures, SearchProcedures(**request))


def pages(catalogue: Catalogue, **request: Any) -> Iterator[ProcedureSearchResults]:
    page = ask(catalogue, **request)
    yield page
    while page.next_cursor is not None:
        page = ask(catalogue, cursor=page.next_cursor, **request)
        yield page


def holds(row: dict[str, Any], *expected: str) -> bool:
    text = f"{row['name']} {row['categories'][0]} {row['departmentPromulgate']}"
    return set(expected) <= set(fold_words(text))


def test_every_procedure_with_the_words_is_found_once_over_all_pages(catalogue: Catalogue) -> None:
    codes = [item.code for page in pages(catalogue, q="giấy phép", limit=100) for item in page.items]
    assert len(codes) == len(set(codes))
    assert set(codes) == {row["code"] for row in ROWS if holds(row, "giay", "phep")}


def test_facets_count_what_the_rows_say(catalogue: Catalogue) -> None:
    facets = ask(catalogue, q="cap", facets=True).facets
    assert facets is not None
    rows = [row for row in ROWS if holds(row, "cap")]
    assert facets.total == len(rows)
    assert {f.name: f.count for f in facets.fields} == Counter(row["categories"][0] for row in rows)
    assert {f.name: f.count for f in facets.subjects} == Counter(
        subject for row in rows for subject in row["formalityTargetType"]
    )


def test_a_field_with_two_ids_of_the_source_is_one_field(catalogue: Catalogue) -> None:
    ids = {row["categoryIds"][0] for row in ROWS if row["categories"] == ["Hộ tịch"]}
    totals = {ask(catalogue, field_code=code, facets=True).facets.total for code in ids}  # type: ignore[union-attr]
    assert len(ids) == 2
    assert totals == {sum(row["categories"] == ["Hộ tịch"] for row in ROWS)}


def test_a_cursor_goes_on_while_procedures_are_published(catalogue: Catalogue) -> None:
    seen: list[str] = []
    for number, page in enumerate(pages(catalogue, q="khai sinh", limit=40)):
        seen += [item.code for item in page.items]
        catalogue.import_list(
            list_row(code=f"1.92000{number % 10}", name="Khai sinh mới mẫu", state="ACTIVE")
        )
    assert len(seen) == len(set(seen))
    assert {row["code"] for row in ROWS if holds(row, "khai", "sinh")} <= set(seen)


def test_what_was_just_published_is_found_and_suggested_at_once(catalogue: Catalogue) -> None:
    assert ask(catalogue, q="quặng uranium").items == ()
    catalogue.import_list(list_row(code="1.930001", name="Cấp phép quặng uranium"))
    assert [item.code for item in ask(catalogue, q="quang uranium").items] == ["1.930001"]
    suggested = catalogue.run_indexed(queries.suggest_procedures, SuggestProcedures(q="quặng ura"))
    assert [suggestion.code for suggestion in suggested.suggestions] == ["1.930001"]
    catalogue.import_list(list_row(code="1.930001", name="Cấp phép quặng thiếc"))
    assert ask(catalogue, q="uranium").items == ()


def test_every_replica_notices_what_another_published(catalogue: Catalogue) -> None:
    replicas = (catalogue, Catalogue(catalogue.store))
    for number in range(3):
        catalogue.import_list(list_row(code=f"1.94000{number}", name=f"Bản sao {'abc'[number]}ghi"))
        for replica in replicas:
            found = ask(replica, q=f"{'abc'[number]}ghi")
            assert [item.code for item in found.items] == [f"1.94000{number}"]


def test_what_the_life_of_a_version_shows_and_ends_is_found_and_not_found(catalogue: Catalogue) -> None:
    ours = content(code="3.990077", name="Cấp thẻ thợ lặn mẫu")
    public = made_public(catalogue, ours, today())
    assert [item.code for item in ask(catalogue, q="thợ lặn").items] == ["3.990077"]
    made_public(catalogue, content(code="3.990077", name="Cấp thẻ thợ bơi mẫu"), today() + timedelta(days=9))
    assert [item.name for item in ask(catalogue, q="3.990077").items] == ["Cấp thẻ thợ lặn mẫu"]
    assert "Cấp thẻ thợ bơi mẫu" not in {item.name for item in ask(catalogue, q="thợ bơi").items}
    other = content(code="3.990078", name="Cấp thẻ thợ rèn mẫu")
    ended = made_public(catalogue, other, today())
    assert public.state is VersionState.PUBLIC
    move(
        catalogue,
        version_commands.abolish_procedure,
        AbolishProcedure,
        ended,
        decision=decision_of(today()),
        reason="Không còn cần thiết.",
    )
    assert "3.990078" not in {item.code for item in ask(catalogue, q="thợ rèn").items}
