"""State of the simulated portal: sessions, dossiers with their progress, and every call in order."""

import secrets
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Reply = dict[str, Any]
MAX_LOGGED_CALLS = 10_000


class PortalFault(StrEnum):
    """How the next call goes wrong, for tests."""

    WRONG_CONTENT = "wrong_content"  # -1
    NOT_YOURS = "not_yours"  # -3
    BUSY = "busy"  # 3
    NEW_CODE = "new_code"  # 7: a code that the contract does not have
    EXISTS = "exists"  # "đã tồn tại" of what is not there
    EXPIRED = "expired"  # the session is over
    BAD_GATEWAY = "bad_gateway"  # 502, nothing taken
    TAKEN_AND_SILENT = "taken_and_silent"  # taken, then 502: it will come twice
    SILENT = "silent"  # no answer in time
    SLOW = "slow"
    GIBBERISH = "gibberish"  # no JSON


@dataclass
class ReceivedDossier:
    """A dossier: its last item, how often it came, and the lines of its progress in the order in which they came."""

    item: dict[str, Any]
    inserts: int = 1
    updates: int = 0
    progress: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class PortalState:
    sessions: set[str] = field(default_factory=set)
    log_ins: int = 0
    dossiers: dict[str, ReceivedDossier] = field(default_factory=dict)
    calls: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=MAX_LOGGED_CALLS))
    queued_faults: deque[PortalFault] = field(default_factory=deque)

    def open_session(self) -> str:
        self.log_ins += 1
        session = secrets.token_urlsafe(24)
        self.sessions.add(session)
        return session

    def serve(self, service: str, updating: bool, data: list[dict[str, Any]]) -> Reply:
        self.calls.append({"service": service, "updating": updating, "data": data})
        match service:
            case "TraCuuHoSo":
                return self._look_up(data)
            case "DongBoHoSoMC":
                return self._store(updating, data)
            case "CapNhatTienDoHoSoMC":
                return self._add_progress(data)
        return failure(f"Không có dịch vụ {service}")

    def _look_up(self, data: list[dict[str, Any]]) -> Reply:
        rows = [self.dossiers[code].item for code in map(_code, data) if code in self.dossiers]
        return {**success(), "result": rows}

    def _store(self, updating: bool, data: list[dict[str, Any]]) -> Reply:
        for item in data:
            known = self.dossiers.get(_code(item))
            if known is None and updating:
                return failure("Hồ sơ không tồn tại")
            if known is not None and not updating:
                return failure("Hồ sơ đã tồn tại")
            if known is None:
                self.dossiers[_code(item)] = ReceivedDossier(item)
            else:
                known.item, known.updates = item, known.updates + 1
        return success()

    def _add_progress(self, data: list[dict[str, Any]]) -> Reply:
        if len(data) > 10:
            return failure("Tối đa 10 bản ghi")
        if any(_code(line) not in self.dossiers for line in data):
            return failure("Hồ sơ không tồn tại")
        for line in data:
            self.dossiers[_code(line)].progress.append(line)
        return success()


def success() -> Reply:
    return {"error_code": 0, "message": "Thành công"}


def failure(message: str, code: int = -1) -> Reply:
    return {"error_code": code, "message": message}


def _code(row: dict[str, Any]) -> str:
    return str(row.get("MaHoSo", ""))
