# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Finding instances (chapters 5.1.2 and 5.1.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._api.errors import INSTANCE_NOT_FOUND_CODE, ApiError, ValidationError
from .._api.response import reading

if TYPE_CHECKING:
    from .._api.client import Client

INSTANCES = "/v2/{project_id}/instances"
INSTANCE = INSTANCES + "/{instance_id}"

# The service has this list for all its engines; without `engine` it may show Kafka instances too.
ENGINE_FILTER = {"engine": "reliability"}

INSTANCE_ID = re.compile(r"[0-9A-Za-z-]{1,64}\Z")


def read_instance(client: Client, instance_id: str) -> dict[str, Any] | None:
    """Return an instance, or None if it is absent (404 DMS.00404022 and nothing else)."""
    try:
        instance: dict[str, Any] = client.get_object(INSTANCE, instance_id=instance_id)
    except ApiError as error:
        if error.code == INSTANCE_NOT_FOUND_CODE:
            return None
        raise
    return _drop_deleted({**instance, "instance_id": instance.get("instance_id") or instance_id})


def _drop_deleted(instance: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return an instance with its status in capitals, as the codes are on the wire, or None if it has been deleted."""
    # It is told in messages, and what terminals obey is no status.
    status = "".join(one if one.isprintable() else "?" for one in str(instance.get("status") or "").upper())
    return None if status == "DELETED" else {**instance, "status": status}


def list_instances(client: Client, filters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return all instances that match the filters of chapter 5.1.2, page after page."""
    query = {**ENGINE_FILTER, **(filters or {})}
    found = client.list_all(INSTANCES, "instances", query, item_key="instance_id", total_key="instance_num")
    return [instance for instance in map(_drop_deleted, found) if instance is not None]


def find_by_name(client: Client, name: str) -> list[dict[str, Any]]:
    """Return the instances with exactly this name, those that failed to be created included."""
    # An API variant that does not know exact_match_name searches fuzzily, so the names are looked at again.
    filters = {"name": name, "exact_match_name": "true", "include_failure": "true"}
    return [instance for instance in list_instances(client, filters) if instance.get("name") == name]


def prefer_living(candidates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the instances that neither failed to be created nor are being deleted; all of them if there are none."""
    return [one for one in candidates if one.get("status") not in ("CREATEFAILED", "DELETING")] or candidates


def select_one(name: str, candidates: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the one instance meant by a name, or None if there is none.

    One that failed to be created, or is being deleted, steps back behind a living one. Raises ValidationError if
    several are left.
    """
    choice = prefer_living(candidates)
    if len(choice) > 1:
        ids = ", ".join(sorted(str(one.get("instance_id")) for one in choice))
        raise ValidationError(f"{len(choice)} instances are named {name!r} ({ids}): say which with 'instance_id'.")
    return choice[0] if choice else None


@reading("instances")
def resolve_instance_id(client: Client, instance_id: str | None, instance_name: str | None) -> str:
    """Return the id of the instance a task is about. Raises ValidationError if there is none, or more than one."""
    if instance_id:
        if not INSTANCE_ID.match(instance_id):
            raise ValidationError(f"'instance_id' is not an instance ID: {instance_id!r}.")
        return instance_id
    if not instance_name:
        blank = "instance_name" if instance_id is None else "instance_id"
        raise ValidationError(f"'{blank}' is blank; say which instance is meant.")
    instance = select_one(str(instance_name), find_by_name(client, str(instance_name)))
    if instance is None:
        raise ValidationError(
            f"Instance {instance_name!r} does not exist in project {client.project_id} at {client.settings.endpoint}."
        )
    return str(instance["instance_id"])


def list_for_info(client: Client, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the instances that `params` of the info module ask for: all that is given has to match."""
    if params["instance_id"]:
        instance = read_instance(client, params["instance_id"])
        # One that has just been ordered may be in the list before it can be read by itself.
        found = [instance] if instance else list_instances(client, {"include_failure": "true"})
        return [one for one in found if one.get("instance_id") == params["instance_id"] and _matches(params, one)]
    filters = {key: params[key] for key in ("name", "status", "enterprise_project_id") if params[key]}
    if params["status"]:
        filters["status"] = params["status"].upper()
    if params["name"]:
        filters["exact_match_name"] = "true"
    if params["include_failure"]:
        filters["include_failure"] = "true"
    return [one for one in list_instances(client, filters) if _matches(params, one)]


def _matches(params: Mapping[str, Any], instance: Mapping[str, Any]) -> bool:
    status = (params["status"] or "").upper()
    return params["name"] in (None, "", instance.get("name")) and status in ("", instance.get("status"))
