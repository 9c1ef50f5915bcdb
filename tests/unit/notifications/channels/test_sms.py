"""Short messages: what goes to the provider, and what its answers mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pydantic import SecretStr
from tests.support.json_server import Json, JsonServer
from tests.unit.notifications.examples import MESSAGE

from notifications.channels.base import PermanentFailure, ServerAway, TemporaryFailure
from notifications.channels.sms import SmsChannel, SmsSettings, plain

TEXT = replace(MESSAGE, channel="sms", address="+84912345678", body="Hồ sơ đã được tiếp nhận – số #1")


class Provider(JsonServer):
    def __init__(self) -> None:
        self.status = 200
        self.answered: Json = {"CodeResult": "100", "SMSID": "x"}
        self.taken: list[tuple[str, Json]] = []

    def answer(self, method: str, path: str, payload: Json) -> tuple[int, Json]:
        self.taken.append((path, payload))
        return self.status, self.answered


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


def channel(url: str, *, sms_unicode: bool = False) -> SmsChannel:
    settings = SmsSettings(
        sms_url=f"{url}/json",
        sms_api_key=SecretStr("key-of-ours"),
        sms_secret_key=SecretStr("secret-of-ours"),
        sms_brandname="MOTCUA",
        sms_unicode=sms_unicode,
    )
    return SmsChannel(settings)


def test_a_message_goes_as_the_provider_wants_it(provider: Provider) -> None:
    channel(provider.url).send(TEXT)
    ((path, request),) = provider.taken
    assert path == "/json/SendMultipleMessage_V4_post_json/"
    assert request == {
        "ApiKey": "key-of-ours",
        "SecretKey": "secret-of-ours",
        "Brandname": "MOTCUA",
        "SmsType": "2",
        "IsUnicode": "0",
        "Sandbox": "0",
        "Phone": "0912345678",
        "Content": "Ho so da duoc tiep nhan   so  1",
        "RequestId": MESSAGE.message_id,
    }


def test_texts_keep_their_diacritics_where_the_operators_take_them(provider: Provider) -> None:
    channel(provider.url, sms_unicode=True).send(TEXT)
    request = provider.taken[0][1]
    assert (request["IsUnicode"], request["Content"]) == ("1", TEXT.body)


def test_what_came_before_was_taken(provider: Provider) -> None:
    provider.answered = {"CodeResult": "124"}
    channel(provider.url).send(TEXT)


@pytest.mark.parametrize("code", ["108", "146", "177"])
def test_what_is_about_this_number_or_text_is_permanent(provider: Provider, code: str) -> None:
    provider.answered = {"CodeResult": code}
    with pytest.raises(PermanentFailure, match=f"esms {code}"):
        channel(provider.url).send(TEXT)


@pytest.mark.parametrize("code", ["99", "101", "103", "104", "118", "140", "unknown"])
def test_what_is_about_our_account_there_is_tried_again(provider: Provider, code: str) -> None:
    provider.answered = {"CodeResult": code}
    with pytest.raises(TemporaryFailure, match=f"esms {code}"):
        channel(provider.url).send(TEXT)


def test_an_answer_that_is_none_is_tried_again(provider: Provider) -> None:
    provider.answered = {"Message": "?"}
    with pytest.raises(TemporaryFailure):
        channel(provider.url).send(TEXT)
    provider.status = 503
    with pytest.raises(TemporaryFailure, match="http 503"):
        channel(provider.url).send(TEXT)


def test_a_server_that_is_away_ends_the_batch() -> None:
    with pytest.raises(ServerAway):
        channel("http://127.0.0.1:9").send(TEXT)


def test_no_reason_names_a_person(provider: Provider) -> None:
    provider.answered = {"CodeResult": "108", "ErrorMessage": "0912345678"}
    with pytest.raises(PermanentFailure) as refused:
        channel(provider.url).send(TEXT)
    assert "0912345678" not in str(refused.value)


def test_plain_letters_alone() -> None:
    assert plain("Đặng Ưng\nký") == "Dang Ung ky"
