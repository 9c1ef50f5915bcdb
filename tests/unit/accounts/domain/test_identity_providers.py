"""What checked claims say of a person, and settings of a provider that cannot work."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from accounts.domain.identity_providers import IdentityProvider, ProvedIdentity, proved_identity
from contracts.errors import ErrorCode, ServiceError

SETTINGS: dict[str, Any] = {
    "name": "npsp",
    "title": {"vi": "Cổng Dịch vụ công quốc gia", "en": "National portal"},
    "issuer": "http://sso.example.vn:8080/auth/realms/citizen",
    "client_id": "motcua",
    "levels": {"LoA1": 1, "LoA2": 2},
    "claims": {
        "subject": "TechID",
        "personal_number": "SoDinhDanh",
        "full_name": "HoVaTen",
        "kind": "LoaiTaiKhoan",
        "people": ["1"],
    },
    "claims_from": "userinfo",
    "return_urls": ["https://portal.example.vn/eid"],
}
ID_CLAIMS = {"sub": "s-1", "sid": "x-1", "acr": "LoA2"}
CLAIMS: dict[str, Any] = {
    "TechID": "tech-1",
    "SoDinhDanh": "001099012345",
    "HoVaTen": " Nguyễn  Văn An ",
    "LoaiTaiKhoan": 1,
}


def provider(**changes: Any) -> IdentityProvider:
    return IdentityProvider.model_validate_json(json.dumps({**SETTINGS, **changes}))


def refusal(claims: dict[str, Any], id_claims: dict[str, Any] = ID_CLAIMS) -> ErrorCode:
    with pytest.raises(ServiceError) as refused:
        proved_identity(provider(), id_claims, claims)
    return refused.value.code


def test_claims_under_the_names_of_the_older_sso() -> None:
    found = proved_identity(provider(), ID_CLAIMS, CLAIMS)
    assert found == ProvedIdentity("npsp", "tech-1", "001099012345", "Nguyễn Văn An", 2, "s-1", "x-1")
    assert "tech-1" not in repr(found)
    assert "001099012345" not in repr(found)


@pytest.mark.parametrize("kind", ["2", "3", 2, None, True, ["1"], ""])
def test_whoever_is_no_person_is_refused_as_such(kind: object) -> None:
    assert refusal({**CLAIMS, "LoaiTaiKhoan": kind}) is ErrorCode.EID_KIND_UNSUPPORTED


@pytest.mark.parametrize(
    "changes",
    [
        {"TechID": None},
        {"TechID": ""},
        {"TechID": "x" * 256},
        {"SoDinhDanh": None},
        {"SoDinhDanh": "999099012345"},
        {"SoDinhDanh": "123456789"},
        {"SoDinhDanh": 1099012345},
        {"HoVaTen": None},
        {"HoVaTen": " 12 "},
    ],
)
def test_what_lacks_or_has_another_form_proves_nothing(changes: dict[str, object]) -> None:
    assert refusal({**CLAIMS, **changes}) is ErrorCode.EID_NOT_PROVED


@pytest.mark.parametrize("acr", [None, "", "LoA3", "0", ["LoA2"], True])
def test_a_level_that_is_not_set_proves_nothing(acr: object) -> None:
    assert refusal(CLAIMS, {**ID_CLAIMS, "acr": acr}) is ErrorCode.EID_NOT_PROVED


@given(
    st.dictionaries(
        st.sampled_from([*CLAIMS, "x"]), st.none() | st.integers() | st.text() | st.lists(st.text())
    )
)
def test_claims_of_any_form_are_read_or_refused(changes: dict[str, Any]) -> None:
    try:
        found = proved_identity(provider(), ID_CLAIMS, {**CLAIMS, **changes})
    except ServiceError as error:
        assert error.code in (ErrorCode.EID_NOT_PROVED, ErrorCode.EID_KIND_UNSUPPORTED)
    else:
        assert found.level == 2


def test_metadata_is_where_the_issuer_is_or_where_the_settings_say() -> None:
    known = "/.well-known/openid-configuration"
    assert provider().metadata_url == f"{SETTINGS['issuer']}{known}"
    assert provider(discovery_url="https://sso.example.vn/x").metadata_url == "https://sso.example.vn/x"
    all_set = dict.fromkeys(
        ("authorization_endpoint", "token_endpoint", "jwks_uri"), "https://sso.example.vn/x"
    )
    assert provider(**all_set).metadata_url is None


@pytest.mark.parametrize(
    "changes",
    [
        {"algorithms": ["HS256"]},
        {"algorithms": ["none"]},
        {"algorithms": []},
        {"levels": {}},
        {"levels": {"1": 0}},
        {"levels": {"1": 3}},
        {"return_urls": []},
        {"return_urls": ["javascript:alert(1)"]},
        {"scopes": ["profile"]},
        {"claims": {"kind": "LoaiTaiKhoan"}},
        {"name": "VNeID"},
        {"unknown": "x"},
    ],
)
def test_settings_that_cannot_work_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        provider(**changes)
