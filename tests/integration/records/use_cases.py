"""The use cases of records over one database, in the test's own process."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from tests.support.rpc_stub import StubRpcClient

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.inbox import ReceivedEvent
from chassis.storage.store import Store
from contracts import accounts, catalog, dossiers
from contracts.accounts import Contact, GetContact
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import AdministrativeLevel, Agency, GetAgency, GetResultKind, ResultKind
from contracts.dossiers import DossierEvent, DossierFilesEvent, DossierStatus, PassedOnEvent
from contracts.errors import not_found
from contracts.events import AnyEvent, Event
from contracts.records import OpenUpload
from devstack.walk.pdf import pdf
from records.application import files
from records.application.documents.signing_context import SigningContext, SigningTools
from records.application.file_contents import FileContents
from records.application.papers.paper_store import PaperStore
from records.domain.content import IncomingContent
from records.domain.tickets import TicketSigner
from records.repository import FileRepository, GridFsBlobs

PDF = pdf("Giay to") + b"x" * 3000
AGENCY = "H05.34.44"
ISSUER = Agency(
    code="H26.31.05",
    name="Ủy ban nhân dân phường mẫu số 5",
    level=AdministrativeLevel.COMMUNE,
    other_codes=("000.05.31.H26",),
)
"""An agency of the catalogue that issues papers."""
BIRTH_CERTIFICATE = ResultKind(code="KQ.G15.000031", name="Giấy khai sinh")
OWNER = Actor(kind=ActorKind.CITIZEN, account_id="owner-1")
OTHER_CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id="another")
OFFICER = Actor(
    kind=ActorKind.OFFICER, account_id="officer", agency_code=AGENCY, roles=(OfficerRole.PROCESSING,)
)
RECEPTION = Actor(
    kind=ActorKind.OFFICER,
    account_id="desk",
    agency_code=AGENCY,
    roles=(OfficerRole.RECEPTION, OfficerRole.LEADER),
)
ELSEWHERE = RECEPTION.model_copy(update={"account_id": "elsewhere", "agency_code": "H06.10"})
DOSSIERS = Actor(kind=ActorKind.SERVICE, name="dossiers")

as_actor = Context.new


@dataclass
class Records:
    """`numbers`: the personal number of each account that accounts knows."""

    store: Store
    tools: SigningTools
    client: StubRpcClient = field(default_factory=lambda: StubRpcClient("records"))
    signer: TicketSigner = field(default_factory=lambda: TicketSigner(secrets.token_hex(32)))
    numbers: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client.answers(accounts.get_contact, self._contact)
        self.client.answers(catalog.get_agency, self._agency)
        self.client.answers(catalog.get_result_kind, self._result_kind)

    def _contact(self, request: GetContact) -> Contact:
        if request.account_id not in self.numbers:
            raise not_found("account")
        number = self.numbers[request.account_id]
        return Contact(
            account_id=request.account_id,
            full_name="Nguyễn Văn An",
            personal_number=number,
            assurance=1 if number else 0,
        )

    def _agency(self, request: GetAgency) -> Agency:
        """There is one, under two codes."""
        if request.code not in (ISSUER.code, *ISSUER.other_codes):
            raise not_found("agency")
        return ISSUER

    def _result_kind(self, request: GetResultKind) -> ResultKind:
        """There is one."""
        if request.code != BIRTH_CERTIFICATE.code:
            raise not_found("result kind")
        return BIRTH_CERTIFICATE

    @property
    def papers(self) -> PaperStore:
        return PaperStore(self.store, self.client)

    @property
    def signing(self) -> SigningContext:
        return SigningContext(self.store, GridFsBlobs(self.store.database), self.tools)

    @property
    def file_contents(self) -> FileContents:
        return self.signing.file_contents

    def new_citizen(self) -> Actor:
        """With a number that nobody else has."""
        account_id = new_id()
        self.numbers[account_id] = f"001{len(self.numbers):09d}"
        return Actor(kind=ActorKind.CITIZEN, account_id=account_id)

    def announce(self, actor: Actor = OWNER, size: int = len(PDF)) -> str:
        """The id of a file whose bytes have not come yet."""
        request = OpenUpload(command_id=new_id(), name="Tờ khai.pdf", size=size)
        return files.open_upload(self.store, self.signer, request, as_actor(actor)).file_id

    def store_file(
        self, actor: Actor = OWNER, data: bytes = PDF, name: str = "Tờ khai.pdf", pages: int | None = 1
    ) -> str:
        """The id of a file whose bytes came, as the content server stores them; `pages` None: as it was before it opened
        them."""
        context = as_actor(actor)
        request = OpenUpload(command_id=new_id(), name=name, size=len(data))
        file_id = files.open_upload(self.store, self.signer, request, context).file_id
        incoming = IncomingContent(len(data), None)
        incoming.add(data)
        blob_id = self.write_blob(data, actor)
        content = replace(incoming.finish(), pages=pages)
        self.file_contents.attach(file_id, content, blob_id, context)
        return file_id

    def write_blob(self, data: bytes, actor: Actor = OWNER) -> str:
        """The id of a closed blob that no file uses yet."""
        blob_id, sink = self.file_contents.start_blob(as_actor(actor), actor)
        sink.write(data)
        sink.close()
        return blob_id

    def blob_of(self, file_id: str) -> str:
        blob_id = self.store.repository(FileRepository).get(file_id).blob_id
        assert blob_id is not None
        return blob_id

    def content(self, file_id: str) -> bytes:
        return self.file_contents.read(file_id)[0]

    def share(self, *payloads: DossierEvent) -> None:
        """As the handler of the events does, of all in one batch."""
        context = as_actor(DOSSIERS)
        received = [ReceivedEvent(event_of(payload, context), context) for payload in payloads]
        self.store.transaction(context, lambda uow: files.share_files(uow, received))

    def event_types_of(self, aggregate_id: str) -> list[str]:
        found = self.store.database.events.find({"aggregate_id": aggregate_id}).sort("aggregate_version")
        return [event["type"] for event in found]


def event_of(payload: DossierEvent, context: Context) -> AnyEvent:
    """Files that came with a supplement: what it is about is said by the payload."""
    return Event[Any](
        event_id=new_id(),
        type=(dossiers.PASSED_ON if isinstance(payload, PassedOnEvent) else dossiers.SUPPLEMENTED).name,
        schema_version=1,
        aggregate_id=payload.dossier_id,
        aggregate_version=1,
        occurred_at=utcnow(),
        actor=context.actor,
        correlation_id=context.correlation_id,
        payload=payload,
    )


def submitted(*file_ids: str, dossier_id: str = "", agency_code: str = AGENCY) -> DossierFilesEvent:
    """A dossier that holds these files was submitted."""
    return DossierFilesEvent(
        dossier_id=dossier_id or new_id(),
        status=DossierStatus.SUBMITTED,
        procedure_code="1.000001",
        procedure_name="Đăng ký khai sinh",
        agency_code=agency_code,
        applicant_id="applicant",
        follower_ids=("applicant",),
        agency_codes=(agency_code,),
        file_ids=file_ids,
    )
