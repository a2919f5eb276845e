# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Consumer groups (chapter 5.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._api.errors import ApiError, ValidationError
from .._engine.field import Field, apply_create_defaults, as_bool, as_sorted_set, create_payload
from .._engine.plan import Change
from .._engine.read import read_or_none
from .._engine.resource import ApiObject, InstanceContext, Resource
from .validation import check_length, check_object_name, check_range, is_system_name

GROUPS = "/v2/{project_id}/instances/{instance_id}/groups"
GROUP = GROUPS + "/{group}"

# 400 from today's service, 404 from the older edition.
NOT_FOUND_CODES = frozenset({"DMS.00050012", "DMS.10240405"})


# By these the edition is known that has no descriptions yet.
LEGACY_KEYS = {"from_beginning", "app_id"}


def _description(group: ApiObject) -> str | None:
    # An empty one may be left out.
    unknown = "group_desc" not in group and LEGACY_KEYS & set(group)
    return None if unknown else group.get("group_desc") or ""


FIELDS = (
    Field("enabled", {"type": "bool"}, normal=as_bool, default=True),
    Field("broadcast", {"type": "bool"}, normal=as_bool, default=False),
    # Groups of 5.x are on no broker in particular: an empty list tells nothing.
    Field(
        "brokers",
        {"type": "list", "elements": "str"},
        normal=as_sorted_set,
        read=lambda group: group.get("brokers") or None,
        create_only=True,
    ),
    Field("retry_max_time", {"type": "int"}, normal=int, default=16),
    # Today's service neither shows nor takes it any more.
    Field("from_beginning", {"type": "bool"}, normal=as_bool, compared=False),
    Field("consume_orderly", {"type": "bool"}, normal=as_bool, listed=False),
    Field("description", {"type": "str"}, key="group_desc", read=_description, listed=False),
)


def check(name: str, desired: Mapping[str, Any], state: str) -> None:
    """Raise ValidationError if a consumer group cannot be as wanted."""
    check_object_name("Consumer group", name)
    where = f"Consumer group {name!r}"
    check_range(where, desired, "retry_max_time", 1, 16)
    check_length(where, desired, "description", 200)
    if desired.get("brokers") == []:
        raise ValidationError(f"{where}: 'brokers' is empty; name at least one broker, or leave the option out.")


def list_groups(scope: InstanceContext, stop_after_first_page: Any = None) -> list[ApiObject]:
    """Return every consumer group as the list shows it (5.2.1)."""
    return scope.client.list_all(
        GROUPS,
        "groups",
        item_key="name",
        stop_after_first_page=stop_after_first_page,
        instance_id=scope.instance_id,
    )


def read_one(scope: InstanceContext, name: str) -> ApiObject | None:
    """Return one consumer group (5.2.5), or None if it is absent."""
    group = read_or_none(
        lambda: scope.client.get_object(GROUP, instance_id=scope.instance_id, group=name),
        is_not_found,
        name,
        lambda: [group.get("name") for group in list_groups(scope)],
    )
    return None if group is None else {**group, "name": name}


def create(scope: InstanceContext, change: Change) -> ApiObject | None:
    """Create a consumer group (5.2.2)."""
    payload = {"name": change.name, **create_payload(FIELDS, apply_create_defaults(FIELDS, change.desired))}
    scope.client.post(GROUPS, payload, instance_id=scope.instance_id)
    return payload


def update(scope: InstanceContext, change: Change) -> Any:
    """Modify a consumer group (5.2.6)."""
    return scope.client.put(GROUP, full_payload(change), instance_id=scope.instance_id, group=change.name)


def update_many(scope: InstanceContext, changes: Sequence[Change]) -> None:
    """Start a job that modifies consumer groups (5.2.3)."""
    groups = [full_payload(change) for change in changes]
    scope.client.put(GROUPS, {"groups": groups}, instance_id=scope.instance_id)


def full_payload(change: Change) -> dict[str, Any]:
    """Return a group with everything it has: the service forgets what a modification leaves out."""
    group: dict[str, Any] = {"name": change.name}
    for field in FIELDS:
        value = field.actual(change.actual or {})
        if value is None and field.option == "from_beginning":
            value = change.desired.get(field.option)
        if value is None and field.option in REQUIRED_IN_UPDATE:
            value = field.default
        if value is not None:
            group[field.request_key] = value
    group.update((field.request_key, after) for field, _before, after in change.differences)
    return group


REQUIRED_IN_UPDATE = ("enabled", "broadcast", "retry_max_time")


def delete(scope: InstanceContext, name: str) -> Any:
    """Delete a consumer group (5.2.4)."""
    return scope.client.delete(GROUP, instance_id=scope.instance_id, group=name)


def delete_many(scope: InstanceContext, names: Sequence[str]) -> None:
    """Start a job that deletes consumer groups (5.2.2)."""
    scope.client.post(GROUPS, {"groups": list(names)}, {"action": "delete"}, instance_id=scope.instance_id)


def is_not_found(error: ApiError) -> bool:
    """True if an error means that there is no such consumer group."""
    return error.code in NOT_FOUND_CODES


GROUP_RESOURCE = Resource(
    noun="consumer_group",
    plural="consumer_groups",
    fields=FIELDS,
    name_key="name",
    check=check,
    list_all=list_groups,
    read_one=read_one,
    create=create,
    update=update,
    delete=delete,
    is_not_found=is_not_found,
    is_protected=is_system_name,
    replaces_on_update=True,
    update_many=update_many,
    delete_many=delete_many,
)
