"""The end state of a walk, asked anew from outside. A check gives what is wrong, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from devstack.walk import people
from devstack.walk.gateway_client import sha256
from devstack.walk.report import local_datetime
from devstack.walk.steps import NOTIFICATIONS, WalkSteps

Check = Callable[[WalkSteps], str]


def returned(story: WalkSteps) -> str:
    now = story.citizen.dossier(story.dossier_id)
    return "" if (now["status"], now["status_number"]) == ("returned", 10) else str(now["status"])


def code_is_of_agency_and_day(story: WalkSteps) -> str:
    day = f"{local_datetime(story.dossier['received_at']):%y%m%d}"
    series, _, number = str(story.dossier["code"]).rpartition("-")
    right = series == f"{people.AGENCY}-{day}" and number.isdecimal() and len(number) >= 4
    return "" if right else str(story.dossier["code"])


def due_after_reception(story: WalkSteps) -> str:
    due, received = story.dossier["due_at"], story.dossier["received_at"]
    return "" if local_datetime(due) > local_datetime(received) else f"received {received}, due {due}"


def paid_once(story: WalkSteps) -> str:
    bills = [
        (bill["state"], bill["amount"])
        for bill in story.citizen.pages("/v1/bills", dossier_id=story.dossier_id)
    ]
    order = story.citizen.get(f"/v1/orders/{story.order['order_id']}")
    right = bills == [("paid", story.bill["amount"])] and order["state"] == "paid"
    return "" if right else f"bills {bills}, order {order['state']}"


def steps_completed(story: WalkSteps) -> str:
    open_steps = [step["code"] for step in story.dossier["steps"] if step["completed_at"] is None]
    return ", ".join(open_steps)


def history_without_gap(story: WalkSteps) -> str:
    versions = [entry["version"] for entry in story.history]
    last = story.citizen.dossier(story.dossier_id)["version"]
    hashes = {entry["hash"] for entry in story.history}
    right = sorted(versions) == list(range(1, last + 1)) and len(hashes) == last
    return "" if right else f"versions {versions} of a dossier at version {last}"


def result_is_what_was_uploaded(story: WalkSteps) -> str:
    digest = story.citizen.dossier(story.dossier_id)["result"]["sha256"]
    right = story.downloaded == story.result and digest == sha256(story.result)
    return "" if right else f"{digest}, downloaded {sha256(story.downloaded)}"


def one_message_per_event(story: WalkSteps) -> str:
    templates = Counter(message["template"] for message in story.messages)
    return "" if templates == Counter(NOTIFICATIONS) else str(dict(templates))


def one_email_per_message(story: WalkSteps) -> str:
    ids = [letter["MessageID"] for letter in story.emails]
    right = len(ids) == len(story.messages) == len(set(ids))
    return "" if right else f"{len(ids)} e-mails with {len(set(ids))} ids, {len(story.messages)} messages"


def hidden_from_other_citizens(story: WalkSteps) -> str:
    stranger = people.citizen(story.desk, "Phạm Thị Dung")
    answer = stranger.send("GET", f"/v1/dossiers/{story.dossier_id}")
    listed = list(stranger.pages("/v1/dossiers"))
    return "" if answer.status_code == 404 and not listed else f"{answer.status_code}, {len(listed)} listed"


def gateway_answers(story: WalkSteps) -> str:
    answer = story.portal.send("GET", "/healthz")
    return "" if answer.status_code == 200 else f"{answer.status_code} {answer.text}"


CHECKS: tuple[tuple[str, Check], ...] = (
    ("the dossier is 10 Đã trả kết quả", returned),
    ("its code names the agency and the day of reception", code_is_of_agency_and_day),
    ("it was due after its reception", due_after_reception),
    ("the bill was paid once", paid_once),
    ("every step of the process is completed", steps_completed),
    ("the history has every version once", history_without_gap),
    ("the result is byte for byte what the officer uploaded", result_is_what_was_uploaded),
    ("one message in the inbox per event", one_message_per_event),
    ("one e-mail per message, none twice", one_email_per_message),
    ("another citizen finds nothing", hidden_from_other_citizens),
    ("the gateway answers", gateway_answers),
)
