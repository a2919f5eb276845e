# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What YAML reads otherwise than it is meant, and what users write in place of a list or a dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._api.errors import ValidationError


def refuse_misread_texts(spec: Mapping[str, Any], params: Mapping[str, Any]) -> None:
    """Raise ValidationError for a text option that holds true, false, a list or a dictionary; in lists also null.

    Ansible would make a text of it: YAML reads an unquoted yes, no, on and off as true or false. `params` are the
    options as they were given, before anything is converted; `spec` is their argument spec. No message tells a value.
    """
    for path, value in _misread(spec, params, ""):
        if value is None:
            raise ValidationError(f"'{path}' has no value.")
        if isinstance(value, bool):
            raise ValidationError(
                f"'{path}' is the boolean {str(value).lower()}, not text: YAML reads yes, no, on and off as booleans. "
                "Put it in quotes."
            )
        raise ValidationError(f"'{path}' is a {'dictionary' if isinstance(value, Mapping) else 'list'}, not text.")


def _misread(spec: Mapping[str, Any], params: Mapping[str, Any], where: str) -> Iterator[tuple[str, Any]]:
    for name, option in spec.items():
        value = params.get(name)
        if isinstance(value, (bool, list, Mapping)) and option.get("type", "str") == "str":
            yield f"{where}{name}", value
        elif isinstance(value, list) and option.get("elements") == "str":
            for index, item in enumerate(value):
                if item is None or isinstance(item, (bool, list, Mapping)):
                    yield f"{where}{name}[{index}]", item
        elif option.get("options"):
            items = value if isinstance(value, list) else [value]
            for index, item in enumerate(items):
                if isinstance(item, Mapping):
                    place = f"{name}[{index}]" if isinstance(value, list) else name
                    yield from _misread(option["options"], item, f"{where}{place}.")


def describe_type(value: Any) -> str:
    """Return what a value is, in words."""
    if isinstance(value, Mapping):
        return "a dictionary"
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return "a list"
    return "nothing" if value is None else "a text" if isinstance(value, str) else "a single value"
