"""What records stores encrypted (ADR 76, 81)."""

from chassis.storage.encryption.re_encryption import Encryptable
from records.repository.archives import ENCRYPTED_PARTS
from records.repository.blob_re_encryption import EncryptedBlobs
from records.repository.digitisations import ENCRYPTED_DIGITISATIONS
from records.repository.files import ENCRYPTED_FILES
from records.repository.papers import ENCRYPTED_PAPERS
from records.repository.readings import ENCRYPTED_READINGS

ENCRYPTED: tuple[Encryptable, ...] = (
    ENCRYPTED_PAPERS,
    ENCRYPTED_DIGITISATIONS,
    ENCRYPTED_PARTS,
    ENCRYPTED_READINGS,
    ENCRYPTED_FILES,
    EncryptedBlobs(),
)
