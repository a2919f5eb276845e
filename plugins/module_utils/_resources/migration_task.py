# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Metadata migration tasks (chapter 5.6)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .._api.errors import ApiError, RocketMQError, ValidationError
from .._api.pagination import PAGE_SIZE, parse_items, read_pages
from .._api.redaction import MASK
from .._api.response import parse, reading
from .._engine.field import Field
from .._engine.plan import CREATE, DELETE, NO_OP, Change
from .._engine.resource import ApiObject, InstanceContext, Resource, RunOperations
from .validation import INSTANCE_NAME

METADATA = "/v2/{project_id}/instances/{instance_id}/metadata"

# Also what reading a RabbitMQ task without `type` is answered with.
NOT_FOUND_CODES = frozenset({"DMS.00405011"})
TERMINAL_STATUSES = ("finished", "failed")

# What must be in the metadata, by type of task; the first spelling of each is RocketMQ's own.
EXPECTED_KEYS = {
    "rocketmq": ("topicConfigTable", "topic_config_table", "subscriptionGroupTable", "subscription_group_table"),
    "rabbitToRocket": ("vhosts", "queues", "exchanges", "bindings"),
}


PASSWORD_KEYS = ("password_hash", "passwordHash", "password")


def validate(params: Mapping[str, Any]) -> None:
    """Raise ValidationError if a migration task cannot be as desired."""
    name, kind, metadata = params["name"], params["type"], params["metadata"]
    if name is not None and not INSTANCE_NAME.match(name):
        raise ValidationError(
            f"Migration task name {name!r} is not allowed; a name starts with a letter and has 4 to 64 characters: "
            "letters, digits, hyphen (-) and underscore (_)."
        )
    if params["state"] == "absent" or metadata is None:
        return
    if kind is None:
        raise ValidationError("'type' is missing: it says what 'metadata' comes from, rocketmq or rabbitToRocket.")
    expected = EXPECTED_KEYS[kind]
    if not any(key in metadata for key in expected):
        raise ValidationError(f"'metadata' is not that of type {kind}: it has none of the keys {', '.join(expected)}.")


def list_tasks(context: InstanceContext) -> list[dict[str, Any]]:
    """Return all migration tasks of an instance (5.6.2)."""
    size = PAGE_SIZE

    def page(offset: int, limit: int) -> Any:
        nonlocal size
        # This list alone is paged by number, from 1. A service may give smaller pages than it is asked for.
        query = {"offset": offset // size + 1, "limit": limit}
        answer = context.client.get(METADATA, query, instance_id=context.instance_id)
        if offset == 0:
            size = len(parse_items(answer, "task")) or PAGE_SIZE
        return answer

    return read_pages(page, "task", context.client.map_concurrently, item_key="id")


def read_tasks(context: InstanceContext, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the tasks that match `task_id`, `type` and `name`; the one named by its id with its details."""
    present = list_tasks(context)
    if params["task_id"] and params["task_id"] not in [task.get("id") for task in present]:
        present = [task for task in [_read_by_id(context, params["task_id"])] if task]
    tasks = [
        task
        for task in present
        if params["task_id"] in (None, task.get("id"))
        and params["type"] in (None, task.get("type"))
        and params["name"] in (None, task.get("name"))
    ]
    return [with_details(context, task) for task in tasks] if params["task_id"] else tasks


@reading("migration tasks")
def with_details(context: InstanceContext, task: Mapping[str, Any]) -> dict[str, Any]:
    """Return a task with its content and result, where the service tells them."""
    query = {"id": task["id"]}
    if task.get("type") == "rabbitToRocket":
        query["type"] = "all"
    try:
        answer = context.client.get_object(METADATA, query, instance_id=context.instance_id)
    except ApiError as error:
        if error.code in NOT_FOUND_CODES:
            return dict(task)
        raise
    listed = answer.get("task") or []
    detail = next((one for one in listed if one.get("id") == task["id"]), answer)
    details = {
        key: redact_passwords(_parsed(value))
        for key, value in detail.items()
        if key in ("json_content", "result", "status")
    }
    return {**task, **details}


def _parsed(value: Any) -> Any:
    """Return the JSON that the service wraps in a text once more."""
    try:
        return parse(value) if isinstance(value, str) and value[:1] in "[{" else value
    except ValueError:
        return value


def redact_passwords(value: Any) -> Any:
    """Return metadata without the hashes of passwords, which an export of RabbitMQ holds for its users."""
    if isinstance(value, Mapping):
        return {key: MASK if key in PASSWORD_KEYS else redact_passwords(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [redact_passwords(entry) for entry in value]
    return value


def find_task(context: InstanceContext, task_id: str | None, name: str | None) -> dict[str, Any] | None:
    """Return the one task with this id or name, or None.

    Raises ValidationError if several have the name, or if the id and the name mean different tasks.
    """
    present = list_tasks(context)
    tasks = [task for task in present if _is(task, task_id, name)]
    if task_id and not tasks:
        # One that was just started may not be in the list yet.
        tasks = [task for task in [_read_by_id(context, task_id)] if task]
    if task_id and name:
        for other in tasks or [task for task in present if _is(task, None, name)]:
            if str(other.get("id")) != task_id or other.get("name") != name:
                raise ValidationError(
                    f"'task_id' is {task_id!r} and 'name' is {name!r}, but migration task {other.get('name')!r} has "
                    f"the ID {other.get('id')!r}: set only one of them."
                )
    if len(tasks) > 1:
        ids = ", ".join(sorted(str(task.get("id")) for task in tasks))
        raise ValidationError(f"{len(tasks)} migration tasks are named {name!r} ({ids}): say which with 'task_id'.")
    return tasks[0] if tasks else None


def _read_by_id(context: InstanceContext, task_id: str) -> dict[str, Any] | None:
    """Return a task that the list does not show, or None if the single read does not, either."""
    # One from RabbitMQ shows with a type alone.
    for query in ({"id": task_id}, {"id": task_id, "type": "all"}):
        try:
            answer = context.client.get_object(METADATA, query, instance_id=context.instance_id)
        except ApiError as error:
            if error.code not in NOT_FOUND_CODES:
                raise
        else:
            found = [one for one in answer.get("task") or [answer] if str(one.get("id") or task_id) == task_id]
            return {**found[0], "id": task_id} if found else None
    return None


def _is(task: Mapping[str, Any], task_id: str | None, name: str | None) -> bool:
    return str(task.get("id")) == task_id if task_id else task.get("name") == name


def status_of(task: Mapping[str, Any]) -> str:
    return str(task.get("status") or "").lower()


def failure_error(task: ApiObject) -> RocketMQError | None:
    """Return the error that tells why a migration failed, or None if it did not."""
    if status_of(task) != "failed":
        return None
    from .._api.error_parsing import sanitize_message

    reason = task.get("result")
    # Long reasons list what was rejected, which is what the user needs.
    text = sanitize_message(reason if isinstance(reason, str) else json.dumps(reason), 5000) if reason else ""
    details = f" The service says: {text}." if text else ""
    return RocketMQError(
        f"Migration task {task.get('name')!r} ({task.get('id')}) failed.{details} To run it again, delete it first "
        "(state absent).",
        migration_task=dict(task),
    )


def plan_task(params: Mapping[str, Any], present: ApiObject | None) -> Change:
    """Return what is to be done about a migration task. Raises ValidationError if it cannot be started so."""
    if params["state"] == "absent" or present is not None:
        action = DELETE if params["state"] == "absent" and present is not None else NO_OP
        name = (present or {}).get("name") or params["name"] or params["task_id"]
        return Change(str(name), action, params, present)
    if params["task_id"]:
        raise ValidationError(f"'task_id': there is no migration task {params['task_id']!r} on this instance.")
    missing = [option for option in ("name", "type", "metadata") if params[option] is None]
    if missing:
        raise ValidationError(
            f"The migration task does not exist yet; to start it, {', '.join(missing)} must be given."
        )
    return Change(params["name"], CREATE, params)


def _operations() -> RunOperations:
    from .migration_changes import run

    return run


MIGRATION_RESOURCE = Resource(
    noun="migration_task",
    plural="migration_tasks",
    fields=(Field("type", {"type": "str", "choices": ["rocketmq", "rabbitToRocket"]}, create_only=True),),
    name_key="name",
    validate=lambda name, desired, state: validate(desired),
    operations=_operations,
    is_settled=lambda change: change.actual is None,
)
