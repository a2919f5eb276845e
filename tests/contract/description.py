# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Load openapi.yaml and list its operations."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

PATH = Path(__file__).with_name("openapi.yaml")
METHODS = ("get", "put", "post", "delete", "patch", "head")
REFERENCE_OPERATIONS = 38
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Operation:
    """One method of one path, with every reference inside resolved."""

    method: str
    path: str
    spec: dict[str, Any]
    parameters: tuple[dict[str, Any], ...]

    @property
    def operation_id(self) -> str:
        """The unique name of the operation."""
        return str(self.spec["operationId"])

    @property
    def reference(self) -> str | None:
        """The chapter of the API reference, or None for an extra."""
        return self.spec.get("x-reference")

    @property
    def twin_of(self) -> str | None:
        """The chapter, or the operation id of an extra, that this is a second route to."""
        return self.spec.get("x-twin-of") or self.spec.get("x-same-as")

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def load(path: Path = PATH, strict: bool = False) -> dict[str, Any]:
    """Return the description. With strict, what newer definitions require is required."""
    with path.open(encoding="utf-8") as stream:
        document: dict[str, Any] = yaml.load(stream, Loader=SAFE_LOADER)  # noqa: S506 (safe, and fast if there is libyaml)
    return _require_more(document) if strict else document


def operations(document: dict[str, Any]) -> list[Operation]:
    """Return all operations, in the order of the description."""
    found = []
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                spec = resolve(document, item[method])
                shared = resolve(document, item.get("parameters", []))
                found.append(Operation(method.upper(), path, spec, (*shared, *spec.get("parameters", []))))
    return found


def resolve(document: dict[str, Any], node: Any) -> Any:
    """Replace each local $ref below a node by what it points to. The description has no cycles."""
    if isinstance(node, list):
        return [resolve(document, item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return resolve(document, lookup(document, node["$ref"]))
    return {key: resolve(document, value) for key, value in node.items()}


def lookup(document: dict[str, Any], pointer: str) -> Any:
    """Follow a local reference such as #/components/schemas/Engine."""
    node: Any = document
    for token in pointer.removeprefix("#/").split("/"):
        node = node[unquote(token).replace("~1", "/").replace("~0", "~")]
    return node


def _require_more(document: dict[str, Any]) -> dict[str, Any]:
    """Return a copy in which x-sdk-required is turned into required."""
    document = copy.deepcopy(document)
    for node in _mappings(document):
        more = node.get("x-sdk-required")
        if more is True:
            node["required"] = True
        elif isinstance(more, list):
            node["required"] = list(dict.fromkeys([*node.get("required", []), *more]))
    return document


def _mappings(node: Any) -> Iterator[dict[str, Any]]:
    """Yield each mapping in a tree."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from _mappings(item)
