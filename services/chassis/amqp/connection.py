"""Single connections to the broker, without nameko and without a pool."""

from typing import Any

from kombu import Connection


def connect(amqp_uri: str, timeout_s: float) -> Any:
    """An open py-amqp connection, to be ended with `collect` or `close`. One attempt; raises OSError or AMQPError."""
    options = {"read_timeout": timeout_s, "write_timeout": timeout_s}
    connection = Connection(amqp_uri, connect_timeout=timeout_s, transport_options=options)
    return connection.transport.establish_connection()
