"""People act for organisations and for others: asked for, confirmed or checked, used, seen by both sides, and ended."""

from __future__ import annotations

import secrets

import pytest
from tests.support.portal.eid_browser import PAGE, Browser
from tests.support.portal.problems import assert_problem

from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User
from devstack.walk.pdf import pdf

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


@pytest.fixture
def browser(portal: GatewayClient, system: System) -> Browser:
    return Browser(portal, system.vneid_url)


def tax_code() -> str:
    while True:
        digits = "01" + "".join(secrets.choice("0123456789") for _ in range(7))
        check = 10 - sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"


def claimed(browser: Browser, person: User, name: str) -> Json:
    """The act by which the person is the legal representative of a new company."""
    number = person.account["personal_number"]
    holder = browser.put(full_name=name, tax_code=tax_code(), representative=number)
    body = {"provider": "vneid", "return_to": PAGE}
    started = person.request("POST", "/v1/me/organisations/authorizations", json=body).json()
    answer = person.send("POST", "/v1/me/organisations", json=browser.walk(started, holder["key"]))
    assert answer.status_code == 201, answer.text
    act: Json = answer.json()
    return act


def acting(person: User, act: Json) -> User:
    """The person with a token in the name of the other."""
    answer = person.request("POST", f"/v1/representations/{act['representation_id']}/token").json()
    user = User(person.portal, person.login, "", answer["access_token"])
    user.account = user.get("/v1/me")
    return user


def decide(person: User, what: str, act: Json) -> Json:
    return person.post(f"/v1/representations/{act['representation_id']}/{what}")


def filed(by: User, form_of: User) -> Json:
    file_id = by.upload("hop-dong.pdf", pdf(f"Hop dong thue nha {secrets.token_hex(4)}"))
    return by.post("/v1/dossiers", people.submission(form_of, file_id))


def templates(person: User) -> list[str]:
    return [each["template"] for each in person.pages("/v1/messages")]


def test_a_legal_representative_adds_a_member_who_files_until_it_is_ended(browser: Browser) -> None:
    an, binh = browser.person("Nguyễn Văn An"), browser.person("Trần Thị Bình")
    act = claimed(browser, an, "Công ty TNHH Mẫu")
    manager = acting(an, act)
    assert (manager.account["holder"], manager.account["full_name"]) == ("business", "Công ty TNHH Mẫu")
    member = manager.post(
        "/v1/representations",
        {
            "side": "principal", "ground": "member", "personal_number": binh.account["personal_number"],
            "full_name": "Trần Thị Bình", "scopes": ["file", "read"],
        },
    )  # fmt: skip
    token_path = f"/v1/representations/{member['representation_id']}/token"
    assert_problem(binh.send("POST", token_path), 403, "representation_not_in_force")
    decide(binh, "confirm", member)
    company = acting(binh, member)
    dossier = filed(company, binh)
    seen = manager.get("/v1/dossiers")["items"]
    assert [(each["dossier_id"], each["filer_name"]) for each in seen] == [
        (dossier["dossier_id"], "Trần Thị Bình")
    ]
    wait_until(lambda: "dossiers.submitted" in templates(manager), what="the organisation is told")
    for path in ("/v1/sessions", "/v1/representations"):
        assert_problem(company.send("GET", path), 403, "forbidden")
    path = f"/v1/dossiers/{dossier['dossier_id']}"
    assert_problem(binh.send("GET", path), 404, "not_found")
    decide(manager, "end", member)
    ended = wait_until(
        lambda: answer if (answer := company.send("GET", path)).status_code != 200 else None,
        what="the gateway hears of the end",
    )
    assert_problem(ended, 403, "representation_not_in_force")
    assert_problem(binh.send("POST", token_path), 403, "representation_not_in_force")


def test_a_parent_files_for_a_child_who_sees_it_when_the_number_is_proved(
    browser: Browser, desk: User
) -> None:
    parent, number = browser.person("Nguyễn Văn An"), people.personal_number()
    checked = desk.post(
        "/v1/desk/representations",
        {
            "code": parent.post("/v1/me/desk-code", {})["code"], "ground": "parent", "personal_number": number,
            "full_name": "Nguyễn Minh Khôi", "scopes": ["file"], "valid_until": "2042-05-01T00:00:00+07:00",
            "paper": {
                "kind": "birth_certificate", "number": "45/2024", "issued_on": "2024-05-12",
                "issued_by": "Ủy ban nhân dân phường mẫu số 5",
            },
        },
    )  # fmt: skip
    dossier = filed(acting(parent, checked), parent)
    assert (dossier["applicant"]["identity"]["number"], dossier["filer"]["relation"]) == (
        number,
        "parent_or_guardian",
    )
    child = browser.person("Nguyễn Minh Khôi", number)
    assert child.account_id == checked["principal_id"]
    (line,) = child.get("/v1/dossiers")["items"]
    assert (line["dossier_id"], line["filer_name"]) == (dossier["dossier_id"], "Nguyễn Văn An")
    wait_until(
        lambda: {"dossiers.submitted", "accounts.representation_granted"} <= set(templates(child)),
        what="the child is told",
    )


def test_who_was_named_by_number_is_shown_it_when_the_number_is_proved(browser: Browser) -> None:
    filer, number = browser.person("Nguyễn Văn An"), people.personal_number()
    principal = {
        "full_name": "Lê Thị Già",
        "identity": {"type": "personal_number", "number": number},
    }
    file_id = filer.upload("giay-to.pdf", pdf(f"Giay to {secrets.token_hex(4)}"))
    on_behalf = {"principal": principal, "relation": "parent_or_guardian"}
    body = {**people.submission(filer, file_id), "on_behalf": on_behalf}
    dossier = filer.post("/v1/dossiers", body)
    owner = browser.person("Lê Thị Già", number)
    (line,) = wait_until(lambda: owner.get("/v1/dossiers")["items"], what="the owner is shown the dossier")
    assert (line["dossier_id"], line["filer_name"]) == (dossier["dossier_id"], "Nguyễn Văn An")
    wait_until(lambda: "dossiers.applicant_known" in templates(owner), what="the owner is told")
    wait_until(
        lambda: owner.send("GET", f"/v1/files/{file_id}").status_code == 200,
        what="the owner reads the papers",
    )
    again = filer.send("POST", "/v1/dossiers", json=body, key=secrets.token_hex(8))
    assert_problem(again, 403, "representation_not_in_force")


def test_an_authorised_person_is_refused_until_the_other_confirms(browser: Browser) -> None:
    an, binh = browser.person("Nguyễn Văn An"), browser.person("Trần Thị Bình")
    act = binh.post(
        "/v1/representations",
        {
            "side": "representative", "ground": "authorised", "personal_number": an.account["personal_number"],
            "full_name": "Nguyễn Văn An", "scopes": ["read"], "procedure_codes": [people.PROCEDURE],
        },
    )  # fmt: skip
    path = f"/v1/representations/{act['representation_id']}"
    assert_problem(binh.send("POST", f"{path}/token"), 403, "representation_not_in_force")
    wait_until(lambda: "accounts.representation_asked" in templates(an), what="the other side is told")
    (seen,) = an.get("/v1/representations")["items"]
    dossier = filed(an, an)
    decide(an, "confirm", seen)
    answer = binh.request("POST", f"{path}/token").json()
    for_an = User(binh.portal, "", "", answer["access_token"])
    assert [each["dossier_id"] for each in for_an.get("/v1/dossiers")["items"]] == [dossier["dossier_id"]]
    refused = for_an.send("POST", "/v1/dossiers", json=people.submission(an, "x"), key=secrets.token_hex(8))
    assert_problem(refused, 403, "forbidden")
    assert_problem(for_an.send("GET", "/v1/me"), 403, "forbidden")
