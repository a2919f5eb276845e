# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The HTTP side: from a request to a handler, and from its answer (or a fault) to the wire."""

from __future__ import annotations

import asyncio
import time
import traceback
import uuid
from collections.abc import Callable
from urllib.parse import unquote

from aiohttp import web

from . import (
    catalogue,
    configs,
    consumer_groups,
    control,
    eips,
    identity,
    instances,
    messages,
    migration,
    resizing,
    tags,
    tasks,
    topics,
    users,
)
from .authentication import authenticate
from .call import Call
from .errors import ServiceError
from .faults import Fault, Faults
from .request_log import Entry, RequestLog
from .routing import Answer, Route, Router, ok
from .settings import Settings
from .state import State

MAX_BODY = 12 * 1024 * 1024
_TRICKLE_PAUSE = 0.05
_TRICKLE_PIECES = 40

_MODULES = (
    catalogue, configs, consumer_groups, eips, identity, instances, messages, migration, resizing, tags, tasks, topics,
    users,
)  # fmt: skip


# Takes a call, its raw path and query, and the answer; returns what breaks the contract.
ContractCheck = Callable[[Call, str, str, Answer], list[str]]


class Service:
    """The service as a whole."""

    def __init__(self, state: State, settings: Settings, contract: ContractCheck | None = None) -> None:
        self._contract = contract
        self.state = state
        self.settings = settings
        self._first_settings = settings.as_dict()
        self.faults = Faults()
        self.log = RequestLog()
        self._router = Router(route for module in _MODULES for route in module.ROUTES)
        self._control = Router(control.ROUTES)
        self._allowance = 0.0
        self._allowance_at = 0.0

    def reset(self) -> None:
        """Back to how it was started, without any state."""
        self.state.clear()
        self.settings.merge(self._first_settings)
        self.faults = Faults()
        self.log.clear()

    # From a request to an answer

    def answer(self, call: Call, raw_path: str, raw_query: str, entry: Entry) -> Answer:
        """Route, authenticate, check, handle."""
        try:
            route = self._route(call, raw_path, entry)
            if route.signed:
                entry.signed_headers = authenticate(call, raw_path, raw_query)
            call.take_query(_parameters(raw_query, route.query))
            if "project_id" in call.vars:
                call.find_project()
            if "instance_id" in call.vars:
                call.find_instance()
            answer = route.handler(call)
        except ServiceError as error:
            return _error(error, raw_path)
        except Exception:
            # Whatever goes wrong in a handler is the service's own fault.
            traceback.print_exc()
            return _error(ServiceError("DMS.00500000"), raw_path)
        if call.method != "GET":
            self.state.save()
        return answer

    def _route(self, call: Call, raw_path: str, entry: Entry) -> Route:
        segments = [unquote(part) if "%" in part else part for part in raw_path.split("/")[1:]]
        route, call.vars = self._router.find(call.method, segments)
        if route.twin and not self.settings.rocketmq_paths:
            raise ServiceError("DMS.00404001")
        entry.project_id = call.vars.get("project_id")
        entry.instance_id = call.vars.get("instance_id")
        return route

    def is_throttled(self) -> bool:
        """Whether the allowed rate is exceeded: a bucket that holds one second's worth."""
        rate = self.settings.requests_per_second
        if not rate:
            return False
        now = time.monotonic()
        self._allowance = min(max(rate, 1.0), self._allowance + (now - self._allowance_at) * rate)
        self._allowance_at = now
        if self._allowance < 1.0:
            return True
        self._allowance -= 1.0
        return False

    def throttle_answer(self) -> Answer:
        """What a client that asks too often gets to hear."""
        if self.settings.throttle_style == "404":
            return _error(ServiceError("DMS.10240407"), "")
        answer = _error(ServiceError("APIGW.0308"), "")
        answer.headers["Retry-After"] = "1"
        return answer

    # The wire

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Handle one request of the HTTP server."""
        path, _sep, query = request.raw_path.partition("?")
        if path.startswith(("http://", "https://")):
            path = "/" + path.split("/", 3)[3] if path.count("/") > 2 else "/"
        if path.startswith("/_emulator"):
            return await self._serve_control(request, path, query)
        entry = self.log.begin(request.method, path, query, request.headers.get("User-Agent", ""))
        try:
            return await self._serve_logged(request, path, query, entry)
        finally:
            self.log.end(entry)

    async def _serve_logged(self, request: web.BaseRequest, path: str, query: str, entry: Entry) -> web.StreamResponse:
        body = await _read_body(request)
        if body is None:
            return await self._send(request, _error(ServiceError("DMS.00413001"), path), entry, close=True)
        entry.body = body
        fault = self.faults.take(request.method, path, query)
        if fault is not None:
            return await self._serve_fault(request, path, query, body, entry, fault)
        if self.settings.requests_per_second and self.is_throttled():
            return await self._send(request, self.throttle_answer(), entry)
        call = Call(self, request.method, request.headers, body)
        answer = self.answer(call, path, query, entry)
        if self._contract is not None:
            entry.problems = self._contract(call, path, query, answer)
        return await self._send(request, answer, entry)

    async def _serve_fault(
        self, request: web.BaseRequest, path: str, query: str, body: bytes, entry: Entry, fault: Fault
    ) -> web.StreamResponse:
        if fault.delay and fault.action != "trickle":
            await asyncio.sleep(fault.delay)
        if fault.action == "drop_before":
            return _drop(request)
        if fault.action == "answer":
            return await self._send(request, _fault_answer(fault), entry)
        answer = self.answer(Call(self, request.method, request.headers, body), path, query, entry)
        if fault.action == "drop_after":
            return _drop(request)
        if fault.action == "answer_after":
            answer = _fault_answer(fault)
        answer.headers.update(fault.headers)
        if fault.action in ("cut", "trickle"):
            entry.status, entry.code = answer.status, answer.code
            if fault.action == "cut" and not answer.body:
                return _break_off(request)
            return await _send_in_parts(request, answer, fault)
        return await self._send(request, answer, entry)

    async def _send(
        self, request: web.BaseRequest, answer: Answer, entry: Entry, close: bool = False
    ) -> web.StreamResponse:
        entry.status, entry.code = answer.status, answer.code
        if self.settings.latency:
            await asyncio.sleep(self.settings.latency)
        response = _response(answer)
        if close:
            response.force_close()
        return response

    async def _serve_control(self, request: web.BaseRequest, path: str, query: str) -> web.StreamResponse:
        body = await _read_body(request)
        if body is None:
            return web.json_response({"error": "the body is too large"}, status=413)
        call = Call(self, request.method, request.headers, body)
        try:
            route, call.vars = self._control.find(request.method, path.split("/")[1:])
            call.take_query(_parameters(query, route.query))
            answer = route.handler(call)
        except ServiceError as error:
            answer = ok({"error": error.message}, error.status)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            answer = ok({"error": f"{type(error).__name__}: {error}"}, 400)
        if request.method != "GET":
            self.state.save()
        return _response(answer)


def _parameters(raw_query: str, allowed: tuple[str, ...]) -> list[tuple[str, str]]:
    """The parameters as they came; an unknown one is refused."""
    result: list[tuple[str, str]] = []
    for part in raw_query.split("&") if raw_query else ():
        name, _sep, value = part.partition("=")
        if "%" in part or "+" in part:
            name, value = unquote(name.replace("+", " ")), unquote(value.replace("+", " "))
        if part and name not in allowed and "*" not in allowed:
            raise ServiceError("DMS.10540014", f"The URL contains the unknown parameter {name[:64]}.")
        result.append((name, value))
    return result


def _error(error: ServiceError, raw_path: str) -> Answer:
    if raw_path.startswith("/v3/") and error.code.startswith("DMS."):
        if error.status == 401:
            return identity.iam_error(401, "The request you have made requires authentication.")
        if error.status in (404, 405):
            return identity.iam_error(404, "The resource could not be found.")
    return _plain(error)


def _plain(error: ServiceError) -> Answer:
    payload = {"error_code": error.code, "error_msg": error.message}
    if error.code.startswith("APIGW."):
        payload["request_id"] = uuid.uuid4().hex
    answer = ok(payload, error.status)
    answer.code = error.code
    return answer


def _fault_answer(fault: Fault) -> Answer:
    if fault.body is not None:
        return Answer(fault.answer_status, fault.body.encode(), headers=dict(fault.headers), code=fault.code)
    if fault.answer_status < 300 and fault.code is None and fault.message is None:
        return Answer(fault.answer_status, headers=dict(fault.headers))
    default = "A fault ordered from the emulator." if fault.code is None else None
    answer = _plain(ServiceError(fault.answer_code, fault.message or default, fault.answer_status))
    answer.headers.update(fault.headers)
    return answer


async def _read_body(request: web.BaseRequest) -> bytes | None:
    """The body, or None when it is too large."""
    if not request.can_read_body:
        return b""
    if request.content_length is not None and request.content_length > MAX_BODY:
        return None
    parts, size = [], 0
    async for part in request.content.iter_any():
        size += len(part)
        if size > MAX_BODY:
            return None
        parts.append(part)
    return b"".join(parts)


def _response(answer: Answer) -> web.Response:
    headers = {"X-Request-Id": uuid.uuid4().hex}
    if answer.body:
        headers["Content-Type"] = answer.content_type
    headers.update(answer.headers)
    return web.Response(status=answer.status, body=answer.body or None, headers=headers)


def _drop(request: web.BaseRequest) -> web.Response:
    """Cut the connection off without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _break_off(request: web.BaseRequest) -> web.Response:
    """End an answer that has no body in the middle of its first line."""
    if request.transport is not None:
        request.transport.write(b"HTTP/1.1 20")
        request.transport.close()
    return web.Response()


async def _send_in_parts(request: web.BaseRequest, answer: Answer, fault: Fault) -> web.StreamResponse:
    """Send slowly, or promise the whole and send half."""
    response = web.StreamResponse(status=answer.status, headers={"X-Request-Id": uuid.uuid4().hex, **answer.headers})
    response.content_type = answer.content_type
    response.content_length = len(answer.body)
    await response.prepare(request)
    if fault.action == "cut":
        await response.write(answer.body[: len(answer.body) // 2])
        if request.transport is not None:
            request.transport.close()
        return response
    size = max(1, len(answer.body) // _TRICKLE_PIECES)
    for start in range(0, len(answer.body), size):
        await response.write(answer.body[start : start + size])
        await asyncio.sleep(fault.delay or _TRICKLE_PAUSE)
    await response.write_eof()
    return response
