"""The services that dossiers calls, as far as it calls them: three queues answered by one thread."""

import threading
from collections.abc import Callable
from typing import Any, Self

from kombu import Connection, Consumer, Exchange, Producer, Queue
from kombu.message import Message
from tests.unit.dossiers.samples import rules

from chassis.envelope import CONTENT_TYPE, read_request, write_fault, write_result
from contracts import accounts, catalog, records
from contracts.accounts import Contact, GetContact
from contracts.base import AnyMethod, Model
from contracts.catalog import Agency, FilingRules, GetAgency, GetFilingRules, Level
from contracts.errors import ServiceError, not_found
from contracts.records import DescribeFiles, FileInfo, FileInfos
from dossiers.domain.law import Law

EXCHANGE = Exchange("nameko-rpc", type="topic", durable=True)
NOBODY = "H99.99"
"""An agency that the catalogue does not know."""
APPLICANT_NAME = "Nguyễn Văn An"


class Neighbours:
    """What they know is put into `laws` (by procedure code), `files` and `contacts` (by id) by the tests.

    Whom they do not know is a citizen.
    """

    def __init__(self, amqp_uri: str) -> None:
        self.laws: dict[str, Law] = {}
        self.files: dict[str, FileInfo] = {}
        self.contacts: dict[str, Contact] = {}
        self._amqp_uri = amqp_uri
        self._over = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="neighbours")
        self._answers: dict[str, tuple[AnyMethod, Callable[[Any], Model]]] = {
            method.routing_key: (method, answer)
            for method, answer in (
                (catalog.get_filing_rules, self._rules),
                (catalog.get_agency, self._agency),
                (records.describe_files, self._describe),
                (accounts.get_contact, self._contact),
            )
        }

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
                Queue(f"rpc-{service}", EXCHANGE, f"{service}.*", durable=True)
                for service in ("catalog", "records", "accounts")
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
        method, answer = self._answers[message.delivery_info["routing_key"]]
        body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
        try:
            reply = write_result(answer(read_request(method, body)))
        except ServiceError as error:
            reply = write_fault(error)
        producer.publish(
            reply,
            routing_key=message.properties["reply_to"],
            correlation_id=message.properties["correlation_id"],
            content_type=CONTENT_TYPE,
            content_encoding="utf-8",
        )
        message.ack()

    def _rules(self, request: GetFilingRules) -> FilingRules:
        law = self.laws.get(request.procedure_code)
        if law is None:
            raise not_found("procedure")
        return rules(law)

    def _agency(self, request: GetAgency) -> Agency:
        """Every agency is there but one."""
        if request.code == NOBODY:
            raise not_found("agency")
        return Agency(code=request.code, name="Cơ quan mẫu", level=Level.COMMUNE)

    def _describe(self, request: DescribeFiles) -> FileInfos:
        return FileInfos(files=tuple(self.files[key] for key in request.file_ids if key in self.files))

    def _contact(self, request: GetContact) -> Contact:
        stranger = Contact(account_id=request.account_id, full_name=APPLICANT_NAME)
        return self.contacts.get(request.account_id, stranger)
