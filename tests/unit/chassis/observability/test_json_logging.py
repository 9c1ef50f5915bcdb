import asyncio
import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from chassis.observability import json_logging


class Lines:
    """What was logged, a dict a line."""

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def last(self) -> dict[str, Any]:
        line: dict[str, Any] = json.loads(self.text.splitlines()[-1])
        return line


@pytest.fixture
def lines() -> Iterator[Lines]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(json_logging.JsonFormatter("accounts"))
    logger = logging.getLogger("under_test")
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(logging.DEBUG)
    yield Lines(stream)
    logger.handlers = []


log = logging.getLogger("under_test")


def test_a_line_is_json_with_the_standard_fields(lines: Lines) -> None:
    log.info("dossier %s accepted", "d-1", extra={"dossier_id": "d-1"})
    line = lines.last
    assert {"ts", "level", "service", "logger", "message"} <= line.keys()
    assert (line["level"], line["service"]) == ("INFO", "accounts")
    assert line["message"] == "dossier d-1 accepted"
    assert line["dossier_id"] == "d-1"


def test_an_exception_is_in_the_field_exception(lines: Lines) -> None:
    try:
        raise RuntimeError("broken")
    except RuntimeError:
        log.exception("failed")
    assert "RuntimeError: broken" in lines.last["exception"]


@pytest.mark.parametrize(
    "secret",
    [
        "012345678901",
        "123456789",
        "0912345678",
        "+84912345678",
        "an.nguyen@example.vn",
        "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2ln",
    ],
)
def test_personal_data_in_a_message_is_masked(lines: Lines, secret: str) -> None:
    log.info("who is %s?", secret, extra={"note": f"({secret})", "deep": {"list": [secret]}})
    assert secret not in lines.text


@pytest.mark.parametrize(
    "name", ["password", "refresh_token", "email", "phone", "full_name", "personal_number", "form_data"]
)
def test_a_field_named_like_personal_data_is_masked(lines: Lines, name: str) -> None:
    log.info("x", extra={name: "Trần Thị Bình", "outer": {name: "Trần Thị Bình"}})
    assert "Bình" not in lines.text


@pytest.mark.parametrize(
    "own_id",
    ["000.00.19.H26-250101-0001", "1.001193", "019a7e3c-0f5d-7cc3-98c4-dc0c0c07398f", "42", "2026-11-21"],
)
def test_ids_of_ours_are_kept(lines: Lines, own_id: str) -> None:
    log.info("about %s", own_id, extra={"subject": own_id})
    assert lines.last["message"] == f"about {own_id}"
    assert lines.last["subject"] == own_id


def test_a_password_in_a_uri_is_masked(lines: Lines) -> None:
    log.info("at amqp://accounts:hunter2@rabbitmq/motcua")
    assert "hunter2" not in lines.text
    assert "rabbitmq/motcua" in lines.text


def test_the_value_a_validator_refused_is_masked(lines: Lines) -> None:
    class Person(BaseModel):
        age: int

    name = "Nguyễn" + " Văn An"  # a traceback quotes the source line, which must not hold the whole
    try:
        Person.model_validate({"age": name})
    except ValidationError:
        log.exception("refused")
    assert name not in lines.text
    assert "int_parsing" in lines.text


def test_the_key_a_driver_found_twice_is_masked(lines: Lines) -> None:
    log.error(
        "E11000 duplicate key error dup key: { login: \"an.nguyen\" }, 'keyValue': {'login': 'an.nguyen'}"
    )
    assert "an.nguyen" not in lines.text


def test_each_task_has_its_own_trace_id(lines: Lines) -> None:
    async def one(trace_id: str) -> None:
        json_logging.set_trace_id(trace_id)
        await asyncio.sleep(0)
        log.info("by %s", trace_id)

    async def both() -> None:
        await asyncio.gather(one("t-1"), one("t-2"))

    asyncio.run(both())
    written = [json.loads(line) for line in lines.text.splitlines()]
    assert {line["message"]: line["trace_id"] for line in written} == {"by t-1": "t-1", "by t-2": "t-2"}


def test_plain_line_is_as_one_of_the_logger_but_for_its_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(json_logging, "_plain", None)
    previous = root.level
    json_logging.configure_logging("gateway")
    fields: dict[str, str | float] = {
        "route": "/v1/procedures/{code}",
        "method": "GET",
        "status": 200,
        "ms": 1.2,
    }
    json_logging.set_trace_id("a" * 32)
    plain = logging.getLogger("plain_under_test")
    plain.info("request", extra=fields)
    json_logging.log_plainly(plain, "request", fields)
    plain.setLevel(logging.WARNING)
    json_logging.log_plainly(plain, "not written", fields)
    root.setLevel(previous)
    json_logging.set_trace_id("")
    usual, quick = map(json.loads, capsys.readouterr().out.splitlines())
    assert len(usual.pop("ts")) == len(quick.pop("ts"))
    assert quick == usual


_GREENLETS = """
from chassis import monkey_patch
import eventlet, logging
from chassis.observability import json_logging
json_logging.configure_logging("accounts")
def one(trace_id):
    json_logging.set_trace_id(trace_id)
    eventlet.sleep(0)
    logging.getLogger("x").info("by " + trace_id)
pool = eventlet.GreenPool()
list(pool.imap(one, ["t-1", "t-2"]))
raise ValueError("ask an@example.vn")
"""


def test_each_greenlet_has_its_own_trace_id_and_a_crash_is_logged_as_json() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _GREENLETS],
        cwd="services",
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    written = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line.get("trace_id") for line in written] == ["t-1", "t-2", None]
    assert written[-1]["level"] == "CRITICAL"
    assert "an@example.vn" not in done.stdout + done.stderr
    assert done.stderr == ""
