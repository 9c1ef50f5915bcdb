"""Requests of OAuth 2.0: the form is read strictly, the client is known by header or form, errors are those of RFC 6749."""

from __future__ import annotations

import base64
from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.http.oauth import OAuthError, credentials, parse_form


def basic(text: str | bytes) -> list[str]:
    raw = text.encode() if isinstance(text, str) else text
    return [f"Basic {base64.b64encode(raw).decode()}"]


def error_of(refused: pytest.ExceptionInfo[OAuthError]) -> tuple[int, str]:
    return refused.value.status, refused.value.error


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])),
        st.text(st.characters(exclude_categories=["Cs"])),
        max_size=20,
    )
)
def test_a_form_is_read_as_it_was_written_and_empty_fields_are_left_out(fields: dict[str, str]) -> None:
    written = urlencode(fields).encode()
    assert parse_form(written) == {name: value for name, value in fields.items() if value}


@given(st.binary(max_size=300))
def test_any_bytes_are_a_form_or_an_error_of_the_rfc(body: bytes) -> None:
    try:
        fields = parse_form(body)
    except OAuthError as error:
        assert (error.status, error.error) == (400, "invalid_request")
    else:
        assert all(fields.values())


@pytest.mark.parametrize(
    "body",
    [
        b"grant_type=a&grant_type=a",
        b"scope=&scope=x",
        b"%67rant_type=a&grant_type=b",
        b"a",
        b"a=%ff",
        "a=ạ".encode(),
        b"&".join(b"f%d=1" % number for number in range(60)),
    ],
)
def test_a_field_twice_and_what_is_no_form_are_refused(body: bytes) -> None:
    with pytest.raises(OAuthError) as refused:
        parse_form(body)
    assert error_of(refused) == (400, "invalid_request")


def test_nothing_is_an_empty_form() -> None:
    assert parse_form(b"") == {}


@pytest.mark.parametrize(
    ("client_id", "secret"),
    [("0198b3f0-2f6c", "motcua_A-b_9"), ("motcua.bacninh", "một mật khẩu"), ("a@b", "100%+1:2")],
)
def test_the_header_is_form_encoded_first(client_id: str, secret: str) -> None:
    shown = basic(f"{quote_plus(client_id)}:{quote_plus(secret)}")
    assert credentials(shown, {}) == (client_id, secret)


def test_a_secret_of_ours_is_the_same_without_the_encoding() -> None:
    assert credentials(basic("0198b3f0-2f6c:motcua_A-b_9"), {}) == ("0198b3f0-2f6c", "motcua_A-b_9")


def test_the_scheme_may_be_written_in_any_case_and_the_id_may_stand_in_the_form_as_well() -> None:
    (header,) = basic("c:s")
    assert credentials([header.replace("Basic", "bAsIc")], {"client_id": "c"}) == ("c", "s")


@pytest.mark.parametrize(
    "fields", [{"client_id": "other"}, {"client_secret": "other"}, {"client_id": "c", "client_secret": "x"}]
)
def test_a_client_that_is_two_is_none(fields: dict[str, str]) -> None:
    with pytest.raises(OAuthError) as refused:
        credentials(basic("c:s"), fields)
    assert error_of(refused) == (400, "invalid_request")


@pytest.mark.parametrize(
    "authorization",
    [[], ["Basic"], ["Basic !!!"], ["Bearer x"], basic("no colon"), basic(b"c:\xff"), basic("c:%ff"), [""]],
)
def test_without_credentials_there_is_a_challenge(authorization: list[str]) -> None:
    with pytest.raises(OAuthError) as refused:
        credentials(authorization, {"client_id": "c"})
    assert error_of(refused) == (401, "invalid_client")
    assert refused.value.headers["www-authenticate"].startswith("Basic ")


def test_two_headers_are_refused() -> None:
    with pytest.raises(OAuthError) as refused:
        credentials([*basic("a:b"), *basic("c:d")], {})
    assert error_of(refused) == (400, "invalid_request")


@given(st.text(max_size=60))
def test_whatever_a_header_says_it_is_read_or_refused(header: str) -> None:
    try:
        credentials([header], {})
    except OAuthError as error:
        assert error.error == "invalid_client"
