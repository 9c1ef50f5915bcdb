"""What was issued for a dossier beside its life: documents and seals, with a version of their own.

They are issued soon after the action that calls for them, by timers. Were they part of the dossier's version, an
officer's If-Match would fail for nothing that he did.
"""

from contracts.base import Identifier, Model
from contracts.dossiers import DocumentKind, DossierResult, IssuedDocument
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


class Issuance(Model):
    """`version` counts the events of its own aggregate, `<dossier_id>:papers`."""

    dossier_id: Identifier
    version: int = 0
    documents: tuple[IssuedDocument, ...] = ()
    seals: tuple[Seal, ...] = ()

    @property
    def aggregate_id(self) -> str:
        return f"{self.dossier_id}:papers"

    def has(self, kind: DocumentKind, about_version: int) -> bool:
        return any((known.kind, known.about_version) == (kind, about_version) for known in self.documents)

    def with_document(self, document: IssuedDocument) -> "Issuance":
        update = {"version": self.version + 1, "documents": (*self.documents, document)}
        return self.model_copy(update=update)

    def with_seal(self, seal: Seal) -> "Issuance":
        return self.model_copy(update={"version": self.version + 1, "seals": (*self.seals, seal)})

    def seal_of(self, file_id: str | None) -> Seal | None:
        return next((seal for seal in self.seals if seal.file_id == file_id), None)

    def superseded_seal(self, result: DossierResult) -> Seal | None:
        """The last seal of the same result of the procedure: a corrected one takes its place."""
        place = (result.result_code, result.step_code)
        same = (seal for seal in self.seals if (seal.result_code, seal.step_code) == place)
        return next(reversed([seal for seal in same if seal.file_id != result.file_id]), None)

    def applied_to(self, dossier: DossierState) -> DossierState:
        """The dossier as it is shown: with its documents, its results with their seals."""
        results = tuple(self._sealed(result) for result in dossier.results)
        return dossier.model_copy(update={"documents": self.documents, "results": results})

    def _sealed(self, result: DossierResult) -> DossierResult:
        seal = self.seal_of(result.file_id) if result.file_id else None
        if seal is None:
            return result
        names = ("sealed_file_id", "sealed_sha256", "paper_id", "verification_code")
        return result.model_copy(update={name: getattr(seal, name) for name in names})
