# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The floor: a bare program that knows what is to be done, and sends just the requests that takes.

It uses the same library and as many threads as the collection, and a ready token instead of signatures.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from ..integration.emulator_process import PROJECT_ID, REGION, Emulator

PAGE = 50


class Floor:
    """Sends requests to one instance from `concurrency` threads; each method returns the seconds it took."""

    def __init__(self, emulator: Emulator, instance_id: str, concurrency: int = 10) -> None:
        self._base = f"{emulator.url}/v2/{PROJECT_ID}/instances/{instance_id}"
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=concurrency))
        self._session.headers["X-Auth-Token"] = token(emulator)
        self._workers = ThreadPoolExecutor(concurrency)

    def create(self, names: list[str]) -> float:
        """Create topics."""
        return self._time(lambda name: self._send("POST", "/topics", {"name": name, "queue_num": 3}), names)

    def modify(self, names: list[str]) -> float:
        """Modify topics."""
        return self._time(lambda name: self._send("PUT", f"/topics/{name}", {"permission": "sub"}), names)

    def delete(self, names: list[str]) -> float:
        """Start the jobs that delete topics, a page of them in each request."""
        parts = [names[start : start + PAGE] for start in range(0, len(names), PAGE)]
        return self._time(lambda part: self._send("POST", "/topics?action=delete", {"topics": part}), parts)

    def read(self, total: int) -> float:
        """Read the whole list: the first page, and then the others side by side."""
        started = time.monotonic()
        self._send("GET", f"/topics?limit={PAGE}&offset=0")
        offsets = range(PAGE, total, PAGE)
        list(self._workers.map(lambda offset: self._send("GET", f"/topics?limit={PAGE}&offset={offset}"), offsets))
        return time.monotonic() - started

    def _time(self, send: Callable[[Any], Any], subjects: Iterable[Any]) -> float:
        started = time.monotonic()
        list(self._workers.map(send, subjects))
        return time.monotonic() - started

    def _send(self, method: str, path: str, body: Any = None) -> None:
        self._session.request(method, self._base + path, json=body, timeout=60).raise_for_status()


def token(emulator: Emulator) -> str:
    """Return a token of the emulator's user."""
    user = {"name": "emulator-user", "password": "emulator-password", "domain": {"name": "emulator-domain"}}
    identity = {"methods": ["password"], "password": {"user": user}}
    body = {"auth": {"identity": identity, "scope": {"project": {"name": REGION}}}}
    answer = requests.post(f"{emulator.url}/v3/auth/tokens", json=body, timeout=30)
    answer.raise_for_status()
    return answer.headers["X-Subject-Token"]


def emulator_rates(emulator: Emulator, count: int) -> dict[str, float]:
    """Return how many requests a second the emulator answers, asked by a client that costs little.

    list: pages out of the middle of a list of `count` topics. create: new topics.
    """
    topics = [{"name": f"topic-{number:05}", "queue_num": 3} for number in range(count)]
    # A broker has room for some thousand topics, so the instance for new ones has several.
    full, empty = emulator.instance("full"), emulator.instance("empty", broker_num=8)
    emulator.control("POST", f"instances/{full}/topics", topics)
    base = f"{emulator.url}/v2/{PROJECT_ID}/instances"
    page = {"limit": PAGE, "offset": count // 2}
    new = {"queue_num": 3, "brokers": ["broker-0"]}
    return {
        "list": _rate(emulator, "GET", f"{base}/{full}/topics", lambda _number: {"params": page}),
        "create": _rate(
            emulator, "POST", f"{base}/{empty}/topics", lambda number: {"json": {**new, "name": f"topic-{number:06}"}}
        ),
    }


def _rate(
    emulator: Emulator, method: str, url: str, options: Callable[[int], dict[str, Any]], seconds: float = 3.0
) -> float:
    import asyncio

    import aiohttp

    numbers = itertools.count()

    async def ask(session: aiohttp.ClientSession, until: float) -> None:
        while time.monotonic() < until:
            async with session.request(method, url, **options(next(numbers))) as answer:
                answer.raise_for_status()
                await answer.read()

    async def ask_all() -> float:
        started = time.monotonic()
        async with aiohttp.ClientSession(headers={"X-Auth-Token": token(emulator)}) as session:
            await asyncio.gather(*(ask(session, started + seconds) for _worker in range(10)))
        return next(numbers) / (time.monotonic() - started)

    return asyncio.run(ask_all())
