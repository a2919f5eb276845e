# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The service as a transport of requests, in the client's own process: no sockets, and no time but its clock's.

What goes wrong on the way looks to the client as it does on a socket.
"""

from __future__ import annotations

import http.client
import io
import threading
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import urllib3
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ReadTimeout
from urllib3.exceptions import ProtocolError

from .application import TRICKLE_PIECES, Delivery, Exchange, Service
from .routing import Answer

# What a request takes at least (s), so that no two of them come at the same moment.
_SHORTEST = 0.001


class Clock(Protocol):
    """What the service and its clients wait by."""

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass."""

    def later(self, seconds: float, action: Callable[[], object]) -> None:
        """Do something when so many seconds have passed."""


class Adapter(HTTPAdapter):
    """Mounted on a session of requests, it asks the service. Several threads may use it at once."""

    def __init__(self, service: Service, clock: Clock) -> None:
        super().__init__()
        self._service = service
        self._clock = clock
        # On a socket the service does one thing after the other, too.
        self._lock = threading.RLock()

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        """Have a request answered; raises what requests raises when a connection breaks or stays silent."""
        path, _sep, query = request.path_url.partition("?")
        asked = (str(request.method), path, query, _Headers(request.headers), _body_of(request))
        if path.startswith("/_emulator"):
            with self._lock:
                answer = self._service.control(*asked)
            return self._response(request, answer, io.BytesIO(answer.body))
        self._clock.sleep(_SHORTEST)
        with self._lock:
            exchange = self._service.begin(*asked)
        patience = timeout[1] if isinstance(timeout, tuple) else timeout
        if patience is not None and exchange.delay + exchange.latency >= patience:
            # The client gives up; what it asked for is carried out all the same.
            self._clock.later(exchange.delay, lambda: self._carry_out_late(exchange))
            self._clock.sleep(patience)
            raise ReadTimeout(f"Read timed out. (read timeout={patience})", request=request)
        try:
            self._clock.sleep(exchange.delay)
            delivery = self._carry_out(exchange)
            if delivery.how == "whole":
                self._clock.sleep(exchange.latency)
        finally:
            self._end(exchange)
        return self._deliver(request, delivery)

    def _carry_out(self, exchange: Exchange) -> Delivery:
        with self._lock:
            return exchange.carry_out()

    def _end(self, exchange: Exchange) -> None:
        with self._lock:
            exchange.end()

    def _carry_out_late(self, exchange: Exchange) -> None:
        self._carry_out(exchange)
        self._end(exchange)

    def _deliver(self, request: PreparedRequest, delivery: Delivery) -> Response:
        answer = delivery.answer
        if delivery.how == "drop":
            raise _broken(request, http.client.RemoteDisconnected("Remote end closed connection without response"))
        if delivery.how == "cut":
            if not answer.body:
                raise _broken(request, http.client.BadStatusLine("HTTP/1.1 20"))
            return self._response(request, answer, io.BytesIO(answer.body[: len(answer.body) // 2]))
        if delivery.how == "trickle":
            return self._response(request, answer, _Trickle(answer.body, delivery.pause, self._clock))
        return self._response(request, answer, io.BytesIO(answer.body))

    def _response(self, request: PreparedRequest, answer: Answer, body: Any) -> Response:
        headers = {"X-Request-Id": uuid.uuid4().hex}
        if answer.status != 204:
            headers["Content-Length"] = str(len(answer.body))
        if answer.body:
            headers["Content-Type"] = answer.content_type
        raw = urllib3.HTTPResponse(
            body=body,
            headers={**headers, **answer.headers},
            status=answer.status,
            reason=http.client.responses.get(answer.status),
            preload_content=False,
            decode_content=False,
            enforce_content_length=True,
            request_method=request.method,
        )
        return self.build_response(request, raw)


class _Headers(dict[str, str]):
    """Headers as they come out of a socket, found in any letter case."""

    def __init__(self, sent: Mapping[str, str | bytes]) -> None:
        super().__init__()
        for name, value in sent.items():
            wire = value if isinstance(value, bytes) else value.encode("latin-1")
            self[name.lower()] = wire.decode("utf-8", "surrogateescape")

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return super().__contains__(str(name).lower())

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a header."""
        return super().get(name.lower(), default)


class _Trickle(io.RawIOBase):
    """A body that comes in small pieces."""

    def __init__(self, body: bytes, pause: float, clock: Clock) -> None:
        self._rest = body
        self._size = max(1, len(body) // TRICKLE_PIECES)
        self._pause = pause
        self._clock = clock

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """The next piece."""
        piece, self._rest = self._rest[: self._size], self._rest[self._size :]
        if piece:
            self._clock.sleep(self._pause)
        return piece

    read1 = read


def _body_of(request: PreparedRequest) -> bytes:
    body = request.body or b""
    return body.encode() if isinstance(body, str) else bytes(body)


def _broken(request: PreparedRequest, cause: Exception) -> NoConnection:
    return NoConnection(ProtocolError("Connection aborted.", cause), request=request)
