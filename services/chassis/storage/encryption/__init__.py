"""Field encryption: personal fields of stored documents, encrypted in the service by libmongocrypt (ADR 76).

`cipher_of(database)` is the cipher of a service's database; a repository asks it and nobody else.
"""

from chassis.core.master_keys import MasterKeys
from chassis.storage.encryption.cipher import (
    PLAIN,
    SERVICE,
    Cipher,
    EncryptedDatabase,
    Encryption,
    FieldCipher,
    KeyMissing,
    WrongMasterKey,
    cipher_of,
)
from chassis.storage.encryption.sealed_fields import SealedFields, sealed_in

__all__ = [
    "PLAIN",
    "SERVICE",
    "Cipher",
    "EncryptedDatabase",
    "Encryption",
    "FieldCipher",
    "KeyMissing",
    "MasterKeys",
    "SealedFields",
    "WrongMasterKey",
    "cipher_of",
    "sealed_in",
]
