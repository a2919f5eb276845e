# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What exists, as the entries of a fleet: such that the module `fleet` with them changes nothing. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._engine.field import Field, apply_create_defaults
from .._resources import consumer_group, instance_fields, topic, user

# What the service takes where an entry leaves an option out. Only these are left out of an entry.
INSTANCE_DEFAULTS = {
    **apply_create_defaults(instance_fields.FIELDS, {}),
    "description": "",
    "tls_mode": "PLAINTEXT",
    "enable_acl": False,
    "arch_type": "X86",
    "disk_encrypted_enable": False,
    "bss_param": {"charging_mode": "postPaid"},
    "enable_dns": False,
    "cross_vpc_accesses": [],
    "volume_auto_expand": {"auto_volume_expand_enable": False},
    "ipv6_enable": False,
    "publicip_ids": [],
    "enterprise_project_id": "0",
    "tags": {},
    "configs": {},
}
# `engine` has one value, `ssl_enable` is short for `tls_mode`, addresses mean public access, and those of IPv6 are the
# service's choice unless somebody asks for them.
IMPLIED = ("engine", "ssl_enable", "enable_publicip", "ipv6_broker_address", "ipv6_namesrv_address")
TOPIC_DEFAULTS = {"permission": "all", "message_type": "NORMAL", "description": ""}
GROUP_DEFAULTS = {**apply_create_defaults(consumer_group.FIELDS, {}), "consume_orderly": False, "description": ""}
USER_DEFAULTS = {"white_remote_address": "", "admin": False, "topic_perms": [], "group_perms": []}


def shape_instance(actual: Mapping[str, Any], omit_defaults: bool) -> dict[str, Any]:
    """Return the options of an instance, which carries its tags and those of its configs that are no default."""
    options = _known(instance_fields.FIELDS, actual)
    if instance_fields.public_addresses(actual) is None:
        # Which addresses are bound is not shown.
        options = {**options, "publicip_ids": None}
        implied: tuple[str, ...] = tuple(name for name in IMPLIED if name != "enable_publicip")
    else:
        implied = IMPLIED
    shaped = {name: value for name, value in options.items() if name not in implied and value is not None}
    for name in ("enterprise_project_id", "disk_encrypted_key"):
        if not shaped.get(name):
            shaped.pop(name, None)
    if "cross_vpc_accesses" in shaped:
        accesses = shaped["cross_vpc_accesses"]
        shaped["cross_vpc_accesses"] = [one for one in accesses if one["listener_ip"] != one["advertised_ip"]]
    return _without_defaults(shaped, INSTANCE_DEFAULTS, omit_defaults)


def shape_topic(actual: Mapping[str, Any], broker_num: int, omit_defaults: bool) -> dict[str, Any]:
    """Return the options of a topic on an instance with so many brokers."""
    known = _known(topic.FIELDS, actual)
    shaped = {"name": actual["name"]}
    if actual.get("message_type"):
        names = ["message_type", "description"]
    else:
        names = ["permission"]
        layout = known.get("queues") or []
        numbers = {entry[key] for entry in layout for key in topic.DIRECTIONS}
        if len(numbers) > 1:
            shaped["queues"] = layout
        else:
            if numbers:
                shaped["queue_num"] = numbers.pop()
            if len(layout) < broker_num and known.get("brokers"):
                shaped["brokers"] = known["brokers"]
    shaped.update({name: known[name] for name in names if known.get(name) is not None})
    return _without_defaults(shaped, TOPIC_DEFAULTS, omit_defaults)


def shape_group(actual: Mapping[str, Any], broker_num: int, omit_defaults: bool) -> dict[str, Any]:
    """Return the options of a consumer group on an instance with so many brokers."""
    known = _known(consumer_group.FIELDS, actual)
    if len(known.get("brokers") or ()) in (0, broker_num):
        known.pop("brokers", None)
    shaped = {"name": actual["name"], **{name: value for name, value in known.items() if value is not None}}
    return _without_defaults(shaped, GROUP_DEFAULTS, omit_defaults)


def shape_user(actual: Mapping[str, Any], omit_defaults: bool) -> dict[str, Any]:
    """Return the options of a user: without its secret, and such that the secret it has stays."""
    fields = [field for field in user.FIELDS if not field.secret]
    known = {name: value for name, value in _known(fields, actual).items() if value is not None}
    shaped = {"name": actual[user.USER_RESOURCE.name_key], "update_secret": "on_create", **known}
    return _without_defaults(shaped, USER_DEFAULTS, omit_defaults)


def _known(fields: Sequence[Field], actual: Mapping[str, Any]) -> dict[str, Any]:
    return {field.option: field.actual_value(actual) for field in fields if not field.write_only}


def _without_defaults(options: dict[str, Any], defaults: Mapping[str, Any], omit: bool) -> dict[str, Any]:
    return {name: value for name, value in options.items() if not omit or value != defaults.get(name, ...)}
