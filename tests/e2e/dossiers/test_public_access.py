"""The look-up by code, the history in words, live updates, the feed and the rating, through the gateway."""

from __future__ import annotations

import json
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User
from devstack.walk.pdf import pdf


@contextmanager
def following(
    person: User, dossier_id: str, last: int | None = None, tags: list[str] | None = None
) -> Iterator[list[Json]]:
    """The history lines that the stream has brought so far; `tags` gets the ETags of documents that came."""
    events: list[Json] = []
    headers = {**person.bearer, "Accept": "text/event-stream"}
    if last is not None:
        headers["Last-Event-ID"] = str(last)
    client = httpx.Client(base_url=person.portal.url, timeout=30, trust_env=False)
    with client, client.stream("GET", f"/v1/dossiers/{dossier_id}/events", headers=headers) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["content-type"].startswith("text/event-stream")
        reader = threading.Thread(target=_read, args=(answer, events, tags), daemon=True)
        reader.start()
        yield events
        # Closing alone wakes no reader that waits for the next line.
        answer.extensions["network_stream"].get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        reader.join(10)
    assert not reader.is_alive()


def _read(answer: httpx.Response, events: list[Json], tags: list[str] | None) -> None:
    try:
        for line in answer.iter_lines():
            if line.startswith("data: {"):
                events.append(json.loads(line.removeprefix("data: ")))
            elif line.startswith("data: ") and tags is not None:
                tags.append(line.removeprefix("data: "))
    except (httpx.StreamError, httpx.TransportError):
        return


def returned(case: DossierCase) -> Json:
    dossier = case.ready()
    file_id = case.office.upload("ket-qua.pdf", pdf("Ket qua"))
    body = {"outcome": "approved", "result_code": people.RESULT_CODE, "file_id": file_id}
    case.office.act(dossier["dossier_id"], "issue-result", body)
    return case.desk.act(
        dossier["dossier_id"], "return-result", {"recipient": "Nguyễn Văn An", "method": "counter"}
    )


def test_anybody_with_the_code_learns_the_degree_of_completion_and_nothing_else(
    case: DossierCase, portal: GatewayClient
) -> None:
    code = case.accepted()["code"]
    assert portal.get(f"/v1/look-up/{code}") == {"code": code, "completion": 10}


def test_the_number_of_submission_works_from_the_moment_of_filing(
    case: DossierCase, portal: GatewayClient
) -> None:
    filed = case.submitted()
    number = filed["submission_number"]
    assert filed["code"] is None
    assert filed["agency_name"]
    for typed in (number, number.lower(), number.replace("-", " ")):
        assert portal.get(f"/v1/look-up/{typed}") == {"code": number, "completion": 0}
    (line,) = [
        each
        for each in case.citizen.get("/v1/dossiers")["items"]
        if each["dossier_id"] == filed["dossier_id"]
    ]
    assert (line["submission_number"], line["agency_name"]) == (number, filed["agency_name"])
    (found,) = case.citizen.get(f"/v1/dossiers?q={number.lower()}")["items"]
    assert found["dossier_id"] == filed["dossier_id"]
    wrong = number[:-1] + ("2" if number[-1] != "2" else "3")
    problem = assert_problem(portal.send("GET", f"/v1/look-up/{wrong}"), 422, "invalid_request")
    assert problem["errors"][0]["code"] == "mistyped_number"


def test_labels_have_the_words_of_states_and_actions_in_the_callers_language(
    portal: GatewayClient, case: DossierCase
) -> None:
    words = {
        locale: portal.send("GET", "/v1/labels", headers={"Accept-Language": locale}).json()["enums"]
        for locale in ("vi", "en")
    }
    assert words["vi"]["dossier_status"]["accepted"] == "Được tiếp nhận"
    assert words["en"]["dossier_action"]["issue_result"] == "issue the result"
    dossier = case.office.get(f"/v1/dossiers/{case.accepted()['dossier_id']}")
    assert dossier["status"] in words["vi"]["dossier_status"]
    assert set(dossier["allowed_actions"]) <= set(words["vi"]["dossier_action"])


def test_who_has_a_dossier_is_named_to_the_office_alone(case: DossierCase) -> None:
    dossier_id = case.accepted()["dossier_id"]
    claimed = case.office.act(dossier_id, "claim", {})
    name = case.office.get("/v1/me")["full_name"]
    assert (claimed["officer_name"], claimed["assignment"]["officer_name"]) == (name, name)
    rows = case.office.get(f"/v1/desk/dossiers/{dossier_id}/control-sheet")["rows"]
    assert rows[-1]["to_officer_name"] == name
    assert rows[-1]["to_agency_names"] == [claimed["agency_name"]]
    seen = case.citizen.get(f"/v1/dossiers/{dossier_id}")
    assert seen["officer_name"] is None
    assert name not in json.dumps(seen, ensure_ascii=False)


def test_messages_name_numbers_and_names_and_never_an_id(case: DossierCase) -> None:
    filed = case.submitted()

    def of_filing() -> list[Json]:
        found = case.citizen.get("/v1/messages")["items"]
        return [each for each in found if each["dossier_id"] == filed["dossier_id"]]

    wait_until(of_filing, 20, "the message about the filing")
    for message in of_filing():
        text = f"{message['subject']}\n{message['body']}"
        assert filed["dossier_id"] not in text
        assert filed["agency_code"] not in text
        assert filed["agency_name"] in text
        assert filed["submission_number"] in text
        assert case.citizen.portal.url in text


def test_a_code_of_nobody_is_not_found(portal: GatewayClient, case: DossierCase) -> None:
    assert_problem(portal.send("GET", "/v1/look-up/H26.31.05-200101-9999"), 404, "not_found")


def test_a_code_of_the_wrong_form_is_refused(portal: GatewayClient, case: DossierCase) -> None:
    assert_problem(portal.send("GET", "/v1/look-up/ho-so-cua-toi"), 422, "invalid_request")


def test_the_history_is_told_in_the_readers_language(case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    path = f"/v1/dossiers/{dossier_id}/history"
    texts = [
        case.citizen.send("GET", path, headers={"Accept-Language": locale}).json()["items"][0]["text"]
        for locale in ("vi", "en")
    ]
    assert texts == ["Hồ sơ đã được nộp.", "The dossier was submitted."]


def test_a_follower_hears_of_each_change_as_it_happens(case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    with following(case.citizen, dossier_id) as events:
        wait_until(lambda: [line["event"] for line in events] == ["dossiers.submitted"], what="the past")
        case.desk.act(dossier_id, "refuse-reception", {"reason": "Không thuộc thẩm quyền."})
        wait_until(
            lambda: [line["event"] for line in events][1:] == ["dossiers.reception_refused"],
            what="the refusal",
        )


def test_a_follower_hears_of_documents_that_come_by_themselves(case: DossierCase) -> None:
    dossier_id, tags = case.submitted()["dossier_id"], list[str]()
    with following(case.citizen, dossier_id, tags=tags) as events:
        wait_until(lambda: events, what="the past")
        case.desk.act(dossier_id, "accept")
        wait_until(lambda: tags, case.seconds, "the receipt")
    read = case.citizen.send("GET", f"/v1/dossiers/{dossier_id}")
    assert [document["kind"] for document in read.json()["documents"]] == ["RECEIPT"]
    assert tags[-1].strip('"').partition(".")[2] == read.headers["etag"].strip('"').partition(".")[2] == "1"


def test_a_follower_who_comes_back_hears_only_what_is_new(case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    case.desk.act(dossier_id, "refuse-reception", {"reason": "Không thuộc thẩm quyền."})
    with following(case.citizen, dossier_id, last=1) as events:
        wait_until(lambda: [line["version"] for line in events] == [2], what="the refusal")


def test_a_stranger_follows_nothing(case: DossierCase, other_citizen: User) -> None:
    dossier_id = case.submitted()["dossier_id"]
    assert_problem(other_citizen.send("GET", f"/v1/dossiers/{dossier_id}/events"), 404, "not_found")


def read_on(person: User, cursor: str | None = None) -> tuple[list[Json], str]:
    """The rest of the feed and the cursor to go on from."""
    entries: list[Json] = []
    while True:
        page = person.get("/v1/feed", limit=50, **({"cursor": cursor} if cursor else {}))
        entries += page["items"]
        cursor = str(page["next_cursor"])
        if not page["more"]:
            return entries, cursor


def test_the_feed_tells_an_agency_of_its_own_dossiers_from_a_cursor_on(
    case: DossierCase, other_agency: User
) -> None:
    _, mine = read_on(case.desk)
    _, theirs = read_on(other_agency)
    dossier_id = case.submitted()["dossier_id"]
    wait_until(
        lambda: dossier_id in {entry["dossier_id"] for entry in read_on(case.desk, mine)[0]}, what="the feed"
    )
    assert dossier_id not in {entry["dossier_id"] for entry in read_on(other_agency, theirs)[0]}


def test_the_system_of_the_agency_above_reads_the_feed_of_its_agencies(
    case: DossierCase, administrator: User, portal: GatewayClient
) -> None:
    login, password = f"system.{secrets.token_hex(5)}", secrets.token_urlsafe(15)
    account = {"login": login, "name": "Hệ thống một cửa", "password": password, "agency_code": "G01"}
    administrator.post("/v1/systems", account)
    answer = portal.send("POST", "/sync/login", json={"username": login, "password": password}).json()
    partner = User(portal, login, password, answer["session"])
    _, cursor = read_on(partner)
    dossier_id = case.submitted()["dossier_id"]
    wait_until(
        lambda: dossier_id in {entry["dossier_id"] for entry in read_on(partner, cursor)[0]}, what="the feed"
    )
    assert partner.dossier(dossier_id)["allowed_actions"] == []


def test_the_feed_can_be_read_again_from_the_start(case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    wait_until(lambda: read_on(case.citizen)[0], what="the feed")
    first, second = read_on(case.citizen)[0], read_on(case.citizen)[0]
    assert [entry["event_id"] for entry in first] == [entry["event_id"] for entry in second]
    assert {entry["dossier_id"] for entry in first} == {dossier_id}


@pytest.mark.parametrize("who", ["desk", "office"])
def test_a_cursor_of_another_reader_is_refused(case: DossierCase, who: str) -> None:
    _, cursor = read_on(case.citizen)
    reader: User = getattr(case, who)
    answer = reader.send("GET", "/v1/feed", params={"cursor": cursor})
    assert_problem(answer, 422, "invalid_request")


def test_the_applicant_rates_once_after_the_return(case: DossierCase) -> None:
    dossier = returned(case)
    rated = case.citizen.act(dossier["dossier_id"], "rate", {"satisfaction": "satisfied"})
    assert rated["rating"]["satisfaction"] == "satisfied"
    again = case.citizen.send(
        "POST", f"/v1/dossiers/{dossier['dossier_id']}/rate", json={"satisfaction": "dissatisfied"},
        key="again", version=rated["version"],
    )  # fmt: skip
    assert_problem(again, 409, "guard_failed")
