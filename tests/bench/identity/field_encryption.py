"""What the encryption of personal fields costs a dossier: the submission that writes it and the reading that opens it."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Mapping
from typing import Any

from tests.support.dossiers.samples import submitted
from tests.support.stores import MASTER_KEYS

from chassis.core.clock import utcnow
from chassis.storage.documents import Document
from chassis.storage.encryption import SERVICE, Encryption, FieldCipher
from chassis.storage.encryption.data_keys import DataKeys, key_id
from contracts.dossiers import Applicant, ApplicantIdentity, IdentityType
from dossiers.domain.model.dossier import DossierState
from dossiers.repository.dossiers import DossierRepository, dossier_document
from dossiers.repository.personal_fields import PERSONAL_FIELDS, key_owner

BUDGET_US = 1000.0
"""What a dossier may cost with all that is encrypted for it."""
FORM = {f"truong_{number}": f"Câu trả lời thứ {number} của người nộp hồ sơ" for number in range(40)}


class KeysInMemory(DataKeys):
    """Data keys without a database: the requests for them are counted elsewhere (`test_costs.py`)."""

    def __init__(self) -> None:
        self._keys: dict[bytes, Document] = {}

    def remembered(self, id_: bytes) -> Document | None:
        return self._keys.get(bytes(id_))

    find = remembered

    def load(self, ids: Iterable[bytes]) -> None:
        """All are there."""

    def put_new(self, fresh: Mapping[str, Any], name: str) -> Document:
        key = {**fresh, "_id": key_id(name), "keyAltNames": [name]}
        return self._keys.setdefault(bytes(key["_id"]), key)


def measure(count: int) -> dict[str, list[float]]:
    """Microseconds of a core a dossier: of one person, and each of a person who is new."""
    cipher = FieldCipher(MASTER_KEYS, KeysInMemory())
    cipher.encryption = Encryption(utcnow(), complete=True)
    persons = itertools.count()
    return {
        "of a known person": [cost(cipher, dossier_of("a-1")) for _ in range(count)],
        "of a new person": [cost(cipher, dossier_of(f"p-{next(persons)}")) for _ in range(count)],
    }


def dossier_of(account_id: str) -> DossierState:
    identity = ApplicantIdentity(type=IdentityType.PERSONAL_NUMBER, number="001099000017")
    applicant = Applicant(
        account_id=account_id,
        full_name="Nguyễn Văn An",
        identity=identity,
        phone="+84912345678",
        email="an@example.vn",
    )
    return submitted().model_copy(
        update={"applicant": applicant, "form_data": FORM, "return_address": "12 Lê Lợi, Huế"}
    )


def cost(cipher: FieldCipher, dossier: DossierState) -> float:
    """Written: the document, the entry of the log, the result of the command; read once. Less what it costs in the clear."""
    changes, result = dossier.model_dump(mode="json"), dossier.model_dump_json()
    started = time.process_time()
    DossierRepository.from_document(dossier_document(dossier))
    in_the_clear = time.process_time()
    sealed = dossier_document(dossier, cipher)
    PERSONAL_FIELDS.seal(changes, cipher, key_owner(dossier), as_text=True)
    cipher.seal({"result": result}, SERVICE)
    DossierRepository.from_document(PERSONAL_FIELDS.open(sealed, cipher))
    return ((time.process_time() - in_the_clear) - (in_the_clear - started)) * 1e6
