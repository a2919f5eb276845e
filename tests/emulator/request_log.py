# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What was asked of the service: the last requests, and how many were under way at once."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

KEPT = 100_000
# Longer bodies are not kept.
_KEPT_BODY = 64 * 1024
_SECRETS = {"secret_key", "password"}


class Entry:
    """One request. Its body is made readable, and its secrets unreadable, only when somebody looks."""

    __slots__ = (
        "body", "code", "duration", "id", "in_flight", "instance_id", "method", "path", "problems", "project_id",
        "query", "signed_headers", "status", "time", "user_agent",
    )  # fmt: skip

    def __init__(
        self, number: int, now: float, method: str, path: str, query: str, user_agent: str, in_flight: int
    ) -> None:
        self.id = number
        self.time = now
        self.method = method
        self.path = path
        self.query = query
        self.user_agent = user_agent
        self.in_flight = in_flight
        self.status: int | None = None
        self.code: str | None = None
        self.body = b""
        self.project_id: str | None = None
        self.instance_id: str | None = None
        self.duration: float | None = None
        self.signed_headers: list[str] = []
        # What of the request and its answer breaks the contract, where that is checked.
        self.problems: list[str] = []

    @property
    def is_write(self) -> bool:
        """Whether it could change something of DMS."""
        return self.method not in ("GET", "HEAD", "OPTIONS") and not self.path.startswith("/v3/")

    def as_dict(self) -> dict[str, Any]:
        """The entry, ready for JSON."""
        result = {name: getattr(self, name) for name in self.__slots__}
        result["body"] = _readable(self.body)
        return result


def _readable(body: bytes) -> Any:
    if not body:
        return None
    if len(body) > _KEPT_BODY:
        return f"({len(body)} bytes)"
    try:
        return _masked(json.loads(body))
    except (ValueError, RecursionError):
        return f"({len(body)} bytes, not JSON)"


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: "***" if key in _SECRETS and isinstance(item, str) else _masked(item) for key, item in value.items()
        }
    if isinstance(value, list):
        return [_masked(item) for item in value]
    return value


class RequestLog:
    """The last requests, oldest first, and the counts."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.in_flight = 0
        self._last_id = 0
        self.clear()

    def clear(self) -> None:
        """Forget all requests; those under way stay counted."""
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self.count = 0
        self.max_in_flight = self.in_flight

    def begin(self, method: str, path: str, query: str, user_agent: str) -> Entry:
        """Note a request that has just come in."""
        self.in_flight += 1
        self.count += 1
        self._last_id += 1
        self.max_in_flight = max(self.max_in_flight, self.in_flight)
        entry = Entry(self._last_id, self._clock(), method, path, query, user_agent, self.in_flight)
        self._entries.append(entry)
        return entry

    def end(self, entry: Entry) -> None:
        """Note that a request has been answered, or dropped."""
        self.in_flight -= 1
        entry.duration = round(self._clock() - entry.time, 6)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)
