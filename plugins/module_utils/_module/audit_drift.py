# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""How what is on an instance differs from what is wanted. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._engine.outcome import CREATED, DELETED, UNCHANGED, UPDATED, ChangeResult
from .._engine.plan import build_diff
from .._engine.resource import InstanceContext, Resource
from .._resources.instance import INSTANCE_RESOURCE
from .._resources.instance_plan import plan_instances
from .audit_entries import AuditEntry
from .fleet_entries import INSTANCE_SPEC, RESOURCES
from .manage import failure_of, plan_items, results_of, warnings_of

KINDS = ("instance", *RESOURCES)
DIFFERENCES = (CREATED, UPDATED, DELETED, "failures")


def wanted_kinds(entry: AuditEntry) -> list[str]:
    """Return the kinds of which something is wanted."""
    return [*(["instance"] if entry.has_instance_options else []), *entry.kinds]


def compare(
    context: InstanceContext, entry: AuditEntry, kind: str, topics_are_listed: bool
) -> tuple[dict[str, Any], list[str]]:
    """Return what differs of one kind, and warnings. Raises what a read raises.

    What is there and not listed is told, except of topics where the service cannot list them.
    """
    if kind == "instance":
        item = {**{name: entry.wanted[name] for name in INSTANCE_SPEC}, "instance_id": context.instance_id}
        changes = plan_instances(context.client, [item], "present", True)
        results = results_of(INSTANCE_RESOURCE, context, changes, True)
        return _drift(INSTANCE_RESOURCE, results), warnings_of(INSTANCE_RESOURCE, results)
    resource = RESOURCES[kind]
    purge = kind != "topics" or topics_are_listed
    plan = plan_items(resource, context, entry.wanted[kind], "present", purge)
    results = results_of(resource, context, plan.changes, True)
    return _drift(resource, results), [*plan.warnings, *warnings_of(resource, results)]


def _drift(resource: Resource, results: Sequence[ChangeResult]) -> dict[str, Any]:
    succeeded = [result for result in results if result.error is None]
    names = {
        kind: [result.change.name for result in succeeded if result.result == kind]
        for kind in (CREATED, UPDATED, DELETED)
    }
    return {
        **names,
        UNCHANGED: sum(1 for result in succeeded if result.result == UNCHANGED),
        "failures": [failure_of(result.change.name, result.error) for result in results if result.error is not None],
        "diff": build_diff(resource.fields, [result.change for result in succeeded if result.changed]),
    }


def count_differences(drift: Mapping[str, Mapping[str, Any] | None]) -> int:
    """Return how many objects are not as wanted."""
    return sum(len(one[key]) for one in drift.values() if one is not None for key in DIFFERENCES)
