"""MoMo and ZaloPay over the real wire: their simulator as a process, calls to a server of this test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from pydantic import SecretStr
from tests.support.processes import HttpProcess
from tests.unit.payments.examples import bill, order

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from chassis.core.tls import trusted_authorities
from contracts.payments import Bill, ProviderCall, ProviderVerdict
from devstack.waiting import wait_until
from payments.domain.orders import Order
from payments.providers.base import (
    InvalidSignature,
    NotificationResult,
    OtherAmount,
    Provider,
    ProviderNotification,
    ProviderRefused,
    ProviderUnreachable,
    UntrustworthyAnswer,
)
from payments.providers.momo.provider import MomoProvider, MomoSettings
from payments.providers.zalopay.provider import ZalopayProvider, ZalopaySettings

SECRET = "a-secret-of-this-test-of-wallets"
BILL: Bill = bill().model_copy(update={"amount": 20_000})


@dataclass
class Merchant:
    """The server that the wallets call: reads each call by the provider and answers in its words."""

    providers: dict[str, Provider] = field(default_factory=dict)
    notifications: list[ProviderNotification | None] = field(default_factory=list)
    results: list[NotificationResult] = field(default_factory=list)
    """Of the next calls; RECORDED when there is none. None in `notifications`: a call without a good signature."""

    def take(self, name: str, body: str) -> tuple[int, str]:
        provider = self.providers[name]
        try:
            self.notifications.append(provider.read_notification(ProviderCall(provider=name, body=body)))
        except InvalidSignature:
            self.notifications.append(None)
            answer = provider.answer(NotificationResult.INVALID_SIGNATURE)
        else:
            answer = provider.answer(self.results.pop(0) if self.results else NotificationResult.RECORDED)
        return answer.status, answer.body


@dataclass
class Wallets:
    url: str
    merchant: Merchant
    http: httpx.Client

    def pay(self, page: str, choice: str, fault: str = "none") -> httpx.Response:
        assert self.http.get(page).status_code == 200
        form = {"order": dict(parse_qsl(urlsplit(page).query))["order"], "choice": choice, "fault": fault}
        return self.http.post(page, data=form)

    def answers_are(self, wallet: str, fault: str) -> None:
        command = self.http.post(f"{self.url}/simulator/{wallet}/faults", json={"answers": fault})
        assert command.status_code == 200


@pytest.fixture(scope="module")
def wallets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wallets]:
    merchant = Merchant()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(merchant))
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    own = f"http://127.0.0.1:{server.server_port}"
    logs = tmp_path_factory.mktemp("wallets")
    process = _simulator(logs)
    merchant.providers |= {
        "momo": MomoProvider(
            MomoSettings(
                momo_partner_code="MTCP01",
                momo_access_key=SecretStr(SECRET),
                momo_secret_key=SecretStr(SECRET),
                momo_api_url=process.url,
                momo_return_url=f"{own}/momo/return",
                momo_notification_url=f"{own}/momo",
                momo_timeout_s=2,
            )
        ),
        "zalopay": ZalopayProvider(
            ZalopaySettings(
                zalopay_app_id=9901,
                zalopay_key1=SecretStr(SECRET),
                zalopay_key2=SecretStr(SECRET[::-1]),
                zalopay_api_url=process.url,
                zalopay_pay_url=process.url,
                zalopay_return_url=f"{own}/zalopay/return",
                zalopay_notification_url=f"{own}/zalopay",
                zalopay_timeout_s=2,
            )
        ),
    }
    with process, httpx.Client(verify=trusted_authorities(), timeout=20) as http:
        wait_until(process.is_ready, 20, "the simulator of the wallets is ready")
        yield Wallets(process.url, merchant, http)
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def fresh(wallets: Wallets) -> None:
    for wallet in wallets.merchant.providers:
        wallets.answers_are(wallet, "none")
    wallets.merchant.notifications.clear()


def _simulator(logs: Path) -> HttpProcess:
    return HttpProcess(
        "simulators.wallets",
        logs / "wallets.log",
        momo_partner_code="MTCP01",
        momo_access_key=SECRET,
        momo_secret_key=SECRET,
        zalopay_app_id=9901,
        zalopay_key1=SECRET,
        zalopay_key2=SECRET[::-1],
        bank_feed_url="http://127.0.0.1:9/",
        bank_feed_key=SECRET,
        wallets_retry_s=0.05,
        wallets_attempts=2,
        wallets_late_s=2.5,
    )


def _handler(merchant: Merchant) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            status, answer = merchant.take(self.path.strip("/"), body)
            self.send_response(status)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """pytest shows what matters."""

    return Handler


def new_order(provider: str) -> Order:
    now = utcnow()
    return replace(
        order(new_id(), provider), amount=20_000, created_at=now, expires_at=now + timedelta(minutes=15)
    )


BOTH = pytest.mark.parametrize("name", ["momo", "zalopay"])


@BOTH
def test_a_payment_is_created_paid_told_and_found(wallets: Wallets, name: str) -> None:
    provider, paid = wallets.merchant.providers[name], new_order(name)
    assert provider.query(BILL, paid) is None, "nobody has created it"
    page = provider.begin(BILL, paid, "vi")
    waiting = provider.query(BILL, paid)
    assert waiting is not None
    assert waiting.verdict is ProviderVerdict.PENDING
    back = wallets.pay(page.url, "success")
    (notification,) = wallets.merchant.notifications
    assert notification is not None
    assert (notification.txn_ref, notification.amount) == (paid.txn_ref, 20_000)
    found = provider.query(BILL, paid)
    assert found is not None
    assert found == notification.outcome, "the call and the query say the same"
    assert found.verdict is ProviderVerdict.PAID
    query = dict(parse_qsl(urlsplit(back.headers["location"]).query, keep_blank_values=True))
    returned = provider.read_return(ProviderCall(provider=name, params=query))
    assert returned.txn_ref == paid.txn_ref
    assert returned.outcome is not None
    assert returned.outcome.verdict is ProviderVerdict.PAID


@BOTH
@pytest.mark.parametrize("choice", ["cancel", "no_funds"])
def test_what_is_not_paid_is_found_by_query(wallets: Wallets, name: str, choice: str) -> None:
    provider, refused = wallets.merchant.providers[name], new_order(name)
    wallets.pay(provider.begin(BILL, refused, "en").url, choice)
    found = provider.query(BILL, refused)
    assert found is not None
    assert found.verdict is ProviderVerdict.NOT_PAID


@BOTH
def test_a_call_that_is_not_taken_comes_again(wallets: Wallets, name: str) -> None:
    wallets.merchant.results[:] = [NotificationResult.FAILED]
    page = wallets.merchant.providers[name].begin(BILL, new_order(name), "vi")
    wallets.pay(page.url, "success")
    wait_until(lambda: len(wallets.merchant.notifications) == 2, 5, "the second call")
    assert wallets.merchant.notifications[0] == wallets.merchant.notifications[1]


@BOTH
@pytest.mark.parametrize("fault", ["wrong_signature", "wrong_amount", "never", "twice"])
def test_calls_that_go_wrong(wallets: Wallets, name: str, fault: str) -> None:
    paid = new_order(name)
    page = wallets.merchant.providers[name].begin(BILL, paid, "vi")
    wallets.pay(page.url, "success", fault)
    calls = list(wallets.merchant.notifications)
    match fault:
        case "wrong_signature":
            wait_until(lambda: wallets.merchant.notifications == [None, None], 5, "the second try")
        case "wrong_amount":
            assert calls[0] is not None
            assert calls[0].amount == 21_000
        case "never":
            assert calls == []
        case "twice":
            assert len(calls) == 2
            assert calls[0] == calls[1]


def test_a_wallet_that_answers_late_is_away(wallets: Wallets) -> None:
    wallets.answers_are("momo", "slow")
    with pytest.raises(ProviderUnreachable):
        wallets.merchant.providers["momo"].begin(BILL, new_order("momo"), "vi")


@BOTH
def test_a_wallet_that_fails_is_away(wallets: Wallets, name: str) -> None:
    provider, waiting = wallets.merchant.providers[name], new_order(name)
    wallets.answers_are(name, "error")
    with pytest.raises(ProviderUnreachable):
        provider.begin(BILL, waiting, "vi")
    with pytest.raises(ProviderUnreachable):
        provider.query(BILL, waiting)


def test_momo_answers_a_repeated_creation_as_it_did(wallets: Wallets) -> None:
    provider, repeated = wallets.merchant.providers["momo"], new_order("momo")
    wallets.answers_are("momo", "lost")
    with pytest.raises(ProviderUnreachable):
        provider.begin(BILL, repeated, "vi")
    wallets.answers_are("momo", "none")
    assert provider.begin(BILL, repeated, "vi") == provider.begin(BILL, repeated, "vi")


def test_zalopay_refuses_a_repeated_creation(wallets: Wallets) -> None:
    """What the first made can be paid by nobody: its address is lost."""
    provider, repeated = wallets.merchant.providers["zalopay"], new_order("zalopay")
    wallets.answers_are("zalopay", "lost")
    with pytest.raises(ProviderUnreachable):
        provider.begin(BILL, repeated, "vi")
    wallets.answers_are("zalopay", "none")
    with pytest.raises(ProviderRefused, match="-68"):
        provider.begin(BILL, repeated, "vi")


@BOTH
def test_an_answer_about_another_sum_is_named(wallets: Wallets, name: str) -> None:
    provider, paid = wallets.merchant.providers[name], new_order(name)
    wallets.pay(provider.begin(BILL, paid, "vi").url, "success")
    wallets.answers_are(name, "wrong_amount")
    with pytest.raises(OtherAmount) as other:
        provider.query(BILL, paid)
    assert other.value.received == 21_000


def test_an_answer_about_another_order_is_not_believed(wallets: Wallets) -> None:
    provider, paid = wallets.merchant.providers["momo"], new_order("momo")
    wallets.pay(provider.begin(BILL, paid, "vi").url, "success")
    wallets.answers_are("momo", "other_order")
    with pytest.raises(UntrustworthyAnswer):
        provider.query(BILL, paid)
    with pytest.raises(ProviderUnreachable):
        provider.begin(BILL, paid, "vi")


def test_momo_may_say_unfinished_after_the_last_word(wallets: Wallets) -> None:
    page = wallets.merchant.providers["momo"].begin(BILL, new_order("momo"), "vi")
    wallets.pay(page.url, "success", "stale")
    first, late = wallets.merchant.notifications
    assert first is not None
    assert late is not None
    assert first.outcome is not None
    assert late.outcome is not None
    assert (first.outcome.verdict, late.outcome.verdict) == (ProviderVerdict.PAID, ProviderVerdict.PENDING)


def test_the_answers_are_json_where_the_wallet_reads_json(wallets: Wallets) -> None:
    answer = wallets.merchant.providers["zalopay"].answer(NotificationResult.RECORDED)
    assert json.loads(answer.body)["return_code"] == 1
