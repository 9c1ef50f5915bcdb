"""A paper that is digitised step by step, as a desk does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from tests.integration.records.use_cases import BIRTH_CERTIFICATE, ISSUER, RECEPTION, Records, as_actor
from tests.support.records.scans import scan

from chassis.core.ids import new_id
from contracts.base import Actor
from contracts.errors import ServiceError
from contracts.records import (
    BeginDigitisation,
    CompleteDigitisation,
    ConfirmedField,
    ConfirmFields,
    Digitisation,
    GetDigitisation,
    PaperOwner,
    ProposedField,
    ProposeFields,
    StoredPaper,
)
from records.application.digitisation import completion, steps

FIELDS = {
    "paper_title": "Giấy khai sinh",
    "number": "12/2009",
    "issuer": ISSUER.code,
    "issued_on": "2009-05-12",
    "owner": "Nguyễn Văn An",
    "valid_until": None,
}


@dataclass
class Desk:
    """An officer of reception at work."""

    records: Records
    actor: Actor = RECEPTION

    def request(self, owner: PaperOwner, data: bytes = b"", **changes: Any) -> BeginDigitisation:
        base = {
            "command_id": new_id(),
            "file_id": self.records.store_file(self.actor, data or scan(new_id())),
            "result_code": BIRTH_CERTIFICATE.code,
            "owner": owner.model_dump(),
        }
        return BeginDigitisation.model_validate({**base, **changes})

    def begin(self, owner: PaperOwner, data: bytes = b"", **changes: Any) -> Digitisation:
        return self.hand_in(self.request(owner, data, **changes))

    def hand_in(self, request: BeginDigitisation) -> Digitisation:
        return steps.begin_digitisation(
            self.records.signing, self.records.client, request, as_actor(self.actor)
        )

    def propose(self, begun: Digitisation, **texts: str) -> Digitisation:
        fields = tuple(
            ProposedField.model_validate({"name": name, "text": text, "confidence": 0.6})
            for name, text in texts.items()
        )
        request = ProposeFields(
            command_id=new_id(), digitisation_id=begun.digitisation_id, source="OCR 1.0", fields=fields
        )
        return steps.propose_fields(self.records.store, request, as_actor(self.actor))

    def confirm(self, seen: Digitisation, **texts: str | None) -> Digitisation:
        fields = tuple(
            ConfirmedField.model_validate({"name": name, "text": text}) for name, text in texts.items()
        )
        request = ConfirmFields(
            command_id=new_id(),
            digitisation_id=seen.digitisation_id,
            expected_version=seen.version,
            fields=fields,
        )
        return steps.confirm_fields(self.records.store, self.records.client, request, as_actor(self.actor))

    def completion(self, seen: Digitisation, **changes: Any) -> CompleteDigitisation:
        return CompleteDigitisation(
            command_id=new_id(),
            digitisation_id=seen.digitisation_id,
            expected_version=seen.version,
            **changes,
        )

    def complete(self, request: CompleteDigitisation) -> StoredPaper:
        return completion.complete_digitisation(
            self.records.signing, self.records.client, request, as_actor(self.actor)
        )

    def digitise(self, owner: PaperOwner, **changes: Any) -> StoredPaper:
        """All of it; `changes` of the hand-in."""
        ready = self.confirm(self.begin(owner, **changes), **FIELDS)
        return self.complete(self.completion(ready))

    def read(self, digitisation_id: str) -> Digitisation:
        request = GetDigitisation(digitisation_id=digitisation_id)
        return steps.get_digitisation(self.records.store, request, as_actor(self.actor))


def refused(act: Callable[[], object]) -> list[tuple[str, str]]:
    """Pointer and code of what refuses it; the code of the error alone where it names no field."""
    with pytest.raises(ServiceError) as refusal:
        act()
    return [(error.pointer, error.code) for error in refusal.value.errors] or [
        ("", str(refusal.value.params.get("obstacle", refusal.value.code.value)))
    ]
