# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""A fleet that was read, as documents that are kept in git. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..module_utils._api.settings import CONNECTION_OPTIONS

# These are an entry's own: what it is called, what is on it, and what is merged key by key.
NEVER_SHARED = ("name", "instance_id", "tags", "configs", "topics", "consumer_groups", "users")
LISTS = {
    "topics": "rocketmq_instance_topics",
    "consumer_groups": "rocketmq_instance_consumer_groups",
    "users": "rocketmq_acl_users",
}


def fleet_document(fleet: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a fleet as the variables of the playbook fleet: `fleet_defaults`, what most entries share, and `fleet`."""
    defaults: dict[str, Any] = {}
    for option in fleet[0] if len(fleet) > 1 else ():
        values = [entry[option] for entry in fleet if option in entry]
        # A default would reach the entries that leave the option out.
        if option in NEVER_SHARED or len(values) < len(fleet):
            continue
        common = max(values, key=values.count)
        if 2 * values.count(common) > len(values):
            defaults[option] = common
    entries = [
        {option: value for option, value in entry.items() if option not in defaults or value != defaults[option]}
        for entry in fleet
    ]
    return {**({"fleet_defaults": defaults} if defaults else {}), "fleet": entries}


def host_variables(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry of a fleet as the variables of a host for the roles rocketmq_instance and rocketmq_acl."""
    return {_variable(option): value for option, value in entry.items()}


def _variable(option: str) -> str:
    if option in LISTS:
        return LISTS[option]
    return f"rocketmq_{option}" if option in CONNECTION_OPTIONS else f"rocketmq_instance_{option}"
