# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Checking of request bodies and query values against tables of fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import ServiceError, invalid

Check = Callable[[str, Any], None]

NAME = re.compile(r"[A-Za-z0-9%|_-]{3,64}")
_WHOLE = re.compile(r"-?[0-9]{1,18}")


@dataclass(slots=True, frozen=True)
class Field:
    """One field of a request body. `items` describes the objects of an object list or map."""

    kind: str
    required: bool = False
    check: Check | None = None
    items: Mapping[str, Field] | None = None


Table = Mapping[str, Field]


def read(body: Any, table: Table, where: str = "") -> dict[str, Any]:
    """The body with every field checked. A null counts as not given."""
    if not isinstance(body, dict):
        raise invalid(f"{where or 'The body'} must be a JSON object.")
    result: dict[str, Any] = {}
    for name, value in body.items():
        described = table.get(name)
        if described is None:
            raise invalid(f"Unknown field: {where + '.' if where else ''}{name[:100]}.")
        if value is not None:
            result[name] = _value(f"{where}.{name}" if where else name, value, described)
    for name, described in table.items():
        if described.required and name not in result:
            raise invalid(f"{where + '.' if where else ''}{name} is required.")
    return result


def _value(name: str, value: Any, described: Field) -> Any:
    checked = _KINDS[described.kind](name, value, described)
    if described.check is not None:
        described.check(name, checked)
    return checked


def _string(name: str, value: Any, described: Field) -> str:
    if not isinstance(value, str):
        raise invalid(f"{name} must be a string.")
    return value


def _boolean(name: str, value: Any, described: Field) -> bool:
    if not isinstance(value, bool):
        raise invalid(f"{name} must be a boolean.")
    return value


def _integer(name: str, value: Any, described: Field) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 2**63:
        raise invalid(f"{name} must be an integer.")
    return value


def _strings(name: str, value: Any, described: Field) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise invalid(f"{name} must be an array of strings.")
    return value


def _objects(name: str, value: Any, described: Field) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise invalid(f"{name} must be an array of objects.")
    return [read(item, described.items or {}, f"{name}[{index}]") for index, item in enumerate(value)]


def _object(name: str, value: Any, described: Field) -> dict[str, Any]:
    return read(value, described.items or {}, name)


def _mapping(name: str, value: Any, described: Field) -> dict[str, dict[str, Any]]:
    if not isinstance(value, dict):
        raise invalid(f"{name} must be a JSON object.")
    return {key: read(item, described.items or {}, f"{name}.{key[:64]}") for key, item in value.items()}


def _anything(name: str, value: Any, described: Field) -> Any:
    return value


_KINDS: dict[str, Callable[[str, Any, Field], Any]] = {
    "string": _string,
    "boolean": _boolean,
    "integer": _integer,
    "strings": _strings,
    "objects": _objects,
    "object": _object,
    "mapping": _mapping,
    "anything": _anything,
}


def one_of(*choices: str) -> Check:
    """A check that allows these words only."""

    def check(name: str, value: Any) -> None:
        if value not in choices:
            raise invalid(f"{name} must be one of {', '.join(choices)}.")

    return check


def within(low: int, high: int) -> Check:
    """A check of a number's range."""

    def check(name: str, value: Any) -> None:
        if not low <= value <= high:
            raise invalid(f"{name} must be from {low} to {high}.")

    return check


def at_most(length: int) -> Check:
    """A check of a text's length."""

    def check(name: str, value: Any) -> None:
        if len(value) > length:
            raise invalid(f"{name} is longer than {length} characters.")

    return check


def filled(name: str, value: Any) -> None:
    """A check that something is there at all."""
    if not value:
        raise invalid(f"{name} is empty.")


def object_name(name: str, value: Any) -> None:
    """The rule for the names of topics and consumer groups."""
    if not 3 <= len(value) <= 64:
        raise invalid(f"{name} must have 3 to 64 characters.")
    if not NAME.fullmatch(value):
        raise ServiceError("DMS.10240007", f"{name} contains invalid characters.")


def whole_number(text: str, name: str, low: int, high: int) -> int:
    """A whole number of the query string."""
    if not _WHOLE.fullmatch(text):
        raise ServiceError("DMS.10540014", f"{name} must be a whole number.")
    number = int(text)
    if not low <= number <= high:
        raise ServiceError("DMS.10540014", f"{name} must be from {low} to {high}.")
    return number
