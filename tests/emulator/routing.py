# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From a method and a path to a handler. Paths are matched on the wire's segments, each decoded once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .errors import ServiceError

if TYPE_CHECKING:
    from .call import Call

ENGINES = ("reliability", "rocketmq")


@dataclass(slots=True)
class Answer:
    """What a handler gives back."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    code: str | None = None


_encode = json.JSONEncoder(separators=(",", ":")).encode


def ok(payload: Any, status: int = 200) -> Answer:
    """A JSON answer."""
    return Answer(status, _encode(payload).encode("ascii"))


def without_empty(record: dict[str, Any]) -> dict[str, Any]:
    """A record without the texts and lists that are empty, which some editions do not show."""
    return {key: value for key, value in record.items() if value not in ("", [])}


def no_content() -> Answer:
    """A success that says nothing."""
    return Answer(204)


Handler = Callable[["Call"], Answer]


@dataclass(slots=True, frozen=True)
class Route:
    """One API under one path.

    `twin` marks the newer /rocketmq/ spelling of a path. `words` marks a path with either word for the engine, of which
    regions may know one.
    """

    method: str
    path: str
    handler: Handler
    query: tuple[str, ...] = ()
    body: bool = False
    twin: bool = False
    words: bool = False
    signed: bool = True


def spellings(method: str, tail: str, handler: Handler, forms: str, **options: Any) -> list[Route]:
    """The same API under several paths.

    p: /v2/{project_id}/instances   e: /v2/{engine}/{project_id}/instances
    r: /v2/{project_id}/rocketmq/instances   R: as r, with either word for the engine
    """
    heads = {
        "p": "/v2/{project_id}/instances",
        "e": "/v2/{engine}/{project_id}/instances",
        "r": "/v2/{project_id}/rocketmq/instances",
        "R": "/v2/{project_id}/{engine}/instances",
    }
    only_form = len(forms) == 1
    return [
        Route(method, heads[form] + tail, handler, twin=form == "r" and not only_form, words=form == "R", **options)
        for form in forms
    ]


class _Node:
    __slots__ = ("any", "literal", "routes")

    def __init__(self) -> None:
        self.literal: dict[str, _Node] = {}
        self.any: _Node | None = None
        self.routes: dict[str, tuple[Route, tuple[str, ...], str]] = {}


# A node at the end of a path, and the values of the variables on the way.
_Hit = tuple[_Node, tuple[str, ...]]


class Router:
    """A tree of path segments."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Node()
        routes = list(routes)
        self._newer_exists = {(route.method, route.handler) for route in routes if route.twin}
        for route in routes:
            if "{engine}" in route.path:
                for engine in ENGINES:
                    self._add(route, route.path.replace("{engine}", engine), engine)
            else:
                self._add(route, route.path, ENGINES[0])

    def _add(self, route: Route, path: str, engine: str) -> None:
        node = self._root
        names: list[str] = []
        for segment in path.split("/")[1:]:
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.any = node.any or _Node()
                node = node.any
            else:
                node = node.literal.setdefault(segment, _Node())
        node.routes[route.method] = (route, tuple(names), engine)

    def find(self, method: str, segments: list[str]) -> tuple[Route, dict[str, str]]:
        """The route and the path's variables; 404 for an unknown path, 405 for a known one."""
        hits: list[_Hit] = []
        self._walk(self._root, segments, 0, (), hits)
        for node, values in hits:
            found = node.routes.get(method)
            if found:
                route, names, engine = found
                variables = dict(zip(names, values, strict=True))
                variables["engine"] = engine
                return route, variables
        raise ServiceError("DMS.00405001" if hits else "DMS.00404001")

    def family(self, route: Route, engine: str) -> str:
        """Whether a route is the "older" or the "newer" of a pair; empty where there is one alone."""
        if route.words:
            return "newer" if engine == "rocketmq" else "older"
        if route.twin:
            return "newer"
        return "older" if (route.method, route.handler) in self._newer_exists else ""

    def _walk(self, node: _Node, segments: list[str], at: int, values: tuple[str, ...], hits: list[_Hit]) -> None:
        if at == len(segments):
            if node.routes:
                hits.append((node, values))
            return
        segment = segments[at]
        following = node.literal.get(segment)
        if following is not None:
            self._walk(following, segments, at + 1, values, hits)
        if node.any is not None and segment:
            self._walk(node.any, segments, at + 1, (*values, segment), hits)
