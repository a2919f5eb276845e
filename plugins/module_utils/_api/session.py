# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""A requests session that refuses redirects and reads answers within bounds of size and time."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any

try:
    from requests import Session
    from requests.adapters import HTTPAdapter
    from urllib3.exceptions import HTTPError
except ImportError:
    # The client tells the user.
    HTTPAdapter = Session = object  # type: ignore[assignment, misc]

# The most bytes of an answer, counted after decompression.
MAX_RESPONSE_BYTES = 8 * 1024 * 1024
CHUNK_SIZE = 64 * 1024
# Other encodings were not asked for; a body that has one is read as it is.
COMPRESSED_ENCODINGS = ("gzip", "x-gzip", "deflate")


class TransportError(Exception):
    """An answer that cannot be read to its end."""


class LimitedSession(Session):
    """A session that follows no redirect and keeps up to `connections` open to a host."""

    def __init__(self, connections: int) -> None:
        super().__init__()
        adapter = HTTPAdapter(pool_connections=2, pool_maxsize=connections)
        self.mount("https://", adapter)
        self.mount("http://", adapter)
        self.headers["Accept-Encoding"] = "gzip"

    def get_redirect_target(self, resp: Any) -> None:
        """Return None: of a redirect, requests would read the body, however large."""


def read_body(response: Any, deadline: float, clock: Callable[[], float] = time.monotonic) -> bytes:
    """Return the decompressed body of an answer.

    Raises TransportError if it is too large, cannot be read, or has not ended when `clock()` reaches `deadline`.
    """
    body = bytearray()
    for chunk in _decompress(response, _iter_raw(response.raw, deadline, clock)):
        body += chunk
        if len(body) > MAX_RESPONSE_BYTES:
            raise TransportError(f"the answer is larger than {MAX_RESPONSE_BYTES} bytes")
    return bytes(body)


def _decompress(response: Any, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a body in small pieces: a compressed megabyte may stand for a gigabyte."""
    if response.headers.get("Content-Encoding", "").strip().lower() not in COMPRESSED_ENCODINGS:
        yield from chunks
        return
    # This accepts the headers of gzip and of zlib.
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | 32)
    for chunk in chunks:
        # Whatever follows the compressed data is ignored.
        while chunk and not decompressor.eof:
            try:
                yield decompressor.decompress(chunk, CHUNK_SIZE)
            except zlib.error as error:
                raise TransportError("the answer is compressed in an unsupported way") from error
            chunk = decompressor.unconsumed_tail


def _iter_raw(raw: Any, deadline: float, clock: Callable[[], float]) -> Iterator[bytes]:
    # read1 (urllib3 2.1 and later) returns what has arrived, where read waits for a whole chunk.
    read = getattr(raw, "read1", raw.read)
    while True:
        try:
            chunk = read(CHUNK_SIZE, decode_content=False)
        except (OSError, HTTPError) as error:
            raise TransportError(f"the answer broke off ({type(error).__name__})") from error
        if not chunk:
            return
        if clock() > deadline:
            raise TransportError("the answer did not end within twice the request_timeout")
        yield chunk
