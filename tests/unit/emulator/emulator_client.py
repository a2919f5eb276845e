# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""An emulator in a thread, and a small signing client for it."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import web
from emulator.application import Service
from emulator.authentication import canonical_query, canonical_request, signature_of
from emulator.http_server import handler_of
from emulator.state import DEFAULT_PROJECT_ID

PROJECT = DEFAULT_PROJECT_ID
ZONES = ["8c90c2a4e2594c0782faa6b205afeca7", "d539378ec1314c85b76fefa3f7071458", "9f1c5806706d4c1fb0eb72f0a9b18c77"]


class Reply:
    """An answer."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The error code."""
        return str(self.json["error_code"])


class Client:
    """Talks to the emulator."""

    def __init__(self, port: int) -> None:
        self.port = port

    def raw(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> Reply:
        """One request as it stands."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, target, body or None, headers)
            answer = connection.getresponse()
            return Reply(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def signed_headers(
        self, method: str, target: str, body: bytes, secret: str = "emulator-secret-key", **more: str
    ) -> dict[str, str]:
        """The headers of a signed request."""
        path, _sep, query = target.partition("?")
        date = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        headers = {
            "content-type": "application/json",
            "host": f"127.0.0.1:{self.port}",
            "x-sdk-date": date,
            **{name.replace("_", "-"): value for name, value in more.items()},
        }
        names = sorted(headers)
        request = canonical_request(method, path, canonical_query(query), headers, names, body)
        headers["Authorization"] = (
            f"SDK-HMAC-SHA256 Access=EMULATORACCESSKEY001, SignedHeaders={';'.join(names)}, "
            f"Signature={signature_of(request, date, secret)}"
        )
        return headers

    def call(self, method: str, path: str, body: Any = None, /, **query: Any) -> Reply:
        """A signed request; a path that does not begin with / is below the project."""
        target = path if path.startswith("/") else f"/v2/{PROJECT}/{path}"
        if query:
            target += "?" + urlencode(query, quote_via=quote)
        data = b"" if body is None else json.dumps(body).encode()
        return self.raw(method, target, data, self.signed_headers(method, target, data))

    def good(self, method: str, path: str, body: Any = None, /, **query: Any) -> Any:
        """As call, but it must succeed; gives the JSON, or None."""
        reply = self.call(method, path, body, **query)
        assert reply.status < 300, reply.body
        return reply.json if reply.body else None

    def refused(self, method: str, path: str, body: Any = None, /, **query: Any) -> tuple[int, str]:
        """As call, but it must fail; gives the status and the code."""
        reply = self.call(method, path, body, **query)
        assert reply.status >= 400, reply.body
        return reply.status, reply.code

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """The control path."""
        data = b"" if body is None else json.dumps(body).encode()
        reply = self.raw(method, "/_emulator" + path, data, {})
        assert reply.status < 300, reply.body
        return reply.json if reply.body else None

    def settings(self, **changes: Any) -> None:
        """Change settings."""
        self.control("PUT", "/settings", changes)

    def advance(self, seconds: float) -> None:
        """Move the clock."""
        self.control("POST", "/clock", {"advance": seconds})

    def instance(self, **fields: Any) -> str:
        """A running instance."""
        return str(self.control("POST", "/instances", fields)["instance_ids"][0])


def order(**changes: Any) -> dict[str, Any]:
    """A valid order for an instance."""
    return {
        "name": "orders-1",
        "engine": "reliability",
        "engine_version": "4.8.0",
        "storage_space": 600,
        "vpc_id": "3db8490c-4d6d-4d8f-8d3f-047b0de4c5cf",
        "subnet_id": "0a0f1fcf-f019-458d-b9e5-301867394d50",
        "security_group_id": "23c5977f-ff33-4b95-a73e-08d8a0bc4e6c",
        "available_zones": [ZONES[2]],
        "product_id": "c6.4u8g.cluster",
        "storage_spec_code": "dms.physical.storage.ultra.v2",
        "broker_num": 1,
        **changes,
    }


def serve(service: Service, started: threading.Event, found: dict[str, Any]) -> None:
    async def run() -> None:
        runner = web.ServerRunner(web.Server(handler_of(service), access_log=None), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        found["port"] = runner.addresses[0][1]
        found["stop"], found["loop"] = asyncio.Event(), asyncio.get_running_loop()
        started.set()
        await found["stop"].wait()
        await runner.cleanup()

    asyncio.run(run())
