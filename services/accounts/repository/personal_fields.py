"""What of accounts and of what is beside them is stored encrypted, with the key of the service (ADR 76).

Nothing of it is in a log: what is to be erased is deleted, so nobody has a key of his own.
"""

from chassis.storage.documents import Document
from chassis.storage.encryption import Cipher, SealedFields
from chassis.storage.encryption.re_encryption import EncryptedCollection

ACCOUNT = SealedFields(
    (
        "login",
        "stated_number",
        "personal_number",
        "email",
        "phone",
        "new_email",
        "new_phone",
        "email_proof",
        "phone_proof",
    )
)
SEARCHED = ("login_key", "stated_number", "personal_number")
"""Fields of an account that it is found by: each holds a token in the place of its value."""
LETTER = SealedFields(("address",))
LINK = SealedFields(("personal_number",))
PROOF = SealedFields(("personal_number", "paper"))
NUMBERS_OF_ACT = ("principal_number", "representative_number")
"""Of an act of representation whose other side is not known yet: it is found by them."""
REPRESENTATION = SealedFields((*NUMBERS_OF_ACT, "paper"))
DATA_REQUEST = SealedFields(("details", "full_name", "reason", "outcome"))

RETENTION_HOLD = SealedFields(("authority", "reason", "lift_reason"))
BREACH = SealedFields(("facts",))
BREACH_ENTRY = SealedFields(("facts", "text", "reference"))


def with_tokens(account: Document, cipher: Cipher) -> Document:
    """Those of an account in the clear, by field."""
    return {name: cipher.token(account[name]) for name in SEARCHED if account.get(name) is not None}


def tokens_of_act(act: Document, cipher: Cipher) -> Document:
    """Those of an act of representation in the clear, by field."""
    return {name: cipher.token(act[name]) for name in NUMBERS_OF_ACT if act.get(name) is not None}


ENCRYPTED = (
    EncryptedCollection("accounts", ACCOUNT, tokens=with_tokens),
    EncryptedCollection("letters", LETTER),
    EncryptedCollection("linked_identities", LINK),
    EncryptedCollection("identity_proofs", PROOF),
    EncryptedCollection("data_requests", DATA_REQUEST),
    EncryptedCollection("retention_holds", RETENTION_HOLD),
    EncryptedCollection("breaches", BREACH),
    EncryptedCollection("breach_entries", BREACH_ENTRY),
    EncryptedCollection("representations", REPRESENTATION, tokens=tokens_of_act),
)
