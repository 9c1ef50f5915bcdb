"""AMQP 0-9-1 frames of the hot path: publish, deliver, acknowledge, read and written with little work.

py-amqp does everything else on the same connection: it connects, declares, consumes, keeps the heartbeat. For one
small message it makes six reads and walks generic tables; here a message is one read and one write. The formats are
those of the AMQP 0-9-1 specification, sections 4.2 and 1.8.3, and do not change any more.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from struct import Struct
from typing import Any

from amqp.exceptions import UnexpectedFrame
from amqp.serialization import _read_item

log = logging.getLogger(__name__)

_HEAD = Struct(">BHI")
_CONTENT = Struct(">HHQH")
_LONG = Struct(">I")
_LONGLONG = Struct(">Q")
_SIGNED = Struct(">q")
_ACK = Struct(">BHIHHQBB")
_END = b"\xce"
_DELIVER = b"\x00\x3c\x00\x3c"
_PUBLISH = b"\x00\x3c\x00\x28\x00\x00"
_METHOD, _HEADER, _BODY = 1, 2, 3

# Property flags, high bit first: content type, encoding, headers, delivery mode, priority, correlation id, reply to,
# expiration, message id, timestamp, type, user id.
(
    _TYPE, _ENCODING, _HEADERS, _MODE, _PRIORITY, _CORRELATION, _REPLY, _EXPIRATION,
    _MESSAGE_ID, _TIMESTAMP, _KIND, _USER,
) = (1 << bit for bit in range(15, 3, -1))  # fmt: skip


@dataclass(slots=True)
class RpcDelivery:
    """One message as it came. `headers` is empty when they cannot be read.

    `user_id` is the broker's user who published it, which the broker has checked; empty where the publisher did not say.
    `connection` is the one that brought it: tags count from 1 again on each.
    """

    tag: int
    routing_key: str
    content_type: str = ""
    headers: dict[str, Any] = field(default_factory=dict)
    correlation_id: str = ""
    reply_to: str = ""
    body: bytes = b""
    user_id: str = ""
    connection: Any = field(default=None, compare=False, repr=False)


@dataclass(slots=True)
class TransientMessage:
    """One transient message to publish. `expiration_ms` None: it does not expire. `user_id`: that of the connection, or the
    broker closes the channel."""

    body: bytes
    correlation_id: str
    headers: Mapping[str, Any] | None = None
    reply_to: str = ""
    expiration_ms: int | None = None
    user_id: str = ""


def encode_ack(channel_id: int, tag: int) -> bytes:
    return _ACK.pack(_METHOD, channel_id, 13, 60, 80, tag, 0, 0xCE)


def encode_publish(
    channel_id: int,
    frame_max: int,
    exchange: str,
    routing_key: str,
    message: TransientMessage,
    *,
    mandatory: bool,
) -> bytes:
    """basic.publish with its content: `application/json`, UTF-8, delivery mode 1 (kept in memory only)."""
    header = _content_header(message)
    limit = frame_max - 8
    parts = [_method_frame(channel_id, exchange, routing_key, mandatory)]
    parts += _HEAD.pack(_HEADER, channel_id, len(header)), header, _END
    for start in range(0, len(message.body), limit):
        piece = message.body[start : start + limit]
        parts += _HEAD.pack(_BODY, channel_id, len(piece)), piece, _END
    return b"".join(parts)


@lru_cache(maxsize=256)
def _method_frame(channel_id: int, exchange: str, routing_key: str, mandatory: bool) -> bytes:
    payload = _PUBLISH + _short(exchange) + _short(routing_key) + bytes([mandatory])
    return _HEAD.pack(_METHOD, channel_id, len(payload)) + payload + _END


_JSON = b"\x10application/json\x05utf-8"


def _content_header(message: TransientMessage) -> bytes:
    flags = _TYPE | _ENCODING | _MODE | _CORRELATION
    values = [_JSON]
    if message.headers is not None:
        flags |= _HEADERS
        values.append(_table(message.headers))
    values += b"\x01", _short(message.correlation_id)
    if message.reply_to:
        flags |= _REPLY
        values.append(_short(message.reply_to))
    if message.expiration_ms is not None:
        flags |= _EXPIRATION
        values.append(_short(str(message.expiration_ms)))
    if message.user_id:
        flags |= _USER
        values.append(_short(message.user_id))
    return _CONTENT.pack(60, 0, len(message.body), flags) + b"".join(values)


def _short(text: str) -> bytes:
    data = text.encode()
    return bytes((len(data),)) + data


def _table(headers: Mapping[str, Any]) -> bytes:
    items = b"".join(_short(key) + _value(value) for key, value in headers.items())
    return _LONG.pack(len(items)) + items


def _value(value: Any) -> bytes:
    if isinstance(value, str):
        data = value.encode()
        return b"S" + _LONG.pack(len(data)) + data
    if isinstance(value, int):
        return b"l" + _SIGNED.pack(value)
    items = b"".join(map(_value, value))
    return b"A" + _LONG.pack(len(items)) + items


class FrameReader:
    """Takes over the reading of a py-amqp connection: deliveries of one channel come here, all else goes on to it."""

    def __init__(self, connection: Any, channel_id: int, on_delivery: Callable[[RpcDelivery], None]) -> None:
        self.connection = connection
        self.channel_id = channel_id
        self.on_delivery = on_delivery
        self.receive = connection.transport.sock.recv
        self.buffer = bytearray(connection.transport._read_buffer)
        self.start = 0
        self.partial: tuple[RpcDelivery, int, list[bytes]] | None = None
        connection.transport._read_buffer = b""
        connection.blocking_read = self.blocking_read

    def blocking_read(self, timeout: float | None = None) -> bool:
        """Read until at least one whole message was handled. Raises socket.timeout, or OSError at the end."""
        while not self._handle_frames():
            with self.connection.transport.having_timeout(timeout):
                data = self.receive(1 << 16)
            if not data:
                raise OSError("the broker closed the connection")
            self.buffer += data
        return True

    def _handle_frames(self) -> bool:
        # `start` moves before a frame is handled: handling may read again, and then goes on behind it.
        handled = False
        while len(self.buffer) - self.start >= 8:
            kind, channel, length = _HEAD.unpack_from(self.buffer, self.start)
            begin = self.start + 7
            if len(self.buffer) <= begin + length:
                break
            if self.buffer[begin + length] != 0xCE:
                raise UnexpectedFrame("frame without its end")
            payload = bytes(self.buffer[begin : begin + length])
            self.start = begin + length + 1
            handled = self._handle(kind, channel, payload) or handled
        del self.buffer[: self.start]
        self.start = 0
        return handled

    def _handle(self, kind: int, channel: int, payload: bytes) -> bool:
        ours = channel == self.channel_id and (self.partial or (kind == _METHOD and payload[:4] == _DELIVER))
        if not ours:
            return bool(self.connection.on_inbound_frame((kind, channel, payload)))
        self.connection.bytes_recv += 1
        if kind == _METHOD:
            self.partial = _read_deliver(payload), -1, []
            return False
        return self._add_content(kind, payload)

    def _add_content(self, kind: int, payload: bytes) -> bool:
        assert self.partial is not None
        delivery, missing, pieces = self.partial
        if kind == _HEADER:
            missing = _read_header(payload, delivery)
        else:
            pieces.append(payload)
            missing -= len(payload)
        if missing:
            self.partial = delivery, missing, pieces
            return False
        self.partial = None
        delivery.body = b"".join(pieces)
        delivery.connection = self.connection
        self.on_delivery(delivery)
        return True


def _read_deliver(payload: bytes) -> RpcDelivery:
    at = 5 + payload[4]
    (tag,) = _LONGLONG.unpack_from(payload, at)
    at += 9
    at += 1 + payload[at]
    return RpcDelivery(tag, payload[at + 1 : at + 1 + payload[at]].decode("utf-8", "replace"))


def _read_header(payload: bytes, delivery: RpcDelivery) -> int:
    """Fill in the properties that RPC needs; returns the size of the body."""
    _class, _weight, size, flags = _CONTENT.unpack_from(payload)
    at = 14
    if flags & _TYPE:
        delivery.content_type, at = _read_short(payload, at)
    if flags & _ENCODING:
        at += 1 + payload[at]
    if flags & _HEADERS:
        end = at + 4 + _LONG.unpack_from(payload, at)[0]
        delivery.headers = _read_table(payload, at + 4, end)
        at = end
    at += bool(flags & _MODE) + bool(flags & _PRIORITY)
    if flags & _CORRELATION:
        delivery.correlation_id, at = _read_short(payload, at)
    if flags & _REPLY:
        delivery.reply_to, at = _read_short(payload, at)
    if flags & _USER:
        for passed in (_EXPIRATION, _MESSAGE_ID):
            at += 1 + payload[at] if flags & passed else 0
        at += 8 * bool(flags & _TIMESTAMP)
        at += 1 + payload[at] if flags & _KIND else 0
        delivery.user_id, at = _read_short(payload, at)
    return int(size)


def _read_short(payload: bytes, at: int) -> tuple[str, int]:
    end = at + 1 + payload[at]
    return payload[at + 1 : end].decode("utf-8", "replace"), end


def _read_table(payload: bytes, at: int, end: int) -> dict[str, Any]:
    values: dict[str, Any] = {}
    try:
        while at < end:
            key, at = _read_short(payload, at)
            if payload[at] == 0x53:  # S, a long string, as nearly all are
                stop = at + 5 + _LONG.unpack_from(payload, at + 1)[0]
                values[key], at = payload[at + 5 : stop].decode("utf-8", "replace"), stop
            else:
                values[key], at = _read_item(payload, at)
    except Exception:  # noqa: BLE001  headers of a foreign client may be anything
        log.warning("a message came with headers that cannot be read; they are left out")
        return {}
    return values
