# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The fields of an instance, and how each is read from what the service shows (chapters 5.1.1 and 5.1.3)."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from typing import Any

from .._engine.field import Field, as_bool, as_sorted_set
from .tag import tags_as_dict

# The service has two names for its one engine.
ENGINE_ALIASES = {"rocketmq": "reliability"}


def _engine(value: Any) -> str:
    return ENGINE_ALIASES.get(str(value).lower(), str(value).lower())


def public_addresses(instance: Mapping[str, Any]) -> list[str] | None:
    """Return the ids of an instance's public addresses, or None if it has some and the service does not show them."""
    shown = instance.get("publicip_id")
    listed = [address.strip() for address in shown.split(",")] if isinstance(shown, str) and shown else shown
    return listed or (None if instance.get("enable_publicip") else [])


def stringify_configs(value: Mapping[str, Any]) -> dict[str, str]:
    """Return configs as the service takes them."""
    return {str(key): config_text(entry) for key, entry in value.items()}


def config_text(value: Any) -> str:
    """Return the value of a config as the service takes it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _tls_mode(instance: Mapping[str, Any]) -> str | None:
    # Older API variants show no more than whether TLS is on.
    is_on = instance.get("ssl_enable")
    mode = str(instance.get("tls_mode") or "").upper()
    return mode or (None if is_on is None else "SSL" if as_bool(is_on) else "PLAINTEXT")


def _addresses(value: Any) -> str:
    """Return IPv6 addresses (a list, or a text with commas) in one form and order, without ports."""
    listed = value.split(",") if isinstance(value, str) else value
    return ",".join(sorted({_address(str(entry).strip()) for entry in listed} - {""}))


def _address(text: str) -> str:
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    try:
        return str(ipaddress.IPv6Address(bare))
    except ValueError:
        return text.lower()


def _arch_type(instance: Mapping[str, Any]) -> str | None:
    return str(instance.get("arch_type") or "").upper() or None


def cross_vpc_accesses(instance: Mapping[str, Any]) -> list[dict[str, str]] | None:
    """Return the address that each node of an instance is reached by from other VPCs, or None if it is not shown."""
    shown = instance.get("cross_vpc_info")
    if not shown:
        return None
    nodes = json.loads(shown) if isinstance(shown, str) else shown
    found = [
        # The misspelt key is an older API variant's. A node without such an address tells its own.
        {"listener_ip": node, "advertised_ip": entry.get("advertised_ip") or entry.get("advertiseds_ip") or node}
        for node, entry in nodes.items()
    ]
    return found or None


def _accesses(value: Any) -> list[dict[str, str]]:
    return sorted((dict(entry) for entry in value), key=lambda entry: str(entry["listener_ip"]))


def merge_accesses(present: Any, desired: Any) -> list[dict[str, str]]:
    """Return the cross-VPC addresses that an instance shall have: those given, and the others that it has."""
    return list({entry["listener_ip"]: entry for entry in [*(present or ()), *(desired or ())]}.values())


def given(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the suboptions that are set."""
    return {name: entry for name, entry in value.items() if entry is not None}


def merge_volume_auto_expand(present: Mapping[str, Any], desired: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of disk expansion that an instance shall have. Switched off, the others do not matter."""
    known, wanted = _volume_settings(present), _volume_settings(desired)
    return {**known, **wanted} if wanted["auto_volume_expand_enable"] else {**known, "auto_volume_expand_enable": False}


def _volume_settings(value: Mapping[str, Any]) -> dict[str, Any]:
    # A number that was never set is shown as 0.
    numbers = {name: int(value[name]) for name in VOLUME_NUMBERS if value.get(name)}
    switch = "auto_volume_expand_enable"
    return {switch: as_bool(value.get(switch)), **{name: number for name, number in numbers.items() if number}}


def _billing(value: Mapping[str, Any]) -> dict[str, Any]:
    # Of the order, the service shows no more than this.
    return {"charging_mode": value.get("charging_mode") or "postPaid"}


def is_prepaid(instance: Mapping[str, Any]) -> bool:
    """True if an instance was paid for in advance, so that its order has to be unsubscribed from."""
    return str(instance.get("charging_mode")).lower() in ("0", "prepaid")


def _shown_billing(instance: Mapping[str, Any]) -> dict[str, Any] | None:
    if instance.get("charging_mode") is None:
        return None
    return {"charging_mode": "prePaid" if is_prepaid(instance) else "postPaid"}


CROSS_VPC_SPEC = {
    "listener_ip": {"type": "str", "required": True},
    "advertised_ip": {"type": "str", "required": True},
}
VOLUME_SPEC = {
    "auto_volume_expand_enable": {"type": "bool", "required": True},
    "expand_threshold": {"type": "int"},
    "expand_increment": {"type": "int"},
    "max_volume_size": {"type": "int"},
}
VOLUME_NUMBERS = ("expand_threshold", "expand_increment", "max_volume_size")
BSS_SPEC = {
    "charging_mode": {"type": "str", "choices": ["prePaid", "postPaid"], "required": True},
    "period_type": {"type": "str", "choices": ["month", "year"]},
    "period_num": {"type": "int"},
    "is_auto_renew": {"type": "bool"},
    "is_auto_pay": {"type": "bool"},
}

FIELDS = (
    Field("name", {"type": "str"}),
    # What an instance does not have, some API variants leave out.
    Field("description", {"type": "str"}, extract=lambda instance: instance.get("description") or ""),
    Field("engine", {"type": "str"}, normalize=_engine, create_only=True, default="reliability"),
    Field("engine_version", {"type": "str"}, create_only=True, default="4.8.0"),
    Field("product_id", {"type": "str"}),
    Field("broker_num", {"type": "int"}, normalize=int, default=1),
    # `storage_space` of an instance is what is left for messages; what was ordered is the total.
    Field("storage_space", {"type": "int"}, response_key="total_storage_space", normalize=int),
    Field("storage_spec_code", {"type": "str"}, create_only=True),
    Field("vpc_id", {"type": "str"}, create_only=True),
    Field("subnet_id", {"type": "str"}, create_only=True),
    Field("security_group_id", {"type": "str"}),
    Field("available_zones", {"type": "list", "elements": "str"}, normalize=as_sorted_set, create_only=True),
    # The short form of `tls_mode`: any mode but PLAINTEXT counts as on.
    Field("ssl_enable", {"type": "bool"}, normalize=as_bool),
    Field("tls_mode", {"type": "str", "choices": ["PLAINTEXT", "SSL", "PERMISSIVE"]}, extract=_tls_mode),
    Field("enable_acl", {"type": "bool"}, extract=lambda instance: as_bool(instance.get("enable_acl"))),
    Field("ipv6_enable", {"type": "bool"}, normalize=as_bool, create_only=True),
    Field("ipv6_broker_address", {"type": "str"}, normalize=_addresses, create_only=True),
    Field("ipv6_namesrv_address", {"type": "str"}, normalize=_addresses, create_only=True),
    Field("arch_type", {"type": "str", "choices": ["X86", "ARM"]}, extract=_arch_type, create_only=True),
    Field(
        "disk_encrypted_enable", {"type": "bool"}, response_key="disk_encrypted", normalize=as_bool, create_only=True
    ),
    Field("disk_encrypted_key", {"type": "str", "no_log": False}, create_only=True),
    # The service never shows it.
    Field("proxy_enable", {"type": "bool"}, write_only=True),
    Field(
        "bss_param",
        {"type": "dict", "options": BSS_SPEC},
        response_key="charging_mode",
        normalize=_billing,
        extract=_shown_billing,
        create_only=True,
    ),
    Field("enable_publicip", {"type": "bool"}, extract=lambda instance: as_bool(instance.get("enable_publicip"))),
    Field(
        "publicip_ids",
        {"type": "list", "elements": "str"},
        request_key="publicip_id",
        normalize=as_sorted_set,
        extract=public_addresses,
    ),
    Field("enterprise_project_id", {"type": "str"}),
    Field("tags", {"type": "dict"}, normalize=tags_as_dict, sent_on_create=False),
    Field("configs", {"type": "dict"}, normalize=stringify_configs, sent_on_create=False),
    Field(
        "enable_dns",
        {"type": "bool"},
        response_key="dns_enable",
        extract=lambda instance: as_bool(instance.get("dns_enable")),
        sent_on_create=False,
    ),
    Field(
        "cross_vpc_accesses",
        {"type": "list", "elements": "dict", "options": CROSS_VPC_SPEC},
        response_key="cross_vpc_info",
        normalize=_accesses,
        extract=cross_vpc_accesses,
        sent_on_create=False,
    ),
    Field(
        "volume_auto_expand", {"type": "dict", "options": VOLUME_SPEC}, normalize=_volume_settings, sent_on_create=False
    ),
)

# What takes a request of its own to read.
READ_APART = ("tags", "configs", "volume_auto_expand")

# What a task wants to be done with an instance, beside what the instance is to be.
BEHAVIOR_OPTIONS: dict[str, dict[str, Any]] = {
    "purge_tags": {"type": "bool", "default": True},
    "allow_resize": {"type": "bool", "default": False},
    "force_delete": {"type": "bool", "default": False},
    "recreate_failed": {"type": "bool", "default": False},
    "restore": {"type": "bool", "default": False},
}
