"""Documents and results, as the dossiers service asks for them."""

from __future__ import annotations

from typing import Any

from tests.integration.records.use_cases import DOSSIERS, OWNER, Records, as_actor
from tests.support.records.documents import request, short

from chassis.core.ids import new_id
from contracts.records import (
    IssueDocument,
    PaperOwner,
    SealResult,
    SignedDocument,
    StoredPaper,
    VerifiedDocument,
    VerifyDocument,
)
from records.application.documents import issue, result_sealing, verification

AGENCY = "H26.31.05"


def issue_request(command_id: str = "", **content: Any) -> IssueDocument:
    base = request("RECEIPT", short(**content))
    return base.model_copy(update={"command_id": command_id or new_id()})


def issue_document(records: Records, command_id: str = "", **content: Any) -> SignedDocument:
    return issue.issue_document(records.signing, issue_request(command_id, **content), as_actor(DOSSIERS))


def seal_request(file_id: str, **changes: Any) -> SealResult:
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


def seal_result(records: Records, file_id: str, **changes: Any) -> StoredPaper:
    return result_sealing.seal_result(records.signing, seal_request(file_id, **changes), as_actor(DOSSIERS))


def verify(records: Records, **by: str) -> VerifiedDocument:
    return verification.verify(records.signing.verifier, VerifyDocument(**by))
