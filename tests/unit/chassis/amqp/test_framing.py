"""Our frames are read by py-amqp as written, and py-amqp's and ours are read back however they are cut."""

import io
from types import SimpleNamespace
from typing import Any

from amqp import Message as AmqpMessage
from amqp import spec
from amqp.method_framing import frame_handler, frame_writer
from amqp.serialization import dumps, loads
from hypothesis import given
from hypothesis import strategies as st

from chassis.amqp.framing import FrameReader, RpcDelivery, TransientMessage, encode_ack, encode_publish

FRAME_MAX = 4096
CHANNEL = 1
TEXTS = st.text(max_size=60)
HEADERS = st.dictionaries(
    st.text("abcdefgh.-_", min_size=1, max_size=20),
    st.one_of(TEXTS, st.integers(-(2**62), 2**62), st.lists(TEXTS, max_size=4)),
    max_size=8,
)
BODIES = st.binary(max_size=3 * FRAME_MAX)


class Pieces:
    """A socket that gives what it holds in the pieces it is told."""

    def __init__(self, data: bytes, sizes: list[int]) -> None:
        self.stream, self.sizes = io.BytesIO(data), sizes

    def recv(self, limit: int) -> bytes:
        return self.stream.read(min(self.sizes.pop() if self.sizes else limit, limit))


class Transport(SimpleNamespace):
    def having_timeout(self, _timeout: float | None) -> Any:
        return io.BytesIO()


def deliver(tag: int, routing_key: str, message: AmqpMessage) -> bytes:
    """What the broker sends, written by py-amqp itself."""
    out = bytearray()
    connection = SimpleNamespace(frame_max=FRAME_MAX, bytes_sent=0)
    write = frame_writer(connection, SimpleNamespace(write=lambda data: out.extend(bytes(data))))
    arguments = dumps("sLbss", ("tag", tag, False, "nameko-rpc", routing_key))
    write(1, CHANNEL, spec.Basic.Deliver, arguments, message)
    return bytes(out)


def read(data: bytes, sizes: list[int], count: int) -> tuple[list[RpcDelivery], list[Any]]:
    """Deliveries and the frames that were handed on to py-amqp."""
    got: list[RpcDelivery] = []
    others: list[Any] = []
    transport = Transport(sock=Pieces(data, sizes), _read_buffer=b"")
    connection = SimpleNamespace(
        transport=transport,
        bytes_recv=0,
        on_inbound_frame=lambda frame: not others.append(frame),  # type: ignore[func-returns-value]
    )
    reader = FrameReader(connection, CHANNEL, got.append)
    while len(got) + len(others) < count:
        reader.blocking_read()
    return got, others


@given(HEADERS, BODIES, TEXTS, st.lists(st.integers(1, 700)), st.integers(1, 2**63 - 1))
def test_a_delivery_is_read_however_it_is_cut(
    headers: dict[str, Any], body: bytes, correlation: str, sizes: list[int], tag: int
) -> None:
    correlation = correlation.encode()[:200].decode(errors="ignore")
    message = AmqpMessage(
        body, application_headers=headers, correlation_id=correlation, reply_to="me", delivery_mode=2,
        content_type="application/json", priority=3, expiration="500",
    )  # fmt: skip
    heartbeat = b"\x08\x00\x00\x00\x00\x00\x00\xce"
    (delivery,), (handed_on,) = read(deliver(tag, "a.b", message) + heartbeat, sizes, 2)
    assert delivery == RpcDelivery(tag, "a.b", "application/json", headers, correlation, "me", body)
    assert handed_on == (8, 0, b"")


@given(HEADERS, BODIES, st.booleans(), st.none() | st.integers(1, 10**6))
def test_what_is_published_reads_back_with_py_amqp(
    headers: dict[str, Any], body: bytes, mandatory: bool, expiration: int | None
) -> None:
    outgoing = TransientMessage(body, "id-1", headers, "me", expiration)
    data = encode_publish(CHANNEL, FRAME_MAX, "nameko-rpc", "a.b", outgoing, mandatory=mandatory)
    method, message = by_py_amqp(data)
    assert method == [0, "nameko-rpc", "a.b", mandatory, False]
    assert (message.body or b"", message.properties["correlation_id"], message.properties["reply_to"]) == (
        body,
        "id-1",
        "me",
    )
    assert message.headers == headers
    assert message.properties["delivery_mode"] == 1
    assert message.properties.get("expiration") == (None if expiration is None else str(expiration))


def by_py_amqp(data: bytes) -> tuple[list[Any], Any]:
    """py-amqp reads deliveries only: publish and deliver carry the same content, so the method's name is swapped."""
    seen: list[tuple[Any, Any]] = []
    handle = frame_handler(
        SimpleNamespace(bytes_recv=0),
        lambda _channel, _sig, arguments, content: seen.append((arguments, content)),
    )
    at = 0
    while at < len(data):
        kind, channel, size = data[at], 1, int.from_bytes(data[at + 3 : at + 7])
        payload = data[at + 7 : at + 7 + size]
        handle(
            (
                kind,
                channel,
                payload.replace(b"\x00\x3c\x00\x28", b"\x00\x3c\x00\x3c", 1) if kind == 1 else payload,
            )
        )
        assert data[at + 7 + size] == 0xCE
        at += 8 + size
    ((arguments, content),) = seen
    return loads("Bssbb", bytes(arguments), 4)[0], content


def test_an_acknowledgement_is_as_py_amqp_writes_it() -> None:
    out = bytearray()
    write = frame_writer(
        SimpleNamespace(frame_max=FRAME_MAX, bytes_sent=0),
        SimpleNamespace(write=lambda data: out.extend(bytes(data))),
    )
    write(1, CHANNEL, spec.Basic.Ack, dumps("Lb", (77, False)), None)
    assert encode_ack(CHANNEL, 77) == bytes(out)
