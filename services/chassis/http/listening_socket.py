"""The listening sockets of an asyncio server, closed without a reset for those who wait in their queues."""

import asyncio
import os
import socket
from collections.abc import Callable, Iterable

MakeProtocol = Callable[[], asyncio.Protocol]


async def stop_listening(servers: Iterable[asyncio.Server], make_protocol: MakeProtocol) -> None:
    """Close the ports; connections that the kernel has made already are served, by a protocol each.

    A port that is just closed resets those whom the event loop has not come to yet, the more the busier it is, though
    their requests may be on the way. A duplicate of each port stays open until its queue is empty. For uvloop:
    asyncio's own server loses connections that it has accepted and not yet begun to serve when it is closed.
    """
    servers = list(servers)
    duplicates = [
        socket.socket(fileno=os.dup(listening.fileno())) for server in servers for listening in server.sockets
    ]
    for server in servers:
        server.close()
    await asyncio.sleep(0.01)  # the event loop closes its own descriptors in its next round
    waiting = [connection for duplicate in duplicates for connection in _take_all(duplicate)]
    for connection in waiting:
        await asyncio.get_running_loop().connect_accepted_socket(make_protocol, connection)


def _take_all(listening: socket.socket) -> list[socket.socket]:
    """All who wait, then it is closed; in one go, or those who are served meanwhile would come again."""
    waiting: list[socket.socket] = []
    listening.setblocking(False)
    with listening:
        while True:
            try:
                connection, _ = listening.accept()
            except BlockingIOError:
                return waiting
            except ConnectionAbortedError:
                continue
            connection.setblocking(False)
            waiting.append(connection)
