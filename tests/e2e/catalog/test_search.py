"""Finding procedures through the gateway: words, facets, suggestions, and the old contract's way to ask."""

from __future__ import annotations

import pytest
from tests.support.portal.ministry_system import MinistrySystem

from devstack.walk.gateway_client import GatewayClient, Json, User


def found(portal: GatewayClient, **search: str) -> list[str]:
    return [item["code"] for item in portal.get("/v1/procedures", limit="100", **search)["items"]]


def test_what_a_facet_counts_is_what_its_code_narrows_to(portal: GatewayClient) -> None:
    page = portal.get("/v1/procedures", q="dang ky", facets="true")
    facets: Json = page["facets"]
    assert facets["total"] >= len(page["items"]) > 0
    for name, parameter in (("fields", "field"), ("agencies", "agency"), ("subjects", "subject")):
        value = facets[name][0]
        assert len(found(portal, q="dang ky", **{parameter: value["code"]})) == value["count"]


def test_facets_are_counted_only_when_asked_for(portal: GatewayClient) -> None:
    assert portal.get("/v1/procedures", q="đăng ký")["facets"] is None


def test_suggestions_follow_what_is_typed(portal: GatewayClient) -> None:
    suggested = portal.get("/v1/procedures/suggestions", q="đăng ký thường t")["suggestions"]
    assert {"text": "Đăng ký thường trú", "code": "1.004222"} in suggested


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("làm giấy khai sinh cho con", "1.001193"),
        ("khai sihn", "1.001193"),
        ("khaisinh", "1.001193"),
        ("thuong chu", "1.004222"),
        ("đổi GPLX", "3.000347"),
        ("passport", "1.001456"),
        ("birth certificate", "1.001193"),
    ],
)
def test_people_find_what_they_mean(portal: GatewayClient, typed: str, expected: str) -> None:
    page = portal.get("/v1/procedures", q=typed)
    assert expected in [item["code"] for item in page["items"]][:3]
    assert page["interpreted_as"]
    suggested = portal.get("/v1/procedures/suggestions", q=typed)["suggestions"]
    assert expected in [suggestion["code"] for suggestion in suggested]


def test_an_administrator_edits_what_words_stand_for(portal: GatewayClient, administrator: User) -> None:
    before = portal.request("GET", "/v1/search-thesaurus")
    content = {name: before.json()[name] for name in ("stop_words", "qualifiers", "common")}
    synonyms = [*before.json()["synonyms"], {"terms": ["sinh nhật em bé"], "means": ["đăng ký khai sinh"]}]
    version, body = before.json()["version"], {**content, "synonyms": synonyms}
    saved = administrator.send("PUT", "/v1/search-thesaurus", json=body, key="thesaurus-1", version=version)
    assert (saved.status_code, saved.json()["version"]) == (200, version + 1)
    assert found(portal, q="sinh nhật em bé")[0] == "1.001193"
    stale = administrator.send("PUT", "/v1/search-thesaurus", json=body, key="thesaurus-2", version=version)
    assert (stale.status_code, stale.json()["code"]) == (412, "version_stale")


@pytest.mark.parametrize(
    "path",
    ["/v1/procedures?q=khai+sinh&facets=true", "/v1/procedures/suggestions?q=khai", "/v1/condition-totals"],
)
def test_an_answer_that_is_held_already_is_not_sent_again(portal: GatewayClient, path: str) -> None:
    first = portal.request("GET", path)
    again = portal.send("GET", path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == again.headers["cache-control"] == "public, no-cache"


def test_a_ministry_reads_procedures_and_code_lists_in_the_old_contract(administrator: User) -> None:
    ministry = MinistrySystem.registered(administrator)
    answer = ministry.send("LayThuTuc", maTTHC="1.001193")
    assert (answer["error_code"], answer["result"][0]["MATTHC"]) == (0, "1.001193")
    for service, name in (
        ("LayDanhSachTTHC", "MATTHC"),
        ("LayDanhMucCoQuan", "MADONVI"),
        ("LayDanhMucLinhVuc", "MALINHVUC"),
    ):
        listed = ministry.send(service)
        assert len({row[name] for row in listed["result"]}) == listed["total"] > 0, service
