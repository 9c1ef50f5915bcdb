"""The services that dossiers calls, as far as it calls them: in the test's own process, or behind a broker."""

import threading
import zlib
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, Self

from kombu import Connection, Consumer, Exchange, Producer, Queue
from kombu.message import Message
from tests.support.dossiers.samples import calendar, rules
from tests.support.rpc_stub import StubRpcClient

from chassis.amqp.rpc_protocol import (
    CONTENT_TYPE,
    RPC_EXCHANGE,
    decode_reply,
    decode_request,
    encode_error,
    encode_request,
    encode_result,
    request_queue_name,
)
from chassis.core.clock import utcnow
from contracts import accounts, catalog, dossiers, records
from contracts.accounts import Contact, Contacts, FindHolder, GetContact, GetContacts, HeldRecords
from contracts.base import AnyMethod, Model
from contracts.catalog import (
    AdministrativeLevel,
    AdminUnit,
    Agency,
    CatalogueRevision,
    FilingCompetence,
    FilingRules,
    GetAgency,
    GetFilingRules,
    GetRevision,
    GetUnit,
    UnitKind,
)
from contracts.dossiers import DossierRecord
from contracts.errors import ErrorCode, FieldError, ServiceError, not_found
from contracts.records import (
    CheckedSignature,
    CheckSignature,
    DescribeFiles,
    FileInfo,
    FileInfos,
    IssueDocument,
    IssueDocuments,
    LendFiles,
    LentFile,
    LentFiles,
    PaperOrigin,
    PaperStatus,
    ReusablePapers,
    ReusePapers,
    SealResult,
    SealResults,
    SignedDocument,
    SignedDocuments,
    SigningPowers,
    StoredPaper,
    StoredPapers,
)
from contracts.time import local_day
from dossiers.domain.model.law import Law
from records.sealing import text_signatures

EXCHANGE = Exchange(RPC_EXCHANGE, type="topic", durable=True)
NOBODY = "H99.99"
"""An agency that the catalogue does not know."""
APPLICANT_NAME = "Nguyễn Văn An"
CODE = "ABCD-EFGH-2345-WXYZ"


class NeighbourAnswers:
    """What they know is put into `laws` (by procedure code), `files`, `contacts`, `papers`, `records` (by id) and
    `numbers` (of persons, by account), `agencies` and `competences` (by the agency's code) by the tests. `reuses` are the
    requests to the store, `calls` every method that was called; `failures` (by routing key) is what a method answers
    instead.

    Whom they do not know is a citizen.
    """

    def __init__(self) -> None:
        self.laws: dict[str, Law] = {}
        self.files: dict[str, FileInfo] = {}
        self.issued: list[IssueDocument] = []
        self.sealed: list[SealResult] = []
        self.unsealable: set[str] = set()
        self.failures: dict[str, ServiceError] = {}
        self.contacts: dict[str, Contact] = {}
        self.papers: dict[str, StoredPaper] = {}
        self.numbers: dict[str, str] = {}
        self.reuses: list[ReusePapers] = []
        self.records: dict[str, DossierRecord] = {}
        self.agencies: dict[str, Agency] = {}
        self.competences: dict[str, FilingCompetence] = {}
        self.calls: list[str] = []
        self.calendar = calendar()
        self.held = HeldRecords()
        self._answers: dict[str, tuple[AnyMethod, Callable[[Any], Model]]] = {
            method.routing_key: (method, answer)
            for method, answer in (
                (catalog.get_revision, self._revision),
                (catalog.get_filing_rules, self._rules),
                (catalog.get_agency, self._agency),
                (catalog.get_unit, self._unit),
                (catalog.get_calendar, lambda _: self.calendar),
                (records.describe_files, self._describe),
                (records.reuse_papers, self._reuse),
                (accounts.get_contact, self._contact),
                (accounts.get_contacts, self._contacts),
                (accounts.find_holder, self._holder),
                (accounts.list_held_records, lambda _: self.held),
                (records.check_signature, self._check),
                (records.issue_document, self._issue),
                (records.issue_documents, self._issue_all),
                (records.seal_results, self._seal_all),
                (records.lend_files, self._lend),
                (records.signing_powers, lambda _: SigningPowers(sealed=False)),
                (dossiers.get_record, lambda request: self.records[request.dossier_id]),
            )
        }

    def reply(self, routing_key: str, body: bytes) -> bytes:
        """The reply to a request as it is on the wire."""
        method, answer = self._answers[routing_key]
        self.calls.append(routing_key)
        try:
            if routing_key in self.failures:
                raise self.failures[routing_key]
            return encode_result(answer(decode_request(method, body)))
        except ServiceError as error:
            return encode_error(error)

    def _check(self, request: CheckSignature) -> CheckedSignature:
        """As records checks it."""
        return text_signatures.check(request.content, request.signature, request.certificate_sha256)

    def _lend(self, request: LendFiles) -> LentFiles:
        """Of every file."""
        until = utcnow() + timedelta(days=request.days)
        files = (
            LentFile(file_id=each, url=f"https://motcua.example/{each}", expires_at=until)
            for each in request.file_ids
        )
        return LentFiles(files=tuple(files))

    def client(self, service: str) -> StubRpcClient:
        """The neighbours in the test's own process, every request and answer written and read as on the wire."""
        client = StubRpcClient(service)
        for method, _ in self._answers.values():
            client.answers(method, partial(self._call, method))
        return client

    def _call(self, method: AnyMethod, request: Model) -> Model:
        answer: Model = decode_reply(method, self.reply(method.routing_key, encode_request(request)))
        return answer

    def _revision(self, _: GetRevision) -> CatalogueRevision:
        """Another one for other laws."""
        content = repr(
            (sorted((code, law.law_id) for code, law in self.laws.items()), self.competences, self.agencies)
        )
        return CatalogueRevision(revision=zlib.crc32(content.encode()), day=local_day(utcnow()))

    def _rules(self, request: GetFilingRules) -> FilingRules:
        law = self.laws.get(request.procedure_code)
        if law is None:
            raise not_found("procedure")
        of_agency: dict[str, Any] = {"competence": self.competences.get(request.agency_code)}
        if request.agency_code in self.agencies:
            of_agency["agency"] = self.agencies[request.agency_code]
        return rules(law).model_copy(update=of_agency)

    def _agency(self, request: GetAgency) -> Agency:
        """Every agency is there but one."""
        if request.code == NOBODY:
            raise not_found("agency")
        unknown = Agency(code=request.code, name="Cơ quan mẫu", level=AdministrativeLevel.COMMUNE)
        return self.agencies.get(request.code, unknown)

    def _unit(self, request: GetUnit) -> AdminUnit:
        return AdminUnit(unit_id=request.code, code=request.code, name="Phường Mẫu", kind=UnitKind.COMMUNE)

    def _describe(self, request: DescribeFiles) -> FileInfos:
        known = (self.files[key] for key in request.file_ids if key in self.files)
        unasked = {} if request.to_be_sealed else {"seal_defect": None}
        return FileInfos(files=tuple(info.model_copy(update=unasked) for info in known))

    def _reuse(self, request: ReusePapers) -> ReusablePapers:
        """As the store does: a repeated command is answered with the dossier of the first time."""
        unknown = [i for i, question in enumerate(request.questions) if question.paper_id not in self.papers]
        if unknown:
            raise ServiceError(ErrorCode.PAPER_NOT_USABLE, errors=tuple(map(_not_owned, unknown)))
        self.reuses.append(request)
        first = next(reuse for reuse in self.reuses if reuse.command_id == request.command_id)
        papers = tuple(self.papers[question.paper_id] for question in request.questions)
        return ReusablePapers(dossier_id=first.dossier_id, papers=papers)

    def _contact(self, request: GetContact) -> Contact:
        number = self.numbers.get(request.account_id)
        unknown = Contact(
            account_id=request.account_id,
            full_name=APPLICANT_NAME,
            personal_number=number,
            assurance=1 if number else 0,
        )
        return self.contacts.get(request.account_id, unknown)

    def _contacts(self, request: GetContacts) -> Contacts:
        known = (self._contact(GetContact(account_id=account_id)) for account_id in request.account_ids)
        return Contacts(contacts=tuple(known))

    def _holder(self, request: FindHolder) -> Contact:
        """Of the contacts that the test has given."""
        named = request.personal_number or request.tax_code
        for contact in self.contacts.values():
            if named in (contact.personal_number, contact.tax_code):
                return contact
        raise not_found("account")

    def _issue(self, request: IssueDocument) -> SignedDocument:
        self.issued.append(request)
        return SignedDocument(
            file_id=f"document-{request.command_id}"[:64],
            sha256="d" * 64,
            size=1000,
            verification_code=CODE,
            issued_at=utcnow(),
        )

    def _issue_all(self, request: IssueDocuments) -> SignedDocuments:
        return SignedDocuments(documents=tuple(map(self._issue, request.documents)))

    def _seal_all(self, request: SealResults) -> StoredPapers:
        return StoredPapers(papers=tuple(map(self._seal, request.results)))

    def _seal(self, request: SealResult) -> StoredPaper:
        if request.file_id in self.unsealable:
            raise ServiceError(ErrorCode.FILE_NOT_SEALABLE, file_id=request.file_id)
        self.sealed.append(request)
        return StoredPaper(
            paper_id=f"paper-{request.file_id}",
            version=1,
            status=PaperStatus.VALID,
            origin=PaperOrigin.RESULT,
            verified=True,
            title=request.title,
            issued_at=utcnow(),
            file_id=f"sealed-{request.file_id}",
            sha256="e" * 64,
            size=1000,
            media_type="application/pdf",
            verification_code=CODE,
            created_at=utcnow(),
        )


class Neighbours(NeighbourAnswers):
    """The neighbours behind a broker: one queue a service, answered by one thread."""

    def __init__(self, amqp_uri: str, services: tuple[str, ...] = ("catalog", "records", "accounts")) -> None:
        super().__init__()
        self._services = services
        self._amqp_uri = amqp_uri
        self._over = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="neighbours")

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10), "the neighbours do not listen"
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _serve(self) -> None:
        with Connection(self._amqp_uri) as connection:
            channel = connection.channel()
            queues = [
                Queue(request_queue_name(service), EXCHANGE, f"{service}.*", durable=True)
                for service in self._services
            ]
            producer = Producer(channel, EXCHANGE)
            with Consumer(channel, queues, on_message=lambda message: self._reply(message, producer)):
                self._ready.set()
                while not self._over.is_set():
                    try:
                        connection.drain_events(timeout=0.2)
                    except TimeoutError:
                        continue

    def _reply(self, message: Message, producer: Producer) -> None:
        body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
        reply = self.reply(message.delivery_info["routing_key"], body)
        producer.publish(
            reply,
            routing_key=message.properties["reply_to"],
            correlation_id=message.properties["correlation_id"],
            content_type=CONTENT_TYPE,
            content_encoding="utf-8",
        )
        message.ack()


def _not_owned(index: int) -> FieldError:
    return FieldError(pointer=f"/questions/{index}/paper_id", code="not_owned", detail="No such paper.")
