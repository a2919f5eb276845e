# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters of the playbook huaweicloud.rocketmq.fleet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.module_utils.common.validation import check_type_bool

from ..module_utils._api.errors import ValidationError
from ..plugin_utils import _fleet


def fleet_check(fleet: Any, defaults: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Check a fleet; return index, name and group of each entry."""
    try:
        return _fleet.check_fleet(fleet, defaults or {})
    except ValidationError as error:
        raise AnsibleFilterError(error.message) from error


def fleet_entry(
    fleet: Sequence[Mapping[str, Any]], index: int, defaults: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return one entry of a fleet, taken apart."""
    whole = _fleet.merged(fleet[int(index)], defaults or {})
    purge = check_type_bool(whole.get("purge") or False)
    return {
        "connection": _fleet.connection(whole),
        "instance": _fleet.instance_options(whole),
        "purge": purge,
        # As in the role rocketmq_acl: who says nothing about users does not mean that there shall be none.
        "purge_users": purge and whole.get("users") is not None,
        **{plural: whole.get(plural) or [] for plural in _fleet.RESOURCES},
    }


def fleet_group(
    fleet: Sequence[Mapping[str, Any]], group: int, defaults: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the entries of a fleet that are reached in one way: how, and the instances."""
    groups = _fleet.groups(fleet, defaults or {})
    # ansible-core 2.16 evaluates this in loops over entries too, where it is not used and there may be no such group.
    members = groups[int(group)] if int(group) < len(groups) else []
    return {
        "connection": _fleet.connection(members[0]) if members else {},
        "instances": [_fleet.instance_options(member) for member in members],
        # What fails once more is not ordered once more while it is waited for.
        "awaited": [{**_fleet.instance_options(member), "recreate_failed": False} for member in members],
    }


class FilterModule:
    """The filters by name."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"fleet_check": fleet_check, "fleet_entry": fleet_entry, "fleet_group": fleet_group}
