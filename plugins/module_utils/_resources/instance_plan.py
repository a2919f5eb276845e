# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Which instance each item of a task means, and what is to be done with it (chapters 5.1.2, 5.1.3 and 5.8.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .._api.client import Client
from .._api.errors import ApiError, ValidationError
from .._api.response import reading
from .._engine.plan import REJECT, Change
from .._engine.resource import PREDICTED_INSTANCE_ID
from . import instance as instances
from .availability_zone import list_zones, zone_ids
from .instance_api import find_by_name, list_instances, read_instance, select_one
from .instance_fields import config_text, cross_vpc_accesses
from .tag import read_tags

VOLUME_AUTO_EXPAND = "/v2/{project_id}/instances/{instance_id}/auto-volume-expand"
CONFIGS = "/v2/{project_id}/rocketmq/instances/{instance_id}/configs"

# Marks an instance that was read by itself: what it lacks, the service does not show.
DETAILED = "_detailed"


class ResolvedItem(NamedTuple):
    """An item of a task, and the instance it means (None if there is none), or why there is no saying."""

    item: Mapping[str, Any]
    actual: dict[str, Any] | None
    refusal: str = ""


def resolve_items(client: Client, items: Sequence[Mapping[str, Any]], state: str) -> list[ResolvedItem]:
    """Find the instance of each item, with what of it is managed but needs another request.

    An item is refused for an instance_id that does not exist, for a name that several instances have, and for configs
    the instance does not have.
    """

    def one(pair: tuple[Mapping[str, Any], list[dict[str, Any]]]) -> ResolvedItem:
        item, candidates = pair
        try:
            actual = select_one(item.get("name") or item["instance_id"], candidates)
            if actual is None and item.get("instance_id"):
                actual = _shown(client, item["instance_id"])
            if state == "absent" and item.get("instance_id") and item.get("name"):
                _require_agreement(client, item, actual)
            if state == "present":
                actual = load_details(client, item, actual)
                if actual is None and item.get("instance_id") and not item.get("restore"):
                    raise ValidationError(
                        f"Instance {item['instance_id']!r} does not exist in project {client.project_id}."
                    )
        except ValidationError as error:
            return ResolvedItem(item, None, error.message)
        return ResolvedItem(item, actual)

    return client.map_concurrently(one, list(zip(items, _matches(client, items), strict=True)))


def _shown(client: Client, instance_id: str) -> dict[str, Any] | None:
    """Return an instance that has just been created: the list or the single read alone may show it."""
    present = read_detailed(client, instance_id)
    if present is not None:
        return present
    everything = list_instances(client, {"include_failure": "true"})
    return next((one for one in everything if one.get("instance_id") == instance_id), None)


def _require_agreement(client: Client, item: Mapping[str, Any], actual: Mapping[str, Any] | None) -> None:
    """Raise ValidationError if `instance_id` and `name` of an item that should be absent mean different instances."""
    instance_id, name = item["instance_id"], item["name"]
    if actual is not None and actual.get("name") not in (name, None):
        raise ValidationError(
            f"'instance_id' {instance_id!r} is the instance {actual['name']!r}, not {name!r}: set only one."
        )
    if actual is None:
        for namesake in find_by_name(client, name):
            raise ValidationError(
                f"'instance_id' {instance_id!r} does not exist, and 'name' {name!r} is the instance "
                f"{namesake['instance_id']!r}: set only one."
            )


def _matches(client: Client, items: Sequence[Mapping[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return for each item the instances it may mean."""
    if len(items) == 1:
        item = items[0]
        if not item.get("instance_id"):
            return [find_by_name(client, item["name"])]
        present = _read_present(client, str(item["instance_id"]))
        return [[] if present is None else [present]]
    everything = list_instances(client, {"include_failure": "true"}) if items else []
    keys = ["instance_id" if item.get("instance_id") else "name" for item in items]
    return [[one for one in everything if one.get(key) == item[key]] for item, key in zip(items, keys, strict=True)]


def _read_present(client: Client, instance_id: str) -> dict[str, Any] | None:
    # The instance that a check-mode run before this one would have created.
    if instance_id == PREDICTED_INSTANCE_ID:
        return {"instance_id": instance_id, "status": "RUNNING", "enable_acl": False, "tags": []}
    return read_detailed(client, instance_id)


def read_detailed(client: Client, instance_id: str) -> dict[str, Any] | None:
    """Return an instance, read by itself and marked so, or None if it is absent."""
    instance = read_instance(client, instance_id)
    return None if instance is None else {**instance, DETAILED: True}


@reading("instances")
def load_details(client: Client, item: Mapping[str, Any], actual: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return an instance with what is managed of it and what it does not carry by itself, such as tags and configs."""
    if actual is None or actual["instance_id"] == PREDICTED_INSTANCE_ID or actual.get("status") == "CREATEFAILED":
        return actual
    creating = actual.get("status") == "CREATING"
    if not creating and not actual.get(DETAILED) and instances.lacks_managed_fields(item, actual):
        # The list shows less than the single instance.
        actual = {**actual, **(read_detailed(client, actual["instance_id"]) or {})}
    if item.get("tags") is not None and actual.get("tags") is None:
        actual = {**actual, "tags": {} if creating else read_tags(client, actual["instance_id"])}
    if item.get("configs") is not None:
        actual = {**actual, **({"configs": {}} if creating else _read_configs(client, actual, item["configs"]))}
    if item.get("volume_auto_expand") is not None:
        settings = {} if creating else _volume_auto_expand(client, actual["instance_id"], item["volume_auto_expand"])
        actual = {**actual, "volume_auto_expand": settings}
    if item.get("cross_vpc_accesses") and not creating:
        _check_listeners(item["cross_vpc_accesses"], actual)
    return actual


def _volume_auto_expand(client: Client, instance_id: str, desired: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return read_volume_auto_expand(client, instance_id)
    except ValidationError:
        # Where no disk can grow, one that shall not is as desired.
        if desired.get("auto_volume_expand_enable"):
            raise
        return {}


@reading("volume_auto_expand")
def read_volume_auto_expand(client: Client, instance_id: str) -> dict[str, Any]:
    """Return how the disk of an instance grows, in the API's fields. Raises ValidationError where that is unknown."""
    try:
        settings: dict[str, Any] = client.get_object(VOLUME_AUTO_EXPAND, instance_id=instance_id)
    except ApiError as error:
        if not error.is_unsupported_endpoint:
            raise
        raise ValidationError(
            "'volume_auto_expand': this region's service cannot let a disk grow by itself; leave the option out."
        ) from error
    return settings


def _check_listeners(desired: Sequence[Mapping[str, Any]], actual: Mapping[str, Any]) -> None:
    """Raise ValidationError for an address of a node that the instance does not have."""
    shown = cross_vpc_accesses(actual)
    if shown is None:
        return
    present = sorted(entry["listener_ip"] for entry in shown)
    unknown = sorted({entry["listener_ip"] for entry in desired} - set(present))
    if unknown:
        raise ValidationError(
            f"'cross_vpc_accesses': the instance has no node {', '.join(unknown)}; it has {', '.join(present)}."
        )


@reading("configs")
def _read_configs(client: Client, actual: Mapping[str, Any], desired: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of an instance's configs that are managed. Raises ValidationError for one it does not have."""
    present = client.list_all(CONFIGS, "rocketmq_configs", instance_id=str(actual["instance_id"]))
    values = {str(entry["name"]): config_text(entry.get("value")) for entry in present}
    unknown = sorted(set(desired) - set(values))
    if unknown:
        raise ValidationError(
            f"'configs': the instance has no {', '.join(unknown)}; it has {', '.join(sorted(values))}."
        )
    static = [entry["name"] for entry in present if entry["name"] in desired and entry.get("config_type") == "static"]
    return {"configs": {name: values[name] for name in desired}, instances.STATIC_CONFIGS: static}


def resolve_zones(client: Client, found: Sequence[ResolvedItem]) -> list[ResolvedItem]:
    """Return the items with the ids of their zones, which the user may also tell by code or name.

    The zones are only asked for where the instance does not have just these ids or names already.
    """
    zones: list[dict[str, Any]] | None = None
    resolved = []
    for located in found:
        desired, ids = located.item.get("available_zones"), None
        if desired and located.actual and _same_zones(desired, located.actual):
            ids = located.actual.get("available_zones")
        elif desired and not located.refusal:
            zones = list_zones(client) if zones is None else zones
            try:
                ids = zone_ids(zones, desired)
                instances.check_zones(f"Instance {located.item.get('name')!r}", ids)
            except ValidationError as error:
                located = located._replace(refusal=error.message)
        if ids is not None:
            located = located._replace(item={**located.item, "available_zones": ids})
        resolved.append(located)
    return resolved


def _same_zones(desired: Sequence[str], actual: Mapping[str, Any]) -> bool:
    known = (actual.get("available_zones"), actual.get("available_zone_names"))
    return any(set(desired) == set(zones or ()) for zones in known)


def plan_instances(client: Client, items: Sequence[Mapping[str, Any]], state: str, wait: bool) -> list[Change]:
    """Return what is to be done with each instance. Raises ApiError, TransportFailure."""
    found = resolve_items(client, items, state)
    if state == "present":
        found = resolve_zones(client, found)
    changes = [_plan(located, state) for located in found]
    if state == "present" and any(item.get("restore") for item in items):
        from .instance_restore import plan_restorations

        changes = plan_restorations(client, changes, [bool(located.refusal) for located in found])
    return changes if wait else [instances.defer_until_running(change) for change in changes]


def _plan(located: ResolvedItem, state: str) -> Change:
    item, actual, refusal = located
    if refusal:
        return Change(str(item.get("name") or item.get("instance_id")), REJECT, item, actual, reason=refusal)
    return instances.plan_instance(item, actual, state)
