# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The arguments of event sources: checked and converted, with what the environment has of the connection."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..module_utils._api.errors import ValidationError
from ..module_utils._api.settings import (
    CONNECTION_OPTIONS,
    Settings,
    connection_settings,
    drop_conflicting_credentials,
    from_environment,
)


class Option(NamedTuple):
    """An argument: its type (str, int, float, bool, list or path), and its default."""

    type: str
    default: Any = None


# Those of every source. ansible-rulebook adds the queue by itself.
COMMON: dict[str, Option] = {
    "instance_id": Option("str"),
    "instance_name": Option("str"),
    "groups": Option("list"),
    "interval": Option("float", 60.0),
    "state_file": Option("path"),
}
ADDED = ("eda_feedback_queue",)
TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def read_options(args: Mapping[str, Any], own: Mapping[str, Option]) -> dict[str, Any]:
    """Return the arguments of a source that are not about the connection, in their types.

    own: the source's own arguments. Raises ValidationError, which names the argument, and never tells a secret.
    """
    known = {**COMMON, **own}
    unknown = sorted(str(name) for name in set(args) - set(known) - set(CONNECTION_OPTIONS) - set(ADDED))
    if unknown:
        raise ValidationError(
            f"There is no argument {', '.join(unknown)}; the arguments are "
            f"{', '.join(sorted([*known, *CONNECTION_OPTIONS]))}."
        )
    options = {name: _converted(name, option.type, args.get(name)) for name, option in known.items()}
    options = {name: known[name].default if value is None else value for name, value in options.items()}
    if bool(options["instance_id"]) == bool(options["instance_name"]):
        raise ValidationError("Give either 'instance_id' or 'instance_name': the instance to watch.")
    if options["interval"] <= 0:
        raise ValidationError(f"'interval' is {options['interval']:g}; it must be more than 0 (seconds).")
    return options


def read_settings(args: Mapping[str, Any]) -> Settings:
    """Return how the service is reached: by the arguments, and the environment where they have nothing.

    Raises ValidationError.
    """
    options: dict[str, Any] = {}
    for name, option in CONNECTION_OPTIONS.items():
        value = _converted(name, option.type, args.get(name))
        if value is None:
            value = _converted(name, option.type, from_environment(option.environment))
        options[name] = option.default if value is None else value
    return connection_settings(drop_conflicting_credentials(options, args))


def _converted(name: str, kind: str, value: Any) -> Any:
    """Return a value in its type, or None if it is not given; a text that is blank counts as not given."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if kind == "list":
        if isinstance(value, str):
            return value.replace(",", " ").split()
        if isinstance(value, (list, tuple)):
            return [str(one) for one in value]
        raise ValidationError(f"'{name}' must be a list.")
    if isinstance(value, (list, tuple, dict)):
        raise ValidationError(f"'{name}' must be {'a number' if kind in ('int', 'float') else 'a text'}.")
    if kind == "bool":
        return _truth(name, value)
    if kind in ("int", "float"):
        return _number(name, kind, value)
    return os.path.expanduser(str(value)) if kind == "path" else str(value)


def _truth(name: str, value: Any) -> bool:
    text = str(value).strip().lower()
    if text not in TRUE + FALSE:
        raise ValidationError(f"'{name}' must be true or false.")
    return text in TRUE


def _number(name: str, kind: str, value: Any) -> float:
    try:
        number = float("" if isinstance(value, bool) else value)
    except ValueError:
        raise ValidationError(f"'{name}' must be a number.") from None
    if not abs(number) < float("inf") or (kind == "int" and number != int(number)):
        raise ValidationError(f"'{name}' must be a{' whole' if kind == 'int' else ''} number.")
    return int(number) if kind == "int" else number
