"""The collections with encrypted fields, for their re-encryption."""

from chassis.storage.documents import Document
from chassis.storage.encryption import Cipher
from chassis.storage.encryption.re_encryption import EncryptedCollection
from dossiers.repository.dossiers import LIST_FIELDS, DossierRepository
from dossiers.repository.list_fields import list_fields
from dossiers.repository.personal_fields import PERSONAL_FIELDS, key_owner
from dossiers.repository.readings import ENCRYPTED_READINGS
from dossiers.repository.suggestions import ENCRYPTED_SUGGESTIONS


def _owner(document: Document) -> str:
    return key_owner(DossierRepository.from_document(document))


def _tokens(document: Document, cipher: Cipher) -> Document:
    """The keys by which lists find a dossier: among them its number of identity."""
    fields = list_fields(DossierRepository.from_document(document), cipher.token)
    return {f"{LIST_FIELDS}.keys": fields["keys"]}


ENCRYPTED = (
    EncryptedCollection(DossierRepository.collection, PERSONAL_FIELDS, _owner, _tokens),
    ENCRYPTED_READINGS,
    ENCRYPTED_SUGGESTIONS,
)
