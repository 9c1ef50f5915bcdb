"""Dead letters: messages that a service could not handle, for an operator to read, replay or drop.

Reading fetches the messages without acknowledging them, so that the broker requeues them in their old order; the
queue has no other consumer that would see them move.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from chassis.amqp.connection import connect
from chassis.amqp.publisher import ConfirmingPublisher, NotPublished, OutgoingMessage
from chassis.amqp.retry_policy import (
    ATTEMPT_HEADER,
    FIRST_FAILED_AT_HEADER,
    LAST_ERROR_HEADER,
    QUEUE_HEADER,
    REASON_HEADER,
    original_headers,
)

_TIMEOUT_S = 10.0

DeadLetterFilter = Callable[["DeadLetter"], bool]


@dataclass(frozen=True)
class DeadLetter:
    """A dead letter.

    `id` names this one and no other: of its queue, its message and its content, with a number after it where the same
    message lies there more than once. `message_id` is that of the message, an event's id, empty where it has none.
    """

    id: str
    message_id: str
    queue: str
    type: str
    reason: str
    last_error: str
    attempts: int
    first_failed_at: str
    body: bytes
    content_type: str
    content_encoding: str
    headers: dict[str, Any]


def match_all(_letter: DeadLetter) -> bool:
    """Filter: every dead letter."""
    return True


def by_id(letter_id: str) -> DeadLetterFilter:
    """Filter: the dead letter with this id."""
    return lambda letter: letter.id == letter_id


def peek(amqp_uri: str, dead_queue: str, limit: int = 1000) -> list[DeadLetter]:
    """The oldest `limit` dead letters, which stay in the queue. Raises OSError or AMQPError without a broker."""
    with _unacked(amqp_uri, dead_queue, limit) as (_, held):
        return [letter for _, letter in held]


def drop(amqp_uri: str, dead_queue: str, matches: DeadLetterFilter = match_all, limit: int = 100_000) -> int:
    """Remove the dead letters that match, for ever; how many they were."""
    with _unacked(amqp_uri, dead_queue, limit) as (channel, held):
        taken = [tag for tag, letter in held if matches(letter)]
        for tag in taken:
            channel.basic_ack(tag)
        return len(taken)


def replay(
    amqp_uri: str, dead_queue: str, matches: DeadLetterFilter = match_all, limit: int = 100_000
) -> int:
    """Put the dead letters that match back into the queues they came from, without their retry headers; how many.

    Each is confirmed there before it is taken from here, so an interruption may double one, never lose one.
    Raises NotPublished when a queue is gone or the broker refuses; those before it are moved by then.
    """
    publisher = ConfirmingPublisher(amqp_uri)
    with _unacked(amqp_uri, dead_queue, limit) as (channel, held):
        taken = [(tag, letter) for tag, letter in held if matches(letter)]
        for tag, letter in taken:
            if publisher.publish([_to_outgoing(letter)]):
                raise NotPublished(f"there is no queue {letter.queue!r} to put {letter.id} back into")
            channel.basic_ack(tag)
    publisher.close()
    return len(taken)


@contextmanager
def _unacked(amqp_uri: str, queue: str, limit: int) -> Iterator[tuple[Any, list[tuple[int, DeadLetter]]]]:
    """The dead letters with their delivery tags, unacknowledged; the broker requeues what is not acknowledged inside."""
    connection = connect(amqp_uri, _TIMEOUT_S)
    try:
        channel = connection.channel()
        depth = channel.queue_declare(queue, passive=True).message_count
        yield channel, _hold(channel, queue, min(depth, limit))
    finally:
        connection.close()


def _hold(channel: Any, queue: str, count: int) -> list[tuple[int, DeadLetter]]:
    held: list[tuple[int, DeadLetter]] = []
    seen = Counter[str]()
    for _ in range(count):
        message = channel.basic_get(queue)
        if message is None:
            break
        letter = _from_message(message)
        seen[letter.id] += 1
        if seen[letter.id] > 1:
            letter = replace(letter, id=f"{letter.id}-{seen[letter.id]}")
        held.append((message.delivery_tag, letter))
    return held


def _to_outgoing(letter: DeadLetter) -> OutgoingMessage:
    return OutgoingMessage(
        exchange="",
        routing_key=letter.queue,
        message_id=letter.message_id or letter.id,
        body=letter.body,
        headers=original_headers(letter.headers),
        content_type=letter.content_type,
        content_encoding=letter.content_encoding,
    )


def _from_message(message: Any) -> DeadLetter:
    headers = dict(message.headers or {})
    body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
    # Those that the broker dead-lettered itself carry its headers and none of ours.
    queue = str(headers.get(QUEUE_HEADER) or headers.get("x-first-death-queue", ""))
    message_id = str(message.properties.get("message_id") or "")
    return DeadLetter(
        id=_fingerprint(queue.encode(), message_id.encode(), body),
        message_id=message_id,
        queue=queue,
        type=str(headers.get("type", "")),
        reason=str(headers.get(REASON_HEADER) or headers.get("x-first-death-reason", "")),
        last_error=str(headers.get(LAST_ERROR_HEADER, "")),
        attempts=int(headers.get(ATTEMPT_HEADER, 0)),
        first_failed_at=str(headers.get(FIRST_FAILED_AT_HEADER, "")),
        body=body,
        content_type=message.properties.get("content_type") or "",
        content_encoding=message.properties.get("content_encoding") or "",
        headers=headers,
    )


def _fingerprint(*parts: bytes) -> str:
    """16 hex digits of all parts, each with its length before it."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:16]
