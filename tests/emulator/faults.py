# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Faults that a test orders: errors, delays, dropped connections, answers cut short."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

ACTIONS = ("answer", "answer_after", "delay", "drop_before", "drop_after", "cut", "trickle")
_DEFAULT_CODES = {
    401: "DMS.10240101",
    403: "DMS.00403003",
    404: "DMS.10240407",
    405: "DMS.00405001",
    429: "APIGW.0308",
}


@dataclass(slots=True)
class Fault:
    """One order: which requests it meets, how often, and what happens to them."""

    id: int
    method: str | None = None
    path: re.Pattern[str] | None = None
    query: re.Pattern[str] | dict[str, str] | None = None
    skip: int = 0
    times: int = 1
    status: int | None = None
    code: str | None = None
    message: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    delay: float = 0.0
    action: str = "answer"
    hits: int = 0

    def meets(self, method: str, path: str, query: str) -> bool:
        """Whether this request is meant."""
        if self.method is not None and self.method != method:
            return False
        if self.path is not None and not self.path.search(path):
            return False
        if isinstance(self.query, dict):
            given = parse_qs(query, keep_blank_values=True)
            return all(value in given.get(name, []) for name, value in self.query.items())
        return self.query is None or bool(self.query.search(query))

    def as_dict(self) -> dict[str, Any]:
        """The fault, ready for JSON."""
        return {
            "id": self.id,
            "method": self.method,
            "path": self.path.pattern if self.path else None,
            "query": self.query.pattern if isinstance(self.query, re.Pattern) else self.query,
            "skip": self.skip,
            "times": self.times,
            "status": self.status,
            "code": self.code,
            "message": self.message,
            "headers": self.headers,
            "body": self.body,
            "delay": self.delay,
            "action": self.action,
            "hits": self.hits,
        }

    @property
    def answer_status(self) -> int:
        """The status to answer with."""
        return self.status or 500

    @property
    def answer_code(self) -> str:
        """The error code to answer with."""
        return self.code or _DEFAULT_CODES.get(self.answer_status, "DMS.00500000")


_TYPES: dict[str, tuple[type, ...]] = {
    "method": (str,),
    "path": (str,),
    "query": (str, dict),
    "skip": (int,),
    "times": (int,),
    "status": (int,),
    "code": (str,),
    "message": (str,),
    "headers": (dict,),
    "body": (str,),
    "delay": (int, float),
    "action": (str,),
}


class Faults:
    """All orders, in the order they were given. The first that meets a request takes it."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._last_id = 0

    def __iter__(self) -> Any:
        return iter(self._faults)

    def add(self, order: Any) -> Fault:
        """Take an order; ValueError says what is wrong with it."""
        if not isinstance(order, dict):
            raise ValueError("a fault must be a JSON object")
        for name, value in order.items():
            if name not in _TYPES:
                raise ValueError(f"unknown key: {name}")
            if value is not None and (not isinstance(value, _TYPES[name]) or isinstance(value, bool)):
                raise ValueError(f"{name} has a wrong type")
        given = {name: value for name, value in order.items() if value is not None}
        given.setdefault("action", _default_action(given))
        if given["action"] not in ACTIONS:
            raise ValueError(f"action must be one of {', '.join(ACTIONS)}")
        if not 200 <= given.get("status", 500) <= 599:
            raise ValueError("status must be from 200 to 599")
        for name in ("path", "query"):
            if isinstance(given.get(name), str):
                given[name] = _pattern(given[name])
        if "headers" in given:
            given["headers"] = {str(name): str(value) for name, value in given["headers"].items()}
        if "method" in given:
            given["method"] = given["method"].upper()
        self._last_id += 1
        fault = Fault(self._last_id, **given)
        self._faults.append(fault)
        return fault

    def clear(self, fault_id: int | None = None) -> None:
        """Drop one order, or all."""
        self._faults = [fault for fault in self._faults if fault_id is not None and fault.id != fault_id]

    def take(self, method: str, path: str, query: str) -> Fault | None:
        """The fault for this request, counted down; None almost always."""
        for fault in self._faults:
            if fault.times == 0 or not fault.meets(method, path, query):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.times > 0:
                fault.times -= 1
            fault.hits += 1
            return fault
        return None


def _default_action(given: dict[str, Any]) -> str:
    answers = any(name in given for name in ("status", "code", "message", "body"))
    return "delay" if "delay" in given and not answers else "answer"


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {text} ({error})") from None
