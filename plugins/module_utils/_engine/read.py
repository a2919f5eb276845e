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
    resource: Resource, context: InstanceContext, items: Sequence[Mapping[str, Any]], whole_list: bool = False
) -> dict[str, ApiObject]:
    """Return the objects named in `items` (each with its `name`) by name, or all there are if `whole_list`.

    One object is read by itself, several by list. An older API variant cannot list topics: they are read one
    by one then, and what needs the whole list raises ValidationError. Raises ApiError and TransportFailure.
    """
    if context.instance_id == PREDICTED_INSTANCE_ID:
        return {}
    names = [str(item["name"]) for item in items]
    if len(names) == 1 and not whole_list:
        thing = resource.read_one(context, names[0])
        return {} if thing is None else {names[0]: thing}
    try:
        found = _read_list(resource, context, names, whole_list)
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
    resource: Resource, context: InstanceContext, names: Sequence[str], whole_list: bool
) -> dict[str, ApiObject]:
    """Read the list, or its first page and what is not on it by name, whichever takes fewer requests."""
    missing: list[str] = []

    def stop_after_first_page(first_page: Sequence[ApiObject], total: int) -> bool:
        present = {thing.get(resource.name_key) for thing in first_page}
        absent = [name for name in names if name not in present]
        further_pages = -(-(total - len(first_page)) // PAGE_SIZE)
        if whole_list or len(absent) >= further_pages:
            return False
        missing.extend(absent)
        return True

    things = resource.list_all(context, stop_after_first_page)
    found = {str(thing[resource.name_key]): thing for thing in things if thing.get(resource.name_key)}
    return {**found, **_read_individually(resource, context, missing)}


def _read_individually(resource: Resource, context: InstanceContext, names: Sequence[str]) -> dict[str, ApiObject]:
    things: list[Any] = context.client.map_concurrently(lambda name: resource.read_one(context, name), list(names))
    return {name: thing for name, thing in zip(names, things, strict=True) if thing is not None}
