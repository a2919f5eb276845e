# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""A fleet as data: entries with shared defaults merged in, checked before anything is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ..module_utils._api.errors import ValidationError
from ..module_utils._api.settings import CONNECTION_OPTIONS
from ..module_utils._engine.resource import Resource
from ..module_utils._module.options import field_options
from ..module_utils._module.yaml_values import refuse_misread_texts
from ..module_utils._resources import instance
from ..module_utils._resources.consumer_group import GROUP_RESOURCE
from ..module_utils._resources.topic import TOPIC_RESOURCE
from ..module_utils._resources.user import USER_RESOURCE
from ._form import check_form

RESOURCES: dict[str, Resource] = {
    "topics": TOPIC_RESOURCE,
    "consumer_groups": GROUP_RESOURCE,
    "users": USER_RESOURCE,
}
# What the lists of an entry look like.
LISTS = {
    "topics": "[{name: order-events}]",
    "consumer_groups": "[{name: billing}]",
    "users": "[{name: shop-producer, default_topic_perm: PUB}]",
}
# These are merged key by key; of everything else, an entry's own value takes the place of the default.
MERGED = ("tags", "configs")

INSTANCE_SPEC: dict[str, Any] = {
    "instance_id": {"type": "str"},
    **field_options(instance.FIELDS),
    **instance.BEHAVIOR_OPTIONS,
}
CONNECTION_SPEC: dict[str, Any] = {name: {"type": option.type} for name, option in CONNECTION_OPTIONS.items()}


def _list_spec(resource: Resource) -> dict[str, Any]:
    # No option of an item is no_log here: nothing of an entry is shown, and validation repeats no values of ours.
    options = {"name": {"type": "str", "required": True}, **field_options(resource.fields), **resource.behavior_options}
    return {"type": "list", "elements": "dict", "options": options}


ENTRY_SPEC: dict[str, Any] = {
    **CONNECTION_SPEC,
    **INSTANCE_SPEC,
    **{plural: _list_spec(resource) for plural, resource in RESOURCES.items()},
    "purge": {"type": "bool"},
}


def merged(entry: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry with what it leaves out taken from the defaults."""
    whole = {**defaults, **entry}
    for option in MERGED:
        if isinstance(defaults.get(option), Mapping) and isinstance(entry.get(option), Mapping):
            whole[option] = {**defaults[option], **entry[option]}
    # Users mean access control, so an instance that has some is ordered with it, or has it switched on.
    if whole.get("users") and whole.get("enable_acl") is None:
        whole["enable_acl"] = True
    return whole


def check_fleet(fleet: Any, defaults: Any) -> list[dict[str, Any]]:
    """Check all entries; return for each its index, its name and the number of its connection's group.

    Raises ValidationError for the first mistake, naming the entry by index and name, and the option.
    """
    check_form("fleet_defaults", defaults, "{product_id: c6.4u8g.cluster}")
    check_form("fleet", fleet, "[{name: orders, region: eu-west-0}]")
    groups: dict[str, int] = {}
    seen: dict[tuple[int, str, str], int] = {}
    summary = []
    for index, entry in enumerate(fleet):
        whole = plain(merged(entry, defaults))
        name = whole.get("name") or whole.get("instance_id") or ""
        try:
            _check_entry(whole)
        except ValidationError as error:
            raise ValidationError(f"fleet[{index}] ({name or 'without name'}): {error.message}") from error
        group = groups.setdefault(_connection_key(whole), len(groups))
        for key in ("name", "instance_id"):
            same = seen.setdefault((group, key, str(whole.get(key) or index)), index)
            if same != index:
                raise ValidationError(f"fleet[{index}] ({name}): fleet[{same}] has the same {key}.")
        summary.append({"index": index, "name": str(name), "group": group})
    return summary


def plain(value: Any) -> Any:
    """Return a value in dictionaries, lists and texts of Python itself.

    Validation copies what it is given, and a copy of one of Ansible's own containers holds all variables of the host.
    """
    if isinstance(value, Mapping):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    # ansible-core 2.16 keeps what is vaulted in an object of its own, which validation does not know.
    return str(value) if getattr(value, "__ENCRYPTED__", False) else value


def _check_entry(whole: Mapping[str, Any]) -> None:
    for plural in LISTS:
        if whole.get(plural) is not None:
            check_list_form(plural, whole[plural])
    refuse_misread_texts(ENTRY_SPEC, whole)
    result = ArgumentSpecValidator(ENTRY_SPEC).validate(whole)
    if result.error_messages:
        raise ValidationError(without_values(result, whole))
    instance.validate(result.validated_parameters, "present")
    check_lists(result.validated_parameters)


def check_list_form(plural: str, value: Any) -> None:
    """Raise ValidationError if a list of topics, consumer groups or users is no list of dictionaries."""
    check_form(f"'{plural}'", value, LISTS[plural])


def check_lists(entry: Mapping[str, Any]) -> None:
    """Raise ValidationError for an item of the lists of `entry` that breaks a rule or is listed twice."""
    for plural, resource in RESOURCES.items():
        names: set[str] = set()
        for number, item in enumerate(entry.get(plural) or ()):
            if item["name"] in names:
                raise ValidationError(f"'{plural}[{number}]': {item['name']!r} is listed twice.")
            names.add(item["name"])
            try:
                resource.validate(item["name"], item, "present")
            except ValidationError as error:
                raise ValidationError(f"'{plural}[{number}]': {error.message}") from error


def without_values(result: Any, whole: Mapping[str, Any]) -> str:
    """Return the messages of the validation, unless they repeat a secret."""
    text = " ".join(result.error_messages)
    secrets = [str(user.get("secret")) for user in whole.get("users") or () if isinstance(user, Mapping)]
    if any(secret and secret in text for secret in secrets):
        return "an item of 'users' is not as it should be; it has 'name', 'secret' and permissions."
    return text


def groups(fleet: Sequence[Mapping[str, Any]], defaults: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    """Return the entries with their defaults, those together that are reached in the same way."""
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in fleet:
        whole = merged(entry, defaults)
        found.setdefault(_connection_key(whole), []).append(whole)
    return list(found.values())


def _connection_key(whole: Mapping[str, Any]) -> str:
    return json.dumps(connection(whole), sort_keys=True, default=str)


def connection(whole: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of an entry that say how the service is reached."""
    return {name: whole[name] for name in CONNECTION_SPEC if whole.get(name) is not None}


def instance_options(whole: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of an entry that are the instance's own."""
    return {name: whole[name] for name in INSTANCE_SPEC if whole.get(name) is not None}
