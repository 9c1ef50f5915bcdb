"""Documents and seals beside the dossier."""

from datetime import UTC, datetime

import pytest
from tests.support.dossiers.samples import accepted, procedure

from contracts.catalog import ResultKind
from contracts.dossiers import DocumentKind, DossierResult, IssuedDocument, ResultOutcome
from dossiers.domain.documents.issuance import Issuance, Seal, kind_of_result

NOW = datetime(2026, 5, 4, tzinfo=UTC)
CODE = "ABCD-EFGH-2345-WXYZ"


def document(kind: DocumentKind = DocumentKind.RECEIPT, about_version: int = 2) -> IssuedDocument:
    return IssuedDocument(
        kind=kind,
        form_number="01",
        file_id="f",
        sha256="0" * 64,
        verification_code=CODE,
        issued_at=NOW,
        about_version=about_version,
    )


def seal(file_id: str, result_code: str | None = "KQ.1") -> Seal:
    return Seal(
        file_id=file_id,
        result_code=result_code,
        sealed_file_id=f"sealed-{file_id}",
        sealed_sha256="0" * 64,
        paper_id=f"paper-{file_id}",
        verification_code=CODE,
    )


def result(file_id: str | None, result_code: str | None = "KQ.1") -> DossierResult:
    return DossierResult(
        outcome=ResultOutcome.APPROVED, file_id=file_id, result_code=result_code, issued_at=NOW
    )


def test_versions_count_what_was_issued() -> None:
    issuance = Issuance(dossier_id="d1").with_document(document()).with_seal(seal("r1"))
    assert issuance.version == 2


def test_one_document_per_kind_and_version() -> None:
    issuance = Issuance(dossier_id="d1").with_document(document())
    assert issuance.has(DocumentKind.RECEIPT, 2)
    assert not issuance.has(DocumentKind.RECEIPT, 3)
    assert not issuance.has(DocumentKind.REFUSAL, 2)


def test_joined_dossier_shows_documents_and_seals_and_keeps_its_version() -> None:
    dossier = accepted().model_copy(update={"results": (result("r1"), result("r2"), result(None))})
    shown = Issuance(dossier_id="d1").with_document(document()).with_seal(seal("r1")).applied_to(dossier)
    assert shown.version == dossier.version
    assert shown.documents == (document(),)
    assert [each.paper_id for each in shown.results] == ["paper-r1", None, None]


def test_a_corrected_result_takes_the_place_of_the_last_of_its_kind() -> None:
    issuance = Issuance(dossier_id="d1").with_seal(seal("old")).with_seal(seal("other", "KQ.2"))
    superseded = issuance.superseded_seal(result("new"), ())
    assert superseded is not None and superseded.file_id == "old"
    assert issuance.superseded_seal(result("new", "KQ.3"), ()) is None


def test_of_two_of_a_kind_the_one_that_is_corrected_is_superseded() -> None:
    """Papers of one kind about two persons: the last of the kind is the other one's."""
    issuance = Issuance(dossier_id="d1").with_seal(seal("of-one")).with_seal(seal("of-the-other"))

    def superseded(*corrections: tuple[str, str]) -> Seal | None:
        made = [
            result(own).model_copy(update={"corrects_file_id": corrected}) for own, corrected in corrections
        ]
        return issuance.superseded_seal(made[-1], made)

    assert superseded(("new", "of-one")) == issuance.seal_of("of-one")
    assert superseded(("new", "never-sealed")) is None
    assert superseded(("never-sealed", "of-one"), ("new", "never-sealed")) == issuance.seal_of("of-one")


@pytest.mark.parametrize(
    ("kinds", "code", "found"),
    [
        (("KQ.1",), None, "KQ.1"),
        (("KQ.1", "KQ.2"), None, None),
        (("KQ.1", "KQ.2"), "KQ.2", "KQ.2"),
        (("KQ.1",), "KQ.9", None),
        ((), None, None),
    ],
)
def test_a_result_without_a_code_is_of_the_only_kind_there_is(
    kinds: tuple[str, ...], code: str | None, found: str | None
) -> None:
    of = procedure(results=tuple(ResultKind(code=kind, name=kind) for kind in kinds))
    kind = kind_of_result(of, code)
    assert (kind.code if kind else None) == found
