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
from .._engine.resource import ApiObject, InstanceContext, Resource
from .endpoints import GROUP_ENDPOINT, GROUPS, OFFLINE_CODES
from .routes import ROUTES
from .validation import check_length, check_object_name, check_range, is_system_name

# By these the API variant is known that has no descriptions yet.
LEGACY_KEYS = {"from_beginning", "app_id"}


def _description(group: ApiObject) -> str | None:
    # An empty one may be left out.
    unknown = "group_desc" not in group and LEGACY_KEYS & set(group)
    return None if unknown else group.get("group_desc") or ""


FIELDS = (
    Field("enabled", {"type": "bool"}, normalize=as_bool, default=True),
    Field("broadcast", {"type": "bool"}, normalize=as_bool, default=False),
    # Groups of 5.x are on no broker in particular: an empty list tells nothing.
    Field(
        "brokers",
        {"type": "list", "elements": "str"},
        normalize=as_sorted_set,
        extract=lambda group: group.get("brokers") or None,
        create_only=True,
    ),
    Field("retry_max_time", {"type": "int"}, normalize=int, default=16),
    # Today's service neither shows nor takes it any more.
    Field("from_beginning", {"type": "bool"}, normalize=as_bool, write_only=True),
    Field("consume_orderly", {"type": "bool"}, normalize=as_bool, omitted_from_list=True),
    Field("description", {"type": "str"}, request_key="group_desc", extract=_description, omitted_from_list=True),
)


def validate(name: str, desired: Mapping[str, Any], state: str) -> None:
    """Raise ValidationError if a consumer group cannot be as desired."""
    check_object_name("Consumer group", name)
    where = f"Consumer group {name!r}"
    check_range(where, desired, "retry_max_time", 1, 16)
    check_length(where, desired, "description", 200)
    if desired.get("brokers") == []:
        raise ValidationError(f"{where}: 'brokers' is empty; name at least one broker, or leave the option out.")


def create(context: InstanceContext, change: Change) -> ApiObject | None:
    """Create a consumer group (5.2.2)."""
    payload = {"name": change.name, **create_payload(FIELDS, apply_create_defaults(FIELDS, change.desired))}
    GROUP_ENDPOINT.create(context, payload)
    return payload


def update(context: InstanceContext, change: Change) -> Any:
    """Modify a consumer group (5.2.6)."""
    return GROUP_ENDPOINT.update(context, change.name, full_payload(change))


def update_many(context: InstanceContext, changes: Sequence[Change]) -> None:
    """Start a job that modifies consumer groups (5.2.3)."""
    groups = [full_payload(change) for change in changes]
    context.client.put(GROUPS, {"groups": groups}, instance_id=context.instance_id)


def full_payload(change: Change) -> dict[str, Any]:
    """Return a group with everything it has: the service forgets what a modification leaves out."""
    group: dict[str, Any] = {"name": change.name}
    for field in FIELDS:
        value = field.actual_value(change.actual or {})
        if value is None and field.option == "from_beginning":
            value = change.desired.get(field.option)
        if value is None and field.option in REQUIRED_IN_UPDATE:
            value = field.default
        if value is not None:
            group[field.request_key] = value
    group.update((field.request_key, after) for field, _before, after in change.differences)
    return group


def is_in_use(context: InstanceContext, group: ApiObject) -> bool:
    """Return whether consumers of a group are connected. Raises ApiError, TransportFailure."""
    online = group.get("group_online")
    if online is not None:
        return as_bool(online)
    return bool(read_clients(context, {"group": group["name"]}))


def read_clients(context: InstanceContext, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the connected clients of a group (not in the API reference); a group that is offline has none."""
    try:
        return context.client.list_all(
            ROUTES["group_clients"],
            "clients",
            {"is_detail": True},
            instance_id=context.instance_id,
            group=params["group"],
        )
    except ApiError as error:
        if error.code in OFFLINE_CODES or GROUP_ENDPOINT.is_not_found(error):
            return []
        raise


REQUIRED_IN_UPDATE = ("enabled", "broadcast", "retry_max_time")


GROUP_RESOURCE = Resource(
    noun="consumer_group",
    plural="consumer_groups",
    fields=FIELDS,
    name_key="name",
    validate=validate,
    list_all=GROUP_ENDPOINT.list_all,
    read_one=GROUP_ENDPOINT.read_one,
    create=create,
    update=update,
    update_many=update_many,
    delete=GROUP_ENDPOINT.delete,
    delete_many=GROUP_ENDPOINT.delete_many,
    is_not_found=GROUP_ENDPOINT.is_not_found,
    is_protected=is_system_name,
    is_in_use=is_in_use,
    replaces_on_update=True,
)
