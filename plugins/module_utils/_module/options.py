# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The argument specs that modules share, put together from the tables of the rooms below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._api.errors import ValidationError
from .._api.settings import connection_argument_spec, from_environment
from .._engine.field import Field
from .._engine.resource import Resource


def environment_fallback(*names: str) -> str:
    """Return the first of the variables that is set and not blank, as an argument spec's fallback."""
    value = from_environment(names)
    if value is None:
        from ansible.module_utils.common.parameters import AnsibleFallbackNotFound

        raise AnsibleFallbackNotFound
    return value


def connection_options() -> dict[str, Any]:
    """Return the options by which every module reaches the service."""
    return connection_argument_spec(environment_fallback)


INSTANCE_OPTIONS: dict[str, Any] = {"instance_id": {"type": "str"}, "instance_name": {"type": "str"}}
INSTANCE_RULES: dict[str, Any] = {
    "mutually_exclusive": [("instance_id", "instance_name")],
    "required_one_of": [("instance_id", "instance_name")],
}

WAIT_OPTION: dict[str, Any] = {"wait": {"type": "bool", "default": True}}
STATE_OPTION: dict[str, Any] = {"state": {"type": "str", "choices": ["present", "absent"], "default": "present"}}


def wait_options(wait_timeout: float = 600) -> dict[str, Any]:
    """Return how long and how often a busy service is asked again (s)."""
    return {
        "wait_timeout": {"type": "float", "default": float(wait_timeout)},
        "wait_interval": {"type": "float", "default": 10.0},
    }


def field_options(fields: Sequence[Field]) -> dict[str, Any]:
    """Return the options of a resource's fields."""
    return {field.option: dict(field.spec) for field in fields}


def item_options(resource: Resource) -> dict[str, Any]:
    """Return the options of one object of a resource, as the items of its plural module have them."""
    return {"name": {"type": "str", "required": True}, **field_options(resource.fields), **resource.behavior_options}


def check_item(resource: Resource, state: str, place: str, item: Mapping[str, Any]) -> None:
    """Raise ValidationError, which names the place, if an item of a list breaks a rule."""
    try:
        resource.validate(str(item.get("name")), item, state)
    except ValidationError as error:
        raise error.with_context(f"'{place}': ") from None
