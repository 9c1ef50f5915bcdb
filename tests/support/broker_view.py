"""The broker as a test looks at it: straight, beside the services."""

from contextlib import closing
from dataclasses import dataclass
from typing import Any

from amqp import Message

from chassis.amqp.connection import connect
from chassis.amqp.publisher import ConfirmingPublisher, OutgoingMessage


def publish(amqp_uri: str, letter: OutgoingMessage) -> None:
    publisher = ConfirmingPublisher(amqp_uri)
    assert not publisher.publish([letter]), "no queue takes the letter"
    publisher.close()


def depth(amqp_uri: str, queue: str) -> int:
    """Messages ready to be delivered."""
    with closing(connect(amqp_uri, 5)) as connection:
        count: int = connection.channel().queue_declare(queue, passive=True).message_count
        return count


@dataclass(frozen=True)
class Taken:
    headers: dict[str, Any]
    body: bytes


def take(amqp_uri: str, queue: str) -> Taken:
    """The next message, gone from the queue. Fails when there is none."""
    with closing(connect(amqp_uri, 5)) as connection:
        message = connection.channel().basic_get(queue, no_ack=True)
    assert message is not None, f"{queue} is empty"
    body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
    return Taken(message.headers, body)


def put_raw(amqp_uri: str, queue: str, body: bytes, **properties: Any) -> None:
    """Straight into a queue, whatever it is."""
    with closing(connect(amqp_uri, 5)) as connection:
        connection.channel().basic_publish_confirm(Message(body, **properties), "", queue)


def crash_over(amqp_uri: str, queue: str) -> None:
    """Take the next message and vanish without a word, as a process that is killed."""
    connection = connect(amqp_uri, 5)
    taken: list[Any] = []
    channel = connection.channel()
    channel.basic_consume(queue, callback=taken.append)
    while not taken:
        connection.drain_events(timeout=5)
    connection.collect()
