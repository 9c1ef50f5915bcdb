"""Sound rows of the national format, invented, for tests to damage."""

import copy
import json
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parents[2] / "samples" / "catalogue"
LIST_ROW: dict[str, Any] = json.loads(
    (SAMPLES / "catalog.jsonl").read_text(encoding="utf-8").split("\n", 1)[0]
)
DETAIL: dict[str, Any] = json.loads((SAMPLES / "details" / "1.900001.json").read_text(encoding="utf-8"))


def list_row(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(LIST_ROW) | changes


def detail(**changes: Any) -> dict[str, Any]:
    answer = copy.deepcopy(DETAIL)
    answer["data"] |= changes
    return answer


def method(
    channel: str = "ONLINE", time: Any = 5, unit: str = "WORKING_DAY", **changes: Any
) -> dict[str, Any]:
    row = {"submissionMethod": channel, "processingTime": time, "processingTimeUnit": unit}
    return row | {"description": "", "fees": []} | changes


def fee(value: int | None, words: str = "", **changes: Any) -> dict[str, Any]:
    return {"type": "FEE", "value": value, "currencyId": "", "description": words} | changes
