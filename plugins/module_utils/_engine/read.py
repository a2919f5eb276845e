# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Finding out what is there, with as few requests as the question allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._api.errors import ApiError, ValidationError
from .._api.pagination import PAGE_SIZE
from .field import needs_detail
from .resource import PREDICTED_INSTANCE_ID, ApiObject, InstanceContext, Resource


def read_current(
    resource: Resource,
    context: InstanceContext,
    items: Sequence[Mapping[str, Any]],
    whole_list: bool = False,
    confirm_absence: bool = False,
) -> dict[str, ApiObject]:
    """Return the objects named in `items` (each with its `name`) by name, or all there are if `whole_list`.

    One object is read by itself, several by list; with `confirm_absence`, both ways before it counts as absent. An
    older API variant cannot list topics: they are read one by one then, and what needs the whole list raises
    ValidationError. Raises ApiError and TransportFailure.
    """
    if context.instance_id == PREDICTED_INSTANCE_ID:
        return {}
    found = _read(resource, context, items, whole_list, confirm_absence)
    missing = [str(item["name"]) for item in items if item["name"] not in found] if confirm_absence else []
    # What was just made may be missing from the single read or from the list.
    if len(items) == 1 and not whole_list:
        return {**found, **(listed(resource, context, missing) if missing else {})}
    return {**found, **_read_individually(resource, context, missing)}


def read_or_list(resource: Resource, context: InstanceContext, name: str) -> ApiObject | None:
    """Return an object that the single read or the list shows, or None. Raises ApiError and TransportFailure."""
    return read_current(resource, context, [{"name": name}], confirm_absence=True).get(name)


def listed(resource: Resource, context: InstanceContext, names: Sequence[str]) -> dict[str, ApiObject]:
    """Return those of the named objects that the list shows, by name; none if this API variant cannot list them."""
    try:
        things = resource.list_all(context)
    except ApiError as error:
        if not error.is_unsupported_endpoint:
            raise
        return {}
    return {str(thing[resource.name_key]): thing for thing in things if thing.get(resource.name_key) in names}


def _read(
    resource: Resource,
    context: InstanceContext,
    items: Sequence[Mapping[str, Any]],
    whole_list: bool,
    every_page: bool,
) -> dict[str, ApiObject]:
    names = [str(item["name"]) for item in items]
    if len(names) == 1 and not whole_list:
        thing = resource.read_one(context, names[0])
        return {} if thing is None else {names[0]: thing}
    try:
        found = _read_list(resource, context, names, whole_list or every_page)
    except ApiError as error:
        if not error.is_unsupported_endpoint:
            raise
        if whole_list:
            raise ValidationError(
                f"This region's service cannot list {resource.plural}, so what is not listed in the task cannot be "
                f"found: leave 'purge' off and delete {resource.plural} by name."
            ) from error
        return _read_individually(resource, context, names)
    incomplete = [
        str(item["name"])
        for item in items
        if item["name"] in found and needs_detail(resource.fields, item, found[item["name"]])
    ]
    details = _read_individually(resource, context, incomplete)
    return {**found, **{name: {**found[name], **detail} for name, detail in details.items()}}


def _read_list(
    resource: Resource, context: InstanceContext, names: Sequence[str], every_page: bool
) -> dict[str, ApiObject]:
    """Read the list, or its first page and what is not on it by name, whichever takes fewer requests."""
    missing: list[str] = []

    def stop_after_first_page(first_page: Sequence[ApiObject], total: int) -> bool:
        present = {thing.get(resource.name_key) for thing in first_page}
        absent = [name for name in names if name not in present]
        further_pages = -(-(total - len(first_page)) // PAGE_SIZE)
        if every_page or len(absent) >= further_pages:
            return False
        missing.extend(absent)
        return True

    things = resource.list_all(context, stop_after_first_page)
    found = {str(thing[resource.name_key]): thing for thing in things if thing.get(resource.name_key)}
    return {**found, **_read_individually(resource, context, missing)}


def _read_individually(resource: Resource, context: InstanceContext, names: Sequence[str]) -> dict[str, ApiObject]:
    things: list[Any] = context.client.map_concurrently(lambda name: resource.read_one(context, name), list(names))
    return {name: thing for name, thing in zip(names, things, strict=True) if thing is not None}
