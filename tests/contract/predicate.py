# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turn a schema into a function that only says yes or no, much faster than jsonschema.

It knows the keywords that the description uses. jsonschema stays the judge: it is asked whenever the answer is no, to
say why, and the unit tests compare the two.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from typing import Any

Predicate = Callable[[Any], bool]

_SILENT = frozenset({"description", "default", "title", "deprecated", "contentMediaType"})
_CHILDREN = frozenset({"then", "additionalProperties", "properties", "required"})


class UnknownKeyword(ValueError):
    """A keyword that has no builder here."""


@functools.cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern so that $ does not match before a final newline, as it would in Python."""
    return re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern)


def build(schema: dict[str, Any]) -> Predicate:
    """Return the predicate of a schema whose references are resolved."""
    checks = []
    if _CHILDREN & set(schema) - {"then"}:
        checks.append(_object(schema))
    for keyword, value in schema.items():
        if keyword in _SILENT or keyword in _CHILDREN or keyword.startswith("x-"):
            continue
        if keyword == "if":
            checks.append(_condition(build(value), build(schema.get("then", {}))))
        elif keyword in _BUILDERS:
            checks.append(_BUILDERS[keyword](value))
        else:
            raise UnknownKeyword(keyword)
    return _all(checks)


# ---------------------------------------------------------------------------------------------- combinations


def _all(checks: list[Predicate]) -> Predicate:
    if not checks:
        return lambda value: True
    if len(checks) == 1:
        return checks[0]
    if len(checks) == 2:
        first, second = checks
        return lambda value: first(value) and second(value)
    return lambda value: all(check(value) for check in checks)


def _all_of(schemas: list[dict[str, Any]]) -> Predicate:
    return _all([build(schema) for schema in schemas])


def _any_of(schemas: list[dict[str, Any]]) -> Predicate:
    checks = [build(schema) for schema in schemas]
    return lambda value: any(check(value) for check in checks)


def _one_of(schemas: list[dict[str, Any]]) -> Predicate:
    checks = [build(schema) for schema in schemas]
    return lambda value: sum(check(value) for check in checks) == 1


def _not(schema: dict[str, Any]) -> Predicate:
    check = build(schema)
    return lambda value: not check(value)


def _condition(test: Predicate, consequence: Predicate) -> Predicate:
    return lambda value: not test(value) or consequence(value)


# ---------------------------------------------------------------------------------------------- types and values


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


TYPES: dict[str, Predicate] = {
    "string": lambda value: isinstance(value, str),
    "integer": _is_integer,
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
}


def _type(names: str | list[str]) -> Predicate:
    if isinstance(names, str):
        return TYPES[names]
    checks = [TYPES[name] for name in names]
    return lambda value: any(check(value) for check in checks)


def _enum(values: list[Any]) -> Predicate:
    return lambda value: any(_same(value, other) for other in values)


def _const(other: Any) -> Predicate:
    return lambda value: _same(value, other)


def _same(value: Any, other: Any) -> bool:
    return value == other and isinstance(value, bool) == isinstance(other, bool)


def _pattern(pattern: str) -> Predicate:
    search = compile_pattern(pattern).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _bound(
    kind: Predicate, measure: Callable[[Any], Any], holds: Callable[[float, float], bool]
) -> Callable[[Any], Predicate]:
    """Return the builder of a keyword that compares a measure of one kind of value with a limit."""
    return lambda limit: lambda value: not kind(value) or holds(measure(value), limit)


def _at_least(measured: float, limit: float) -> bool:
    return measured >= limit


def _at_most(measured: float, limit: float) -> bool:
    return measured <= limit


# ---------------------------------------------------------------------------------------------- objects and arrays


def _object(schema: dict[str, Any]) -> Predicate:
    """Check required, properties and additionalProperties in one pass."""
    required = frozenset(schema.get("required", ()))
    members = {name: build(item) for name, item in schema.get("properties", {}).items()}
    more = schema.get("additionalProperties", True)
    other: Predicate | None = build(more) if isinstance(more, dict) else None
    closed = more is False

    def check(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        if not required <= value.keys():
            return False
        for name, item in value.items():
            member = members.get(name)
            if member is not None:
                if not member(item):
                    return False
            elif closed or (other is not None and not other(item)):
                return False
        return True

    return check


def _items(schema: dict[str, Any]) -> Predicate:
    check = build(schema)

    def check_all(value: Any) -> bool:
        if isinstance(value, list):
            for item in value:
                if not check(item):
                    return False
        return True

    return check_all


def _unique_items(wanted: bool) -> Predicate:
    def check(value: Any) -> bool:
        if not wanted or not isinstance(value, list):
            return True
        return len({json.dumps(item, sort_keys=True) for item in value}) == len(value)

    return check


def _itself(value: Any) -> Any:
    return value


_BUILDERS: dict[str, Callable[[Any], Predicate]] = {
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "items": _items,
    "uniqueItems": _unique_items,
    "minimum": _bound(_is_number, _itself, _at_least),
    "maximum": _bound(_is_number, _itself, _at_most),
    "minLength": _bound(TYPES["string"], len, _at_least),
    "maxLength": _bound(TYPES["string"], len, _at_most),
    "minItems": _bound(TYPES["array"], len, _at_least),
    "maxItems": _bound(TYPES["array"], len, _at_most),
    "minProperties": _bound(TYPES["object"], len, _at_least),
    "maxProperties": _bound(TYPES["object"], len, _at_most),
}
