"""The strongest source speaks; the same words change nothing."""

from datetime import date

import pytest
from tests.unit.catalog.contents import NOW, TODAY, content, decision

from catalog.domain import versions as rules
from catalog.domain.publishing import Kept, Verdict, as_procedure, content_hash, judge
from contracts.catalog import ProcedureContent, ProcedureVersion, Source, VersionState, VersionSummary

LIST, DETAIL = content(source=Source.NATIONAL_LIST), content(source=Source.NATIONAL_DETAIL)


def kept(version: ProcedureVersion) -> Kept:
    known = VersionSummary.model_fields.keys() & ProcedureVersion.model_fields.keys()
    named = {"name": version.content.name, "source": version.content.source}
    life = VersionSummary(**{name: getattr(version, name) for name in known}, **named)
    return Kept(life, content_hash(version.content))


def published(of: ProcedureContent) -> list[Kept]:
    return [kept(rules.brought_in(of, 1, NOW))]


def test_an_unknown_procedure_is_loaded() -> None:
    assert judge(LIST, [], TODAY) == Verdict.LOADED


def test_one_of_which_there_is_only_a_draft_is_loaded() -> None:
    assert judge(LIST, [kept(rules.begun(content(), 1, NOW))], TODAY) == Verdict.LOADED


def test_the_same_content_is_unchanged() -> None:
    assert judge(DETAIL, published(DETAIL), TODAY) == Verdict.UNCHANGED


def test_a_changed_name_is_an_update() -> None:
    assert (
        judge(content(source=Source.NATIONAL_DETAIL, name="Tên mới"), published(DETAIL), TODAY)
        == Verdict.UPDATED
    )


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (Source.NATIONAL_LIST, Source.NATIONAL_DETAIL),
        (Source.NATIONAL_LIST, Source.STARTER),
        (Source.NATIONAL_DETAIL, Source.STARTER),
        (Source.STARTER, Source.DECISION),
    ],
)
def test_a_weaker_source_never_overwrites_a_stronger(weaker: Source, stronger: Source) -> None:
    weak, strong = content(source=weaker, name="Tên khác"), content(source=stronger)
    assert judge(weak, published(strong), TODAY) == Verdict.UNCHANGED
    assert judge(strong, published(weak), TODAY) == Verdict.UPDATED


def test_an_import_brings_nothing_back_that_was_abolished() -> None:
    over = rules.abolish(rules.brought_in(LIST, 1, NOW), decision(), "Hết căn cứ", [], NOW)
    assert judge(DETAIL, [kept(over)], TODAY) == Verdict.UNCHANGED


def test_the_etag_changes_with_the_version_even_where_the_words_return() -> None:
    first, third = (as_procedure(rules.brought_in(DETAIL, number, NOW)) for number in (1, 3))
    assert first.etag != third.etag
    assert as_procedure(rules.brought_in(DETAIL, 1, NOW)) == first


def test_the_public_reads_since_when_a_version_is_in_force() -> None:
    assert as_procedure(rules.brought_in(DETAIL, 1, NOW)).effective_from is None
    later = rules.brought_in(DETAIL, 2, NOW).model_copy(update={"decision": decision(date(2026, 1, 1))})
    assert as_procedure(later).effective_from == date(2026, 1, 1)
    assert as_procedure(later).state is VersionState.PUBLIC
