# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Whether lists and dictionaries of users are what they must be, and what to write instead.

No message tells a value, as it may be a secret that was put into the wrong place.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from ..module_utils._api.errors import ValidationError
from ..module_utils._module.yaml_values import describe_type

# Parts of a text as the YAML parser quotes them; its own words, such as '<scalar>', may stay.
QUOTED = re.compile(r"'(?!<)[^']{2,}'")


def read_yaml(where: str, text: str, example: str) -> Any:
    """Return what a text says as YAML. Raises ValidationError with the line that cannot be read."""
    try:
        return yaml.safe_load(text)
    # A date that does not exist is a ValueError.
    except (yaml.YAMLError, ValueError) as error:
        raise ValidationError(
            f"{where} cannot be read as YAML ({_reason(error)}). Write it such as {example}."
        ) from None


def _reason(error: Exception) -> str:
    problem = QUOTED.sub("'...'", getattr(error, "problem", None) or "a character or a value is not allowed")
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}, column {mark.column + 1}: {problem}" if mark else problem


def check_form(where: str, value: Any, example: str) -> None:
    """Raise ValidationError if a value is not the list or dictionary that the example is, or an item of it is not."""
    wanted = yaml.safe_load(example)
    if describe_type(value) != describe_type(wanted):
        raise ValidationError(
            f"{where} must be {describe_type(wanted)}, such as {example}, not {describe_type(value)}."
        )
    if isinstance(wanted, list):
        for index, item in enumerate(value):
            if describe_type(item) != describe_type(wanted[0]):
                raise ValidationError(
                    f"{where}[{index}] must be {describe_type(wanted[0])}, as in {example}, not {describe_type(item)}."
                )
