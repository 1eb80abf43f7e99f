"""A stretch of network between a client and a PostgreSQL server: it can be cut, and it can swallow notifications."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sqlalchemy import make_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL

_NOTIFICATION = b"A"
_HEADER = 5
"""Bytes of a message's type and length, which counts itself but not the type."""


class Proxy:
    """Listens at a loopback port and passes everything on to a server's socket."""

    def __init__(self, server: str, *, deliver_notifications: bool) -> None:
        self._server = server
        self._deliver = deliver_notifications
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._cut = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.swallowed = 0
        self._threads: list[threading.Thread] = []
        self._run(self._accept)

    def through(self, url: URL) -> URL:
        """An address of the server, by way of this proxy."""
        return url.set(host="127.0.0.1", port=self.port, query={"sslmode": "disable", "gssencmode": "disable"})

    def cut(self) -> None:
        """Break all connections, and let no new one come about."""
        with self._lock:
            self._cut = True
            for each in self._open:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Let connections come about again."""
        with self._lock:
            self._cut = False

    def close(self) -> None:
        """End it."""
        self.cut()
        # Who waits at it is woken only so.
        self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for each in (*self._open, self._listener):
            each.close()

    def _run(self, pump: Callable[..., None], *sockets: socket.socket) -> None:
        thread = threading.Thread(target=pump, args=sockets, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                if self._cut:
                    client.close()
                    continue
                # Or small messages would wait for the acknowledgement of those before.
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._server)
                self._open |= {client, server}
            self._run(_pass_on, client, server)
            self._run(_pass_on if self._deliver else self._pass_on_but_notifications, server, client)

    def _pass_on_but_notifications(self, source: socket.socket, target: socket.socket) -> None:
        with _ending(source, target), source.makefile("rb") as stream:
            while head := stream.read(_HEADER):
                body = stream.read(int.from_bytes(head[1:]) - len(head[1:]))
                if head[:1] == _NOTIFICATION:
                    self.swallowed += 1
                else:
                    target.sendall(head + body)


@contextmanager
def proxy(server: str, *, deliver_notifications: bool = True) -> Iterator[Proxy]:
    """A proxy before the server of an address, which is one of a folder with a socket."""
    query = make_url(server).query
    made = Proxy(f"{query['host']}/.s.PGSQL.{query.get('port', 5432)}", deliver_notifications=deliver_notifications)
    try:
        yield made
    finally:
        made.close()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with _ending(source, target):
        while data := source.recv(65536):
            target.sendall(data)


@contextmanager
def _ending(*sockets: socket.socket) -> Iterator[None]:
    """Where one direction ends, both do."""
    with suppress(OSError):
        yield
    for each in sockets:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
