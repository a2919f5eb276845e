# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Answers read within bounds of size, also once they are unpacked, and of time, from the first byte on."""

from __future__ import annotations

import contextlib
import http.client
import io
import math
import threading
import time
import zlib
from collections.abc import Iterator
from typing import Any

try:
    from requests import Session
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.exceptions import HTTPError
except ImportError:
    # The client tells the user.
    HTTPAdapter = Session = object  # type: ignore[assignment, misc]
    HTTPConnection = HTTPSConnection = HTTPConnectionPool = HTTPSConnectionPool = object  # type: ignore[assignment, misc]

LARGEST_ANSWER = 8 * 1024 * 1024
PIECE = 64 * 1024
# What is packed in other ways was not asked for, and is read as it is.
PACKED = ("gzip", "x-gzip", "deflate")


class TransportError(Exception):
    """An answer that cannot be read to its end."""


class _Exchange(threading.local):
    # None of the code between the client and the place where bytes come in passes this on.
    end = math.inf


_exchange = _Exchange()


@contextlib.contextmanager
def ending_within(seconds: float) -> Iterator[None]:
    """Have TransportError raised if this thread still reads an answer after so many seconds."""
    _exchange.end = time.monotonic() + seconds
    try:
        yield
    finally:
        _exchange.end = math.inf


def _check_time() -> None:
    if time.monotonic() > _exchange.end:
        raise TransportError("the answer did not end within twice the request_timeout")


class _TimedFile(io.RawIOBase):
    """What a socket receives. The socket's own timeout begins anew with each byte that trickles in."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> Any:
        _check_time()
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(http.client.HTTPResponse):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fp = io.BufferedReader(_TimedFile(self.fp.detach()))


class _Connection(HTTPConnection):
    response_class = _TimedResponse


class _TLSConnection(HTTPSConnection):
    response_class = _TimedResponse


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _TLSConnection


POOLS = {"http": _Pool, "https": _TLSPool}


class _Adapter(HTTPAdapter):
    """Has answers timed; behind SOCKS proxies, which have connections of their own, only bodies."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = POOLS
        return manager


class BoundedSession(Session):
    """A session whose answers come within bounds; `connections` is how many it keeps open to a host."""

    def __init__(self, connections: int) -> None:
        super().__init__()
        adapter = _Adapter(pool_connections=2, pool_maxsize=connections)
        self.mount("https://", adapter)
        self.mount("http://", adapter)
        self.headers["Accept-Encoding"] = "gzip"

    def get_redirect_target(self, resp: Any) -> None:
        """Return None: of a redirect, requests would read the body, however large."""


def read_body(response: Any) -> bytes:
    """Return the body of an answer, unpacked. Raises TransportError."""
    body = bytearray()
    for piece in _unpacked(response):
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise TransportError(f"the answer is larger than {LARGEST_ANSWER} bytes")
    return bytes(body)


def _unpacked(response: Any) -> Iterator[bytes]:
    """Yield a body in small pieces: of a packed one, a megabyte may stand for a gigabyte."""
    if response.headers.get("Content-Encoding", "").strip().lower() not in PACKED:
        yield from _received(response.raw)
        return
    # This takes the headers of gzip and of zlib.
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    for piece in _received(response.raw):
        # What follows the packed data is left out.
        while piece and not unpacker.eof:
            try:
                yield unpacker.decompress(piece, PIECE)
            except zlib.error as error:
                raise TransportError("the answer is packed in a way that cannot be read") from error
            piece = unpacker.unconsumed_tail


def _received(raw: Any) -> Iterator[bytes]:
    # read1 (urllib3 2.1 and later) returns what has arrived, where read waits for a whole piece.
    read = getattr(raw, "read1", raw.read)
    while True:
        try:
            piece = read(PIECE, decode_content=False)
        except (OSError, HTTPError) as error:
            raise TransportError(f"the answer broke off ({type(error).__name__})") from error
        if not piece:
            return
        _check_time()
        yield piece
