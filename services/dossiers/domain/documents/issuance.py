"""What was issued for a dossier beside its life: documents and seals, with a version of their own.

They are issued soon after the action that calls for them, by timers. Were they part of the dossier's version, an
officer's If-Match would fail for nothing that he did.
"""

from collections.abc import Iterable

from contracts.base import Identifier, Model
from contracts.catalog import Procedure, ResultKind
from contracts.dossiers import DocumentKind, DossierResult, FailedDocument, IssuedDocument
from contracts.records import DossierReaders
from dossiers.domain.model.dossier import DossierState


class Seal(Model):
    """A sealed result: the file that was issued, and what it became in the store of papers."""

    file_id: Identifier
    result_code: str | None = None
    step_code: str | None = None
    sealed_file_id: Identifier
    sealed_sha256: str
    paper_id: Identifier
    verification_code: str


class SealFailure(Model):
    """A result that could not be sealed: the file that was issued, and why, by a stable code."""

    file_id: Identifier
    reason: str


class Issuance(Model):
    """`version` counts the events of its own aggregate, `<dossier_id>:papers`."""

    dossier_id: Identifier
    version: int = 0
    documents: tuple[IssuedDocument, ...] = ()
    seals: tuple[Seal, ...] = ()
    failed_documents: tuple[FailedDocument, ...] = ()
    seal_failures: tuple[SealFailure, ...] = ()

    @property
    def aggregate_id(self) -> str:
        return f"{self.dossier_id}:papers"

    def has(self, kind: DocumentKind, about_version: int) -> bool:
        return any((known.kind, known.about_version) == (kind, about_version) for known in self.documents)

    def with_document(self, document: IssuedDocument) -> "Issuance":
        failed = tuple(each for each in self.failed_documents if not _same_document(each, document))
        return self._next(documents=(*self.documents, document), failed_documents=failed)

    def with_seal(self, seal: Seal) -> "Issuance":
        failures = tuple(each for each in self.seal_failures if each.file_id != seal.file_id)
        return self._next(seals=(*self.seals, seal), seal_failures=failures)

    def with_failed_document(self, failed: FailedDocument) -> "Issuance":
        """The very same when that was known, with this reason."""
        known = next((each for each in self.failed_documents if _same_document(each, failed)), None)
        if known is None:
            return self._next(failed_documents=(*self.failed_documents, failed))
        if known.reason == failed.reason:
            return self
        renewed = known.model_copy(update={"reason": failed.reason})
        others = (each for each in self.failed_documents if each is not known)
        return self._next(failed_documents=(*others, renewed))

    def with_seal_failure(self, failure: SealFailure) -> "Issuance":
        """The very same when that was known, with this reason."""
        if failure in self.seal_failures:
            return self
        others = (each for each in self.seal_failures if each.file_id != failure.file_id)
        return self._next(seal_failures=(*others, failure))

    def seal_of(self, file_id: str | None) -> Seal | None:
        return next((seal for seal in self.seals if seal.file_id == file_id), None)

    def superseded_seal(self, result: DossierResult, results: Iterable[DossierResult]) -> Seal | None:
        """That of the result which it corrects, or, where that was never sealed, of the one before it. Where that is not
        noted, the last one of the same result of the procedure."""
        if result.corrects_file_id is not None:
            corrects = {each.file_id: each.corrects_file_id for each in results}
            corrected: str | None = result.corrects_file_id
            while corrected is not None and self.seal_of(corrected) is None:
                corrected = corrects.pop(corrected, None)
            return self.seal_of(corrected)
        place = (result.result_code, result.step_code)
        same = (seal for seal in self.seals if (seal.result_code, seal.step_code) == place)
        return next(reversed([seal for seal in same if seal.file_id != result.file_id]), None)

    def applied_to(self, dossier: DossierState) -> DossierState:
        """The dossier as it is shown: with its documents, its results with their seals."""
        results = tuple(self._sealed(result) for result in dossier.results)
        issued = {"documents": self.documents, "failed_documents": self.failed_documents}
        return dossier.model_copy(update={**issued, "results": results})

    def _sealed(self, result: DossierResult) -> DossierResult:
        seal = self.seal_of(result.file_id) if result.file_id else None
        if seal is None:
            failure = next((each for each in self.seal_failures if each.file_id == result.file_id), None)
            return result.model_copy(update={"seal_failure": failure.reason}) if failure else result
        names = ("sealed_file_id", "sealed_sha256", "paper_id", "verification_code")
        return result.model_copy(update={name: getattr(seal, name) for name in names})

    def _next(self, **changes: object) -> "Issuance":
        return self.model_copy(update={"version": self.version + 1, **changes})


def lasting_readers(dossier: DossierState) -> DossierReaders:
    """Who may read what is issued for the dossier from the start and for good: not who is asked for an opinion, nor through
    whose hands it passes."""
    for_a_time = {*dossier.consulted_agencies, *dossier.passing_agencies}
    codes = tuple(code for code in dossier.agency_codes if code not in for_a_time)
    return DossierReaders(agency_codes=codes, account_ids=tuple(dossier.follower_ids))


def _same_document(one: FailedDocument, other: FailedDocument | IssuedDocument) -> bool:
    return (one.kind, one.about_version) == (other.kind, other.about_version)


def kind_of_result(procedure: Procedure, code: str | None) -> ResultKind | None:
    """The kind of a result by its code; without a code, the only kind that the procedure has."""
    kinds = procedure.results
    if code is None:
        return kinds[0] if len(kinds) == 1 else None
    return next((kind for kind in kinds if kind.code == code), None)
