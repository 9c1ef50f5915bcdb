"""XML that an agency signs: kept as a file, once per command, found by its code or its hash as documents are."""

import hashlib

from chassis.core.context import Context
from chassis.storage.unit_of_work import UnitOfWork
from contracts.records import SignData, SignedData
from records.application.documents.commands import command_of, issued_once
from records.application.documents.signing_context import SigningContext
from records.application.documents.who_signs import agency_signs
from records.domain import file_access
from records.domain.content import XML
from records.domain.files import MadeFile
from records.domain.issued_documents import IssuedDocument, new_code
from records.making.jobs import XmlJob

_OPENS, _CLOSES = "<ds:Signature ", "</ds:Signature>"


def sign_data(signing: SigningContext, request: SignData, context: Context) -> SignedData:
    """By a service. Repeated, it answers with what was signed first.

    Raises INVALID_REQUEST for XML that cannot bear the signature; UNAVAILABLE while the key is out of reach.
    """
    file_access.require_service(context.actor)
    command = command_of(request, context)
    issued = issued_once(signing, (command,), lambda _: _Draft(signing, request, command), context)[command]
    content, _ = signing.file_contents.read(issued.file_id)
    return SignedData(**dict(issued.answer), signature=_signature(content.decode()))


def _signature(xml: str) -> str:
    """The one that is in it."""
    begin, end = xml.index(_OPENS), xml.index(_CLOSES) + len(_CLOSES)
    return xml[begin:end]


class _Draft:
    """XML that is signed, not yet stored."""

    def __init__(self, signing: SigningContext, request: SignData, command: str) -> None:
        self._signing, self._request, self._command = signing, request, command
        self._signed = signing.tools.making.signed_xml(
            XmlJob(
                signed_id=request.signed_id,
                signature_parent=request.signature_parent,
                signers=agency_signs(signing, request.agency_code, ""),
            ),
            request.xml.encode(),
        )

    def store(self, uow: UnitOfWork) -> list[IssuedDocument]:
        request, signed = self._request, self._signed
        made = MadeFile.of(request.file_name, signed, request.agency_code, request.readers, XML)
        (file,) = self._signing.file_contents.add_files(uow, [made])
        return [
            IssuedDocument(
                code=new_code(),
                command=self._command,
                kind=request.kind,
                title=request.title,
                number=request.number,
                issuer_code=request.agency_code,
                issuer_name=request.agency_name,
                issued_at=uow.now,
                dossier_id=request.dossier_id,
                dossier_code=request.dossier_code,
                file_id=file.file_id,
                sha256=hashlib.sha256(signed).hexdigest(),
                size=len(signed),
            )
        ]
