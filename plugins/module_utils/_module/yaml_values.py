# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What YAML reads otherwise than it is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .._api.errors import ValidationError


def refuse_switches(spec: Mapping[str, Any], params: Mapping[str, Any]) -> None:
    """Raise ValidationError for a text option that holds true or false: YAML reads an unquoted yes, no, on and off so.

    `params` are the options as they were given, before anything is converted; `spec` is their argument spec.
    """
    for path, value in _switches(spec, params, ""):
        raise ValidationError(
            f"'{path}' is {str(value).lower()}, a switch and no text: YAML reads yes, no, on and off so. Put it in "
            "quotes."
        )


def _switches(spec: Mapping[str, Any], params: Mapping[str, Any], where: str) -> Iterator[tuple[str, bool]]:
    for name, option in spec.items():
        value = params.get(name)
        if isinstance(value, bool) and option.get("type", "str") == "str":
            yield f"{where}{name}", value
        elif option.get("options"):
            items = value if isinstance(value, list) else [value]
            for index, item in enumerate(items):
                if isinstance(item, Mapping):
                    place = f"{name}[{index}]" if isinstance(value, list) else name
                    yield from _switches(option["options"], item, f"{where}{place}.")
