"""The strongest source speaks; the same words change nothing."""

from datetime import date

import pytest
from tests.support.catalog.versions import NOW, TODAY, content, decision

from catalog.domain.versions import lifecycle as rules
from catalog.domain.versions.publishing import (
    ImportOutcome,
    StoredVersion,
    as_procedure,
    content_hash,
    import_outcome,
)
from contracts.catalog import (
    ProcedureContent,
    ProcedureSource,
    ProcedureVersion,
    VersionState,
    VersionSummary,
)

LIST, DETAIL = content(source=ProcedureSource.NATIONAL_LIST), content(source=ProcedureSource.NATIONAL_DETAIL)


def stored(version: ProcedureVersion) -> StoredVersion:
    known = VersionSummary.model_fields.keys() & ProcedureVersion.model_fields.keys()
    named = {"name": version.content.name, "source": version.content.source}
    summary = VersionSummary(**{name: getattr(version, name) for name in known}, **named)
    return StoredVersion(summary, content_hash(version.content))


def published(of: ProcedureContent) -> list[StoredVersion]:
    return [stored(rules.imported_version(of, 1, NOW))]


def test_an_unknown_procedure_is_loaded() -> None:
    assert import_outcome(LIST, [], TODAY) == ImportOutcome.LOADED


def test_one_of_which_there_is_only_a_draft_is_loaded() -> None:
    assert import_outcome(LIST, [stored(rules.new_draft(content(), 1, NOW))], TODAY) == ImportOutcome.LOADED


def test_the_same_content_is_unchanged() -> None:
    assert import_outcome(DETAIL, published(DETAIL), TODAY) == ImportOutcome.UNCHANGED


def test_a_changed_name_is_an_update() -> None:
    assert (
        import_outcome(
            content(source=ProcedureSource.NATIONAL_DETAIL, name="Tên mới"), published(DETAIL), TODAY
        )
        == ImportOutcome.UPDATED
    )


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (ProcedureSource.NATIONAL_LIST, ProcedureSource.NATIONAL_DETAIL),
        (ProcedureSource.NATIONAL_LIST, ProcedureSource.STARTER),
        (ProcedureSource.NATIONAL_DETAIL, ProcedureSource.STARTER),
        (ProcedureSource.STARTER, ProcedureSource.DECISION),
    ],
)
def test_a_weaker_source_never_overwrites_a_stronger(
    weaker: ProcedureSource, stronger: ProcedureSource
) -> None:
    weak, strong = content(source=weaker, name="Tên khác"), content(source=stronger)
    assert import_outcome(weak, published(strong), TODAY) == ImportOutcome.OUTRANKED
    assert import_outcome(strong, published(weak), TODAY) == ImportOutcome.UPDATED


def test_an_import_brings_nothing_back_that_was_abolished() -> None:
    over = rules.abolish(rules.imported_version(LIST, 1, NOW), decision(), "Hết căn cứ", [], NOW)
    assert import_outcome(DETAIL, [stored(over)], TODAY) == ImportOutcome.OUTRANKED


def test_the_etag_changes_with_the_version_even_where_the_words_return() -> None:
    first, third = (as_procedure(rules.imported_version(DETAIL, number, NOW)) for number in (1, 3))
    assert first.etag != third.etag
    assert as_procedure(rules.imported_version(DETAIL, 1, NOW)) == first


def test_the_public_reads_since_when_a_version_is_in_force() -> None:
    assert as_procedure(rules.imported_version(DETAIL, 1, NOW)).effective_from is None
    later = rules.imported_version(DETAIL, 2, NOW).model_copy(update={"decision": decision(date(2026, 1, 1))})
    assert as_procedure(later).effective_from == date(2026, 1, 1)
    assert as_procedure(later).state is VersionState.PUBLIC


def test_an_optional_field_of_a_later_release_changes_no_hash() -> None:
    class LaterContent(ProcedureContent):
        remark: str | None = None

    assert content_hash(LaterContent.model_validate(content().model_dump())) == content_hash(content())
