"""Plain connections to the broker, for what needs neither nameko nor a pool."""

from typing import Any

from kombu import Connection


def connect(amqp_uri: str, timeout_s: float) -> Any:
    """An open py-amqp connection. One try; raises OSError or AMQPError. Ends with `collect` or `close`."""
    options = {"read_timeout": timeout_s, "write_timeout": timeout_s}
    link = Connection(amqp_uri, connect_timeout=timeout_s, transport_options=options)
    return link.transport.establish_connection()
