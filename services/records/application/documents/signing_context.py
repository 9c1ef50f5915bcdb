"""What the making, signing and verifying of documents needs, for one request."""

from dataclasses import dataclass

from chassis.storage.store import Store
from records.application.documents.verification import Verifier
from records.application.file_contents import FileContents
from records.domain.digitisation.scan_rules import scan_rules
from records.domain.issued_documents import verification_url
from records.making.process import MakingProcess
from records.repository import IssuedDocumentRepository
from records.repository.blobs import BlobStore
from records.sealing.validation import SignatureValidator
from records.settings import RecordsSettings


class SigningTools:
    """Made once for a process. Raises ValueError for a root that cannot be read."""

    def __init__(self, settings: RecordsSettings) -> None:
        self.public_url = settings.public_url
        self.agency_seals_from = settings.agency_seals_from
        self.making = MakingProcess(settings)
        self.scan_rules = scan_rules(settings.scan_rules)
        self.trust_roots = settings.trust_roots
        self.validator = SignatureValidator(settings.trust_roots)


@dataclass(frozen=True)
class SigningContext:
    """All its methods may block."""

    store: Store
    blobs: BlobStore
    tools: SigningTools

    @property
    def file_contents(self) -> FileContents:
        return FileContents(self.store, self.blobs)

    @property
    def issued(self) -> IssuedDocumentRepository:
        return self.store.repository(IssuedDocumentRepository)

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.store, self.blobs, self.tools.validator, self.tools.trust_roots)

    def verification_url(self, code: str) -> str:
        return verification_url(self.tools.public_url, code)
