"""Sound rows of the national format, invented, for tests to damage."""

import copy
import json
from pathlib import Path
from typing import Any

from catalog.domain.national.inquiry import Answers, GivenAnswer
from catalog.domain.national.row_parser import NO_ANSWERS, ParsedRow, parse_row
from contracts.catalog import QuestionAnswer, QuestionKind

SAMPLES = Path(__file__).parents[2] / "samples" / "catalogue"
LIST_ROW: dict[str, Any] = json.loads(
    (SAMPLES / "catalog.jsonl").read_text(encoding="utf-8").split("\n", 1)[0]
)
DETAIL: dict[str, Any] = json.loads((SAMPLES / "details" / "1.900001.json").read_text(encoding="utf-8"))

"""Of the first crawls: without what the format has had since."""


def _full_detail() -> dict[str, Any]:
    """A detail with every field that the format has, each with something in it."""
    answer = copy.deepcopy(DETAIL)
    data = answer["data"]
    agency = {"id": "d1", "code": "H26.15", "name": "Sở mẫu"}
    kind = {"id": "u1", "name": "UBND cấp xã"}
    proposal = {
        "id": "p1",
        "proposalNumber": "7/QĐ-MẪU",
        "proposalType": "STANDARD",
        "decisionDate": 1_768_496_400_000,
        "publicationDate": 1_775_659_978_538,
        "issuingAgency": {"id": "g1", "name": "Bộ mẫu"},
    }
    texts = {
        "authorizedAgencies": "Chi cục mẫu",
        "coordinatingAgencies": "Bộ phối hợp mẫu",
        "delegatedAgencies": "Sở mẫu",
        "executingAgencies": "Sở mẫu",
        "dossierReceivingAddresses": "Trung tâm Phục vụ hành chính công mẫu.",
        "keywords": "khai sinh mẫu",
        "note": "Ghi chú mẫu.",
        "description": "Mô tả mẫu.",
        "formalityType": "ASSIGNED_REGULATION",
        "type": "SPECIFIC",
        "departmentPromulgateId": "g1",
    }
    lists = {
        "departmentsExecuting": [agency],
        "unitGroupsExecuting": [kind],
        "departmentsAuthority": [agency],
        "unitGroupsAuthority": [kind],
        "departmentsAuthorized": [agency | {"code": "H26.16", "name": "Chi cục mẫu"}],
        "unitGroupsAuthorized": [],
        "departmentsCoordinating": [agency | {"code": "G98", "name": "Bộ phối hợp mẫu"}],
        "unitGroupsCoordinating": [],
        "returningMethods": [{"type": "ONLINE", "value": ["AT_HOME", "AT_SUBMISSION_PLACE", "ONLINE"]}],
        "serviceGroupsDetails": [{"id": "s1", "name": "Có con nhỏ", "type": "CITIZEN"}],
        "departmentExecutingIds": ["d1"],
        "departmentAuthorityIds": ["d1"],
        "departmentAuthorizedIds": ["d1"],
        "departmentCoordinatingIds": ["d1"],
        "unitGroupExecutingIds": ["u1"],
        "unitGroupAuthorityIds": ["u1"],
        "unitGroupAuthorizedIds": [],
        "unitGroupCoordinatingIds": [],
        "subjectTypeIds": ["t1"],
        "serviceGroupIds": ["s1"],
        "categoryIds": ["c1"],
        "legalBasisIds": ["l1"],
        "resultIds": ["r1"],
        "procedureRelatedGroup": [],
        "departmentDetails": [],
        "profileComponents": [],
        "targetObjects": [],
        "formalityTargetType": [],
        "fees": [],
    }
    data.update(texts, **lists, procedureProposal=proposal, category=data["categoriesDetails"][0])
    data.update(isSharedService=True, isNonTerritorial=True, isOfflineOnly=False)
    file = {
        "id": "a1",
        "bucketName": "dvc",
        "fileName": "Tờ khai mẫu.doc",
        "filePath": "configuring/a1/to-khai.doc",
    }
    data["executionCases"][0]["profileComponents"][0]["attachments"] = [file]
    table = {"fileId": "f1", "fileName": "Biểu phí mẫu.docx"}
    data["executionMethods"][0]["fees"][0]["attachment"] = table
    return answer


FULL_DETAIL = _full_detail()


def list_row(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(LIST_ROW) | changes


def detail(**changes: Any) -> dict[str, Any]:
    answer = copy.deepcopy(DETAIL)
    answer["data"] |= changes
    return answer


def case(
    number: int, quantity: float, unit: str = "WORKING_DAY", name: str = "Trường hợp mẫu"
) -> dict[str, Any]:
    time = {"qty": quantity, "type": unit}
    code = f"1.900001.0{number}"
    return {"code": code, "name": name, "processingDay": time, "profileComponents": []}


def parsed(raw: Any, answers: Answers = NO_ANSWERS) -> ParsedRow:
    """A sound detail."""
    outcome = parse_row("detail", raw, answers)
    assert isinstance(outcome, ParsedRow), outcome
    return outcome


def answered_again(raw: Any, kind: QuestionKind, answer: QuestionAnswer, then: Any = None) -> ParsedRow:
    """The detail, or the one that came `then`, after the only question of this kind has been answered."""
    (question,) = (each for each in parsed(raw).questions if each.kind is kind)
    answers = {question.question_id: GivenAnswer(question.fingerprint, answer)}
    return parsed(raw if then is None else then, answers)


def method(
    channel: str = "ONLINE", time: Any = 5, unit: str = "WORKING_DAY", **changes: Any
) -> dict[str, Any]:
    row = {"submissionMethod": channel, "processingTime": time, "processingTimeUnit": unit}
    return row | {"description": "", "fees": []} | changes


def fee(value: int | None, words: str = "", **changes: Any) -> dict[str, Any]:
    return {"type": "FEE", "value": value, "currencyId": "", "description": words} | changes
