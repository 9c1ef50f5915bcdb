"""What the feeds of bank accounts say: signed or not believed, read alike, trials of the address told apart."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.time import VIETNAM
from payments.domain.transfers.movements import AccountMovement
from payments.providers.bank_feeds.base import BankFeed, UnreadableMovement
from payments.providers.bank_feeds.casso import CassoFeed, javascript_json
from payments.providers.bank_feeds.payos import PayosFeed
from payments.providers.bank_feeds.sepay import SepayFeed
from payments.providers.base import InvalidSignature

KEY = "a-key-of-this-test"
NOW = datetime(2026, 10, 15, 7, 5, tzinfo=UTC)
TEXT = "MBVCB.4072815362.091188.MCT2345 nộp lệ phí"
SEPAY = {
    "id": 92704,
    "gateway": "Vietcombank",
    "transactionDate": "2026-10-15 14:02:37",
    "accountNumber": "0123499999",
    "code": None,
    "content": TEXT,
    "transferType": "in",
    "transferAmount": 150000,
    "accumulated": 19077000,
    "subAccount": None,
    "referenceCode": "MBVCB.3278907687",
    "description": "",
}
CASSO = {
    "id": 2313233,
    "reference": "MBVCB.3278907687",
    "description": TEXT,
    "amount": 150000,
    "runningBalance": 19077000,
    "transactionDateTime": "2026-10-15 14:02:37",
    "accountNumber": "0123499999",
    "bankName": "VCB",
    "counterAccountName": "NGUYỄN VĂN A",
}
PAYOS = {
    "orderCode": 71,
    "amount": 150000,
    "description": TEXT,
    "accountNumber": "0123499999",
    "reference": "MBVCB.3278907687",
    "transactionDateTime": "2026-10-15 14:02:37",
    "currency": "VND",
    "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18",
    "counterAccountName": None,
    "virtualAccountNumber": "",
}


def sepay(line: Any, key: str = KEY) -> tuple[AccountMovement, ...]:
    return SepayFeed(KEY).read(json.dumps(line), {"authorization": f"Apikey {key}"}, NOW)


def casso(line: Any, key: str = KEY, sent: datetime = NOW) -> tuple[AccountMovement, ...]:
    moment = str(int(sent.timestamp() * 1000))
    mac = hmac.new(key.encode(), f"{moment}.{javascript_json(line)}".encode(), hashlib.sha512).hexdigest()
    body = json.dumps({"error": 0, "data": line})
    return CassoFeed(KEY).read(body, {"x-casso-signature": f"t={moment},v1={mac}"}, NOW)


def payos(line: Any, key: str = KEY) -> tuple[AccountMovement, ...]:
    text = "&".join(f"{name}={'' if line[name] is None else line[name]}" for name in sorted(line))
    mac = hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
    return PayosFeed(KEY).read(json.dumps({"code": "00", "data": line, "signature": mac}), {}, NOW)


@pytest.mark.parametrize(("read", "line"), [(sepay, SEPAY), (casso, CASSO), (payos, PAYOS)])
def test_the_same_transfer_reads_alike(read: Any, line: dict[str, Any]) -> None:
    (movement,) = read(line)
    assert (movement.amount, movement.account, movement.text) == (150_000, "0123499999", TEXT)
    assert movement.at == datetime(2026, 10, 15, 14, 2, 37, tzinfo=VIETNAM)
    assert movement.reference == "MBVCB.3278907687"
    assert movement.feed_id
    assert read(line) == read(line), "the same number when it comes again"


@pytest.mark.parametrize(("read", "line"), [(sepay, SEPAY), (casso, CASSO), (payos, PAYOS)])
def test_another_key_is_not_believed(read: Any, line: dict[str, Any]) -> None:
    with pytest.raises(InvalidSignature):
        read(line, "another-key")


@pytest.mark.parametrize("feed", [SepayFeed(KEY), CassoFeed(KEY), PayosFeed(KEY)])
@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"data": 1}', '{"data": []}', '{"data": {}, "signature": "é"}']
)
def test_what_is_not_signed_is_not_believed(feed: BankFeed, body: str) -> None:
    with pytest.raises(InvalidSignature):
        feed.read(body, {}, NOW)


def test_money_that_goes_out_is_less_than_nothing() -> None:
    assert sepay({**SEPAY, "transferType": "out"})[0].amount == -150_000
    assert casso({**CASSO, "amount": -150_000})[0].amount == -150_000


@pytest.mark.parametrize("amount", ["150000", 150000.5, None, 10**15])
def test_an_amount_that_is_no_whole_number_is_named(amount: Any) -> None:
    for read, line, key in (
        (sepay, SEPAY, "transferAmount"),
        (casso, CASSO, "amount"),
        (payos, PAYOS, "amount"),
    ):
        with pytest.raises(UnreadableMovement):
            read({**line, key: amount})


def test_trials_of_the_address_are_no_movements() -> None:
    for read, line in ((casso, {**CASSO, "id": 0}), (payos, {**PAYOS, "orderCode": 123})):
        with pytest.raises(UnreadableMovement):
            read(line)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_call_of_another_time_is_not_believed(minutes: int) -> None:
    with pytest.raises(InvalidSignature):
        casso(CASSO, sent=NOW + timedelta(minutes=minutes))


def test_a_moment_that_is_none() -> None:
    with pytest.raises(UnreadableMovement):
        sepay({**SEPAY, "transactionDate": "15/10/2026"})
