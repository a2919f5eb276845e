# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The module that reads an estate in the shape that the module `fleet` takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .._api.client import Client
from .._api.errors import ApiError, RocketMQError, ValidationError
from .._engine.resource import InstanceContext, Resource
from .._resources.consumer_group import LEGACY_KEYS
from .._resources.instance import INSTANCE_RESOURCE
from .._resources.instance_api import list_instances
from .._resources.instance_fields import READ_APART
from .._resources.instance_plan import CONFIGS, load_details, read_volume_auto_expand
from .connections import CONNECTION_SPEC
from .estate import is_selected, missing_names, open_connections
from .fleet_entries import RESOURCES
from .fleet_shape import IMPLIED, shape_group, shape_instance, shape_topic, shape_user
from .module import CollectionModule, be_module
from .options import connection_options

CONCURRENCY = 10
GATHER = [*RESOURCES, "configs"]
# What a read of a single instance adds nothing to: the key of an encrypted disk is in the list, if anywhere.
NOT_IN_DETAILS = (*READ_APART, *IMPLIED, "disk_encrypted_key")
# What neither is ordered again nor stays.
LEFT_OUT = ("CREATEFAILED", "DELETING")

OPTIONS: dict[str, Any] = {
    "names": {"type": "list", "elements": "str"},
    "tags": {"type": "dict"},
    "status": {"type": "str"},
    "connections": {"type": "list", "elements": "dict", "options": CONNECTION_SPEC},
    "gather": {"type": "list", "elements": "str", "choices": GATHER, "default": GATHER},
    "omit_defaults": {"type": "bool", "default": True},
}


def read_fleet() -> None:
    """Be the module that reads a fleet."""
    module = CollectionModule(argument_spec={**OPTIONS, **connection_options()}, supports_check_mode=True)
    be_module(module, _run)


def _run(module: CollectionModule) -> dict[str, Any]:
    params = module.params
    clients = open_connections(module, params["connections"], CONCURRENCY)
    with ThreadPoolExecutor(len(clients)) as workers:
        found = list(workers.map(lambda pair: _read_connection(pair[0], pair[1], params), clients))
    missing = missing_names(params["names"], (name for names, _entries in found for name in names))
    if missing:
        module.warn(f"There is no instance named {', '.join(missing)}.")
    return {"changed": False, "fleet": [entry for _names, entries in found for entry in entries]}


def _read_connection(
    own: Mapping[str, Any], client: Client, params: Mapping[str, Any]
) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the names of a connection's instances, and their entries."""
    shown = {
        name: value for name, value in own.items() if value is not None and not CONNECTION_SPEC[name].get("no_log")
    }
    instances = [one for one in list_instances(client) if _is_wanted(one, params)]
    instances.sort(key=lambda one: (str(one.get("name")), str(one.get("instance_id"))))
    names = [str(one.get("name")) for one in instances]

    def read(one: dict[str, Any]) -> dict[str, Any]:
        try:
            entry = _read_instance(client, one, params)
        except RocketMQError as error:
            raise error.with_context(f"Instance {one.get('name')!r}: ") from error
        name = entry.pop("name")
        # A name that several instances have means none of them.
        identity = {"instance_id": one["instance_id"]} if names.count(name) > 1 else {"name": name}
        return {**identity, **shown, **entry}

    return names, client.map_concurrently(read, instances)


def _is_wanted(one: Mapping[str, Any], params: Mapping[str, Any]) -> bool:
    if params["status"] and one.get("status") != params["status"].upper():
        return False
    return one.get("status") not in LEFT_OUT and is_selected(one, params["names"], params["tags"])


def _read_instance(client: Client, one: dict[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry of one instance."""
    omit, gather = params["omit_defaults"], params["gather"]
    everything = {field.option: () for field in INSTANCE_RESOURCE.fields if field.option not in NOT_IN_DETAILS}
    whole = load_details(client, {**everything, "tags": {}}, one) or one
    context = InstanceContext(client, str(one["instance_id"]))
    if "configs" in gather:
        whole = {**whole, "configs": _changed_configs(context), "volume_auto_expand": _volume_auto_expand(context)}
    entry = shape_instance(whole, omit)
    broker_num = int(whole.get("broker_num") or 1)
    shapes: dict[str, Callable[[Any], dict[str, Any]]] = {
        "topics": lambda thing: shape_topic(thing, broker_num, omit),
        "consumer_groups": lambda thing: shape_group(thing, broker_num, omit),
        "users": lambda thing: shape_user(thing, omit),
    }
    for plural, resource in RESOURCES.items():
        # Users mean access control: where it is off, they are no part of what the entry says.
        if plural in gather and (plural != "users" or entry.get("enable_acl")):
            listed = [shapes[plural](thing) for thing in _read_objects(resource, context)]
            if listed:
                entry[plural] = sorted(listed, key=lambda item: str(item["name"]))
    return entry


def _changed_configs(context: InstanceContext) -> dict[str, str]:
    try:
        configs = context.client.list_all(CONFIGS, "rocketmq_configs", instance_id=context.instance_id)
    except ApiError as error:
        if not error.is_unsupported_endpoint:
            raise
        return {}
    return {
        str(config["name"]): str(config["value"])
        for config in configs
        if config.get("value") is not None and str(config["value"]) != str(config.get("default_value"))
    }


def _volume_auto_expand(context: InstanceContext) -> dict[str, Any] | None:
    """Return how the disk grows, or None where the service cannot let it grow."""
    try:
        settings = read_volume_auto_expand(context.client, context.instance_id)
    except ValidationError:
        return None
    return settings if settings.get("auto_volume_expand_enable") else {"auto_volume_expand_enable": False}


def _read_objects(resource: Resource, context: InstanceContext) -> Sequence[Mapping[str, Any]]:
    """Return the objects of a kind, the service's own left out, with what the list omits of them."""
    things = [thing for thing in resource.list_all(context) if not resource.is_protected(str(thing[resource.name_key]))]

    def whole(thing: Mapping[str, Any]) -> Mapping[str, Any]:
        if not _lacks_description(resource.plural, thing):
            return thing
        return {**thing, **(resource.read_one(context, str(thing[resource.name_key])) or {})}

    return [whole(thing) for thing in things]


def _lacks_description(plural: str, thing: Mapping[str, Any]) -> bool:
    """Whether a list leaves the description of an object out, which the single object shows."""
    if plural == "topics":
        # Those of 4.8.0 have none.
        return bool(thing.get("message_type")) and "topic_desc" not in thing
    return plural == "consumer_groups" and "group_desc" not in thing and not LEGACY_KEYS & set(thing)
