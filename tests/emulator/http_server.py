# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The service on a socket: requests that come over the network, and answers, whole or broken, that go back."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable

from aiohttp import web

from .application import MAX_BODY, TRICKLE_PIECES, Delivery, Service
from .routing import Answer

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def handler_of(service: Service) -> Handler:
    """What aiohttp's server calls for each request."""

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        path, _sep, query = request.raw_path.partition("?")
        if path.startswith(("http://", "https://")):
            path = "/" + path.split("/", 3)[3] if path.count("/") > 2 else "/"
        body = await _read_body(request)
        if path.startswith("/_emulator"):
            return _response(service.control(request.method, path, query, request.headers, body))
        exchange = service.begin(request.method, path, query, request.headers, body)
        try:
            await _wait(exchange.delay)
            delivery = exchange.carry_out()
            if delivery.how == "whole":
                await _wait(exchange.latency)
            return await _send(request, delivery)
        finally:
            exchange.end()

    return handle


async def _wait(seconds: float) -> None:
    if seconds:
        await asyncio.sleep(seconds)


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


async def _send(request: web.BaseRequest, delivery: Delivery) -> web.StreamResponse:
    if delivery.how == "drop":
        return _drop(request)
    if delivery.how == "cut" and not delivery.answer.body:
        return _break_off(request)
    if delivery.how != "whole":
        return await _send_in_parts(request, delivery)
    response = _response(delivery.answer)
    if delivery.close:
        response.force_close()
    return response


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


async def _send_in_parts(request: web.BaseRequest, delivery: Delivery) -> web.StreamResponse:
    """Send slowly, or promise the whole and send half."""
    answer = delivery.answer
    response = web.StreamResponse(status=answer.status, headers={"X-Request-Id": uuid.uuid4().hex, **answer.headers})
    response.content_type = answer.content_type
    response.content_length = len(answer.body)
    await response.prepare(request)
    if delivery.how == "cut":
        await response.write(answer.body[: len(answer.body) // 2])
        if request.transport is not None:
            request.transport.close()
        return response
    size = max(1, len(answer.body) // TRICKLE_PIECES)
    for start in range(0, len(answer.body), size):
        await response.write(answer.body[start : start + size])
        await asyncio.sleep(delivery.pause)
    await response.write_eof()
    return response
