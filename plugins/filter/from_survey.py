# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter of the job templates in extensions/awx, whose surveys have texts where roles have lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from ansible.errors import AnsibleFilterError

from ..module_utils._api.errors import ValidationError
from ..plugin_utils._form import check_form, read_yaml


def from_survey(answer: Any, variable: str, example: str) -> Any:
    """Return a list or dictionary that was written into a survey as YAML; an empty one if the field was left blank."""
    if answer is None or (isinstance(answer, str) and not answer.strip()):
        return type(yaml.safe_load(example))()
    try:
        value = read_yaml(variable, answer, example) if isinstance(answer, str) else answer
        check_form(variable, value, example)
    except ValidationError as error:
        raise AnsibleFilterError(error.message) from error
    return value


class FilterModule:
    """The filter by name."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"from_survey": from_survey}
