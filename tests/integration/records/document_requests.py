"""Documents and results, asked of the running service."""

from typing import Any

from tests.integration.records.records_processes import OWNER, ContentServer, RecordsProcess
from tests.support.records_documents import request, short

from chassis.core.ids import new_id
from contracts import records as contract
from contracts.base import Actor, ActorKind
from contracts.records import (
    PaperOwner,
    SealResult,
    SignedDocument,
    StoredPaper,
    VerifiedDocument,
    VerifyDocument,
)
from records.domain.tickets import Operation

DOSSIERS = Actor(kind=ActorKind.SERVICE, name="dossiers")
ANYBODY = Actor()
AGENCY = "H26.31.05"
OFFICER_OF_AGENCY = Actor(
    kind=ActorKind.OFFICER,
    account_id="o1",
    agency_code=AGENCY,
    roles=("reception",),
)


def issue(records: RecordsProcess, command_id: str | None = None, **content: Any) -> SignedDocument:
    asked = request("RECEIPT", short(**content)).model_copy(update={"command_id": command_id or new_id()})
    return records.call(contract.issue_document, asked, DOSSIERS)


def stored(door: ContentServer, data: bytes, name: str = "ket-qua.pdf") -> str:
    """The id of a file whose bytes came through the door."""
    file = door.announce(data, name=name)
    assert door.put(file.file_id, data).status_code == 200
    return file.file_id


def sealing_of(file_id: str, **changes: Any) -> SealResult:
    base: dict[str, Any] = {
        "command_id": new_id(),
        "file_id": file_id,
        "dossier_id": "d1",
        "dossier_code": "H26.31.05-260504-0007",
        "agency_code": AGENCY,
        "agency_name": "Công an phường mẫu số 5",
        "title": "Thông báo kết quả giải quyết",
        "number": "7/TB",
        "owner": PaperOwner(account_id=OWNER.account_id, name="Nguyễn Văn An"),
    }
    return SealResult(**{**base, **changes})


def seal(records: RecordsProcess, file_id: str, **changes: Any) -> StoredPaper:
    return records.call(contract.seal_result, sealing_of(file_id, **changes), DOSSIERS)


def verified(records: RecordsProcess, **by: str) -> VerifiedDocument:
    return records.call(contract.verify, VerifyDocument(**by), ANYBODY)


def content(door: ContentServer, file_id: str) -> bytes:
    answer = door.get(file_id, ticket=door.ticket(file_id, Operation.DOWNLOAD))
    assert answer.status_code == 200
    return answer.content
