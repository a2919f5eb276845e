# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Which of the texts that a module was given must not be shown, and what it takes to keep them from results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# What is shorter and only perhaps a secret is left: a mask in place of a usual word makes messages unreadable.
MIN_GUESS_LENGTH = 8
# As Ansible's own.
OMITTED = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


def secret_values_in(spec: Mapping[str, Any], params: Mapping[str, Any]) -> Iterator[str]:
    """Yield the values of the secret options, whatever their types, and what may be a secret in the wrong place."""
    for name, value in params.items():
        option = spec.get(name)
        if option is None and not str(name).startswith("_ansible_"):
            # Perhaps a secret option whose name is misspelt.
            yield from _long_enough(_texts(value))
        elif option and option.get("no_log"):
            yield from _texts(value)
        elif option and option.get("options"):
            yield from _secret_values_in_items(option["options"], value)


def _secret_values_in_items(spec: Mapping[str, Any], value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Mapping):
            yield from secret_values_in(spec, item)
        elif any(option.get("no_log") for option in spec.values()):
            # Ansible says what stands in place of a dictionary.
            yield from _long_enough(_texts(item))


def _long_enough(texts: Iterator[str]) -> Iterator[str]:
    return (text for text in texts if len(text) >= MIN_GUESS_LENGTH)


def _texts(value: Any) -> Iterator[str]:
    """Yield every text and number in a value."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def secrets_within(value: Any, secrets: Iterable[str]) -> set[str]:
    """Return those of the secrets that stand in a text, number or key anywhere in a value."""
    everything = "\n".join(set(_texts_and_keys(value)))
    return {secret for secret in secrets if secret in everything}


def _texts_and_keys(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield str(key)
            yield from _texts_and_keys(part)
    elif isinstance(value, (list, tuple, set)):
        for part in value:
            yield from _texts_and_keys(part)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def masked_params(spec: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """Return options without what was left out, and with a mask in place of each secret."""
    shown: dict[str, Any] = {}
    for name, value in params.items():
        option = spec.get(name) or {}
        if value is None:
            continue
        if option.get("no_log"):
            shown[name] = OMITTED
        elif option.get("options") and isinstance(value, list):
            items = [item if isinstance(item, Mapping) else {} for item in value]
            shown[name] = [masked_params(option["options"], item) for item in items]
        else:
            shown[name] = value
    return shown
