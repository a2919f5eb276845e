# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Consumer groups (chapter 5.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._client.errors import InputError, ServiceError
from .._convergence.field import Field, as_bool, as_set, creation_payload, with_defaults
from .._convergence.observe import read_unless_absent
from .._convergence.plan import Change
from .._convergence.resource import Resource, Scope, Thing
from .names import check_length, check_object_name, check_range, is_system_name

GROUPS = "/v2/{project_id}/instances/{instance_id}/groups"
GROUP = GROUPS + "/{group}"

# 400 from today's service, 404 from the older edition.
ABSENT_CODES = frozenset({"DMS.00050012", "DMS.10240405"})


# By these the edition is known that has no descriptions yet.
OLD_FIELDS = {"from_beginning", "app_id"}


def _description(group: Thing) -> str | None:
    # An empty one may be left out.
    unknown = "group_desc" not in group and OLD_FIELDS & set(group)
    return None if unknown else group.get("group_desc") or ""


FIELDS = (
    Field("enabled", {"type": "bool"}, normal=as_bool, default=True),
    Field("broadcast", {"type": "bool"}, normal=as_bool, default=False),
    # Groups of 5.x are on no broker in particular: an empty list tells nothing.
    Field(
        "brokers",
        {"type": "list", "elements": "str"},
        normal=as_set,
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
    """Raise InputError if a consumer group cannot be as wanted."""
    check_object_name("Consumer group", name)
    where = f"Consumer group {name!r}"
    check_range(where, desired, "retry_max_time", 1, 16)
    check_length(where, desired, "description", 200)
    if desired.get("brokers") == []:
        raise InputError(f"{where}: 'brokers' is empty; name at least one broker, or leave the option out.")


def read_all(scope: Scope, sufficient: Any = None) -> list[Thing]:
    """Return every consumer group as the list shows it (5.2.1)."""
    return scope.client.get_all(GROUPS, "groups", sufficient=sufficient, instance_id=scope.instance_id)


def read_one(scope: Scope, name: str) -> Thing | None:
    """Return one consumer group (5.2.5), or None if it is absent."""
    group = read_unless_absent(
        lambda: scope.client.get_object(GROUP, instance_id=scope.instance_id, group=name),
        is_absent,
        name,
        lambda: [group.get("name") for group in read_all(scope)],
    )
    return None if group is None else {**group, "name": name}


def create(scope: Scope, change: Change) -> Thing | None:
    """Create a consumer group (5.2.2)."""
    payload = {"name": change.name, **creation_payload(FIELDS, with_defaults(FIELDS, change.desired))}
    scope.client.post(GROUPS, payload, instance_id=scope.instance_id)
    return payload


def update(scope: Scope, change: Change) -> Any:
    """Modify a consumer group (5.2.6)."""
    return scope.client.put(GROUP, whole_group(change), instance_id=scope.instance_id, group=change.name)


def update_many(scope: Scope, changes: Sequence[Change]) -> None:
    """Start a job that modifies consumer groups (5.2.3)."""
    groups = [whole_group(change) for change in changes]
    scope.client.put(GROUPS, {"groups": groups}, instance_id=scope.instance_id)


def whole_group(change: Change) -> dict[str, Any]:
    """Return a group with everything it has: the service forgets what a modification leaves out."""
    group: dict[str, Any] = {"name": change.name}
    for field in FIELDS:
        value = field.actual(change.actual or {})
        if value is None and field.option == "from_beginning":
            value = change.desired.get(field.option)
        if value is None and field.option in REQUIRED_IN_UPDATE:
            value = field.default
        if value is not None:
            group[field.api_key] = value
    group.update((field.api_key, after) for field, _before, after in change.differences)
    return group


REQUIRED_IN_UPDATE = ("enabled", "broadcast", "retry_max_time")


def delete(scope: Scope, name: str) -> Any:
    """Delete a consumer group (5.2.4)."""
    return scope.client.delete(GROUP, instance_id=scope.instance_id, group=name)


def delete_many(scope: Scope, names: Sequence[str]) -> None:
    """Start a job that deletes consumer groups (5.2.2)."""
    scope.client.post(GROUPS, {"groups": list(names)}, {"action": "delete"}, instance_id=scope.instance_id)


def is_absent(error: ServiceError) -> bool:
    """True if an error means that there is no such consumer group."""
    return error.code in ABSENT_CODES


GROUP_RESOURCE = Resource(
    noun="consumer_group",
    plural="consumer_groups",
    fields=FIELDS,
    name_key="name",
    check=check,
    read_all=read_all,
    read_one=read_one,
    create=create,
    update=update,
    delete=delete,
    is_absent=is_absent,
    protected=is_system_name,
    whole_updates=True,
    update_many=update_many,
    delete_many=delete_many,
)
