# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Bringing instances back from the recycle bin: which ones, and how (not in the API reference)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._api.client import Client
from .._api.errors import RocketMQError, ValidationError
from .._api.pagination import parse_items
from .._engine.operation import Operation
from .._engine.outcome import RESTORED
from .._engine.plan import NO_OP, REJECT, RESTORE, UPDATE, Change
from .._engine.resource import InstanceContext
from .._engine.write import Write, confirmed_write, find_created
from .instance import plan_instance
from .instance_api import list_instances, prefer_living, read_instance, select_one
from .recycle_bin import RECYCLE_BIN, RecycleBin, find_bin

# Marks what is wanted of an instance that is brought back: what it is, shows only then.
MARK = "_restored"
# What is known of an instance in the bin, and still holds once it is back.
KEPT = ("instance_id", "name", "engine", "product_id")
# No status of the service: the instance is on its way back, or has stayed in the bin.
RESTORING, RESTORE_FAILED = "RESTORING", "RESTOREFAILED"


# Which


def plan_restorations(client: Client, changes: Sequence[Change], refused: Sequence[bool]) -> list[Change]:
    """Return the changes; an instance that is not there and has `restore` is brought back where the bin holds it.

    What was `refused` stays so: it is not known whether that instance is there.
    """
    recycled: RecycleBin | None = None
    planned = []
    for change, is_refused in zip(changes, refused, strict=True):
        if change.desired.get("restore") and _is_missing(change) and not is_refused:
            recycled = recycled or find_bin(client) or RecycleBin({}, [])
            change = _plan_restoration(client, change, recycled)
        planned.append(change)
    return planned


def _is_missing(change: Change) -> bool:
    return change.actual is None or change.actual.get("status") == "DELETING"


def _plan_restoration(client: Client, change: Change, recycled: RecycleBin) -> Change:
    instance_id = change.desired.get("instance_id")
    if change.actual is not None:
        reason = (
            f"Instance {change.name!r} is being deleted, and 'restore' is true: run the task again once it is gone, or "
            "set 'restore' to false to order another one."
        )
        return change._replace(action=REJECT, reason=reason)
    try:
        entry = _find_entry(recycled, instance_id, change.name)
    except ValidationError as error:
        return change._replace(action=REJECT, reason=error.message)
    if entry is not None:
        return _restoration(change, entry)
    if instance_id:
        reason = f"Instance {instance_id!r} is neither in project {client.project_id} nor in its recycle bin."
        return change._replace(action=REJECT, reason=reason)
    if change.action == REJECT:
        return change._replace(reason=f"{change.reason} The recycle bin does not hold it, either.")
    return change


def _restoration(change: Change, entry: Mapping[str, Any]) -> Change:
    name = str(change.desired.get("name") or entry["name"])
    return Change(name, RESTORE, {**change.desired, "name": name, MARK: True}, dict(entry))


def _find_entry(recycled: RecycleBin, instance_id: str | None, name: str) -> dict[str, Any] | None:
    """Return the deleted instance that is meant, or None. Raises ValidationError if several have the name."""
    if instance_id:
        return next((one for one in recycled.instances if one.get("instance_id") == instance_id), None)
    found = [one for one in recycled.instances if one.get("name") == name]
    if len(found) > 1:
        ids = ", ".join(sorted(str(one["instance_id"]) for one in found))
        raise ValidationError(
            f"The recycle bin holds {len(found)} instances named {name!r} ({ids}): say which with its ID."
        )
    return found[0] if found else None


def plan_named(client: Client, recycled: RecycleBin, items: Sequence[Mapping[str, Any]]) -> list[Change]:
    """Return what is to be done so that the instances (`name` or `instance_id`) are there, and no longer in the bin."""
    everything = list_instances(client, {"include_failure": "true"}) if items else []
    changes: dict[str, Change] = {}
    for item in items:
        change = _plan_named(recycled, everything, item)
        known = str((change.actual or {}).get("instance_id") or change.name)
        # One instance may be told by its name and by its id.
        changes.setdefault(known, change)
    return list(changes.values())


def _plan_named(recycled: RecycleBin, everything: Sequence[dict[str, Any]], item: Mapping[str, Any]) -> Change:
    key = "instance_id" if item.get("instance_id") else "name"
    label = str(item[key])
    alive = [one for one in everything if one.get(key) == label and one.get("status") != "DELETING"]
    refused = Change(label, REJECT, item)
    try:
        present = select_one(label, alive)
        entry = _find_entry(recycled, item.get("instance_id"), label)
        # The bin may still show one that is back, and has another name by now.
        present = present or _living(everything, entry)
    except ValidationError as error:
        return refused._replace(reason=error.message)
    if entry is None and present is None:
        return refused._replace(reason=f"Instance {label!r} is not in the recycle bin, and does not exist.")
    if entry is None or (present or {}).get("instance_id") == entry["instance_id"]:
        return Change(str((present or {}).get("name") or label), NO_OP, item, present)
    name = entry.get("name")
    namesakes = prefer_living([one for one in everything if one.get("name") == name])
    if namesakes:
        reason = (
            f"Instance {name!r} ({entry['instance_id']}) stays in the recycle bin, as another one has this name "
            f"({namesakes[0].get('instance_id')}, {namesakes[0].get('status')}): rename or delete that one first."
        )
        return refused._replace(name=str(name), reason=reason)
    # It comes back as it was: nothing else is asked for, not even a name.
    return Change(str(name), RESTORE, {MARK: True}, dict(entry))


def _living(everything: Sequence[dict[str, Any]], entry: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the instance of an entry of the bin, if it exists and is not on its way there."""
    known = None if entry is None else entry["instance_id"]
    return next(
        (one for one in everything if one.get("instance_id") == known and one.get("status") != "DELETING"), None
    )


# How


def restore_instance(context: InstanceContext, operation: Operation) -> None:
    """Have an instance brought back; where the answer is lost, the bin is read before anything is sent again."""
    client, entry = context.client, operation.change.actual or {}
    instance_id = str(entry["instance_id"])

    def is_binned() -> bool:
        recycled = find_bin(client) or RecycleBin({}, [])
        return _find_entry(recycled, instance_id, "") is not None

    def read(sent: str, error: RocketMQError | None) -> dict[str, Any] | None:
        binned, living = is_binned(), read_instance(client, sent)
        if not isinstance(error, RestoreRefused):
            return None if binned and living is None else living or {}
        # Somebody else may have been faster; what was just restored may not be shown yet.
        if living is None and not binned:
            living = find_created(client, lambda: read_instance(client, sent))
        if living is None or not _is_meant(operation.change.desired, entry, living):
            raise error
        return living

    write = Write(
        action=lambda sent: "the instance was restored",
        send=lambda sent: _send(client, sent),
        read=read,
        next_request=lambda living: instance_id if living is None else None,
        may_be_outdated=lambda sent, error: isinstance(error, RestoreRefused),
    )
    written = confirmed_write(client, write, instance_id).or_raise()
    if written.done is None:
        operation.adopt(written.state, instance_id)
        operation.change = operation.change._replace(action=UPDATE)
        return
    known = {key: entry[key] for key in KEPT if key in entry}
    operation.adopt({**known, "status": RESTORING}, instance_id)
    operation.is_visible, operation.result = False, RESTORED


def _is_meant(desired: Mapping[str, Any], entry: Mapping[str, Any], living: Mapping[str, Any]) -> bool:
    # Told by its name, an instance that has another one by now is not renamed.
    return bool(desired.get("instance_id") or not desired.get("name")) or living.get("name") == entry.get("name")


class RestoreRefused(RocketMQError):
    """The service took the request and left the instance where it is."""


def _send(client: Client, instance_id: str) -> None:
    answer = client.post(RECYCLE_BIN, {"instances": [instance_id]})
    for entry in parse_items(answer, "results"):
        if entry.get("instance_id") in (instance_id, None) and entry.get("error_msg"):
            raise RestoreRefused(f"The service does not bring it back: {entry['error_msg']}")


def failed_restorations(client: Client, operations: Sequence[Operation]) -> dict[str, dict[str, Any]]:
    """Return, by id, those instances on their way back that are in the bin, which says what went wrong."""
    restoring = {operation.object_id for operation in operations if operation.change.action == RESTORE}
    recycled = find_bin(client) if restoring else None
    return {
        str(entry["instance_id"]): {**entry, "status": RESTORE_FAILED}
        for entry in (recycled.instances if recycled else ())
        if entry.get("instance_id") in restoring and entry.get("error_message")
    }


def check_restored(desired: Mapping[str, Any], actual: Mapping[str, Any]) -> None:
    """Raise RocketMQError if an instance that was brought back cannot become as desired."""
    if desired.get(MARK):
        change = plan_instance(desired, actual, "present")
        if change.action == REJECT:
            raise RocketMQError(change.reason)
