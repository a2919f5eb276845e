# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Metadata migration tasks (chapter 5.6)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from .._api.errors import ApiError, OutcomeUnknown, RocketMQError, TransportFailure, ValidationError, outcome_unknown
from .._api.pagination import PAGE_SIZE, parse_items, read_pages
from .._api.redaction import MASK
from .._api.response import parse
from .._api.retry import backoff
from .._engine.resource import InstanceContext
from .._engine.wait import find_after_unknown_outcome
from .instance import NAME

METADATA = "/v2/{project_id}/instances/{instance_id}/metadata"
BATCH_DELETE = METADATA + "/batch-delete"

# Also what reading a RabbitMQ task without `type` is answered with.
NOT_FOUND_CODES = frozenset({"DMS.00405011"})
ENDED = ("finished", "failed")
# What editions that spell the keys of the metadata otherwise answer with. Other refusals have nothing to do with that,
# and an edition that takes no notice of keys it does not know would take the other spelling for nothing to migrate.
KEY_CASE_CODES = frozenset(
    {"", "DMS.00400004", "DMS.00400005", "DMS.00400062", "DMS.00400085", "DMS.10240009", "DMS.10540001"}
)

# What must be in the metadata, by type of task; the first spelling of each is RocketMQ's own.
EXPECTED_KEYS = {
    "rocketmq": ("topicConfigTable", "topic_config_table", "subscriptionGroupTable", "subscription_group_table"),
    "rabbitToRocket": ("vhosts", "queues", "exchanges", "bindings"),
}

# How long (s) a task whose deletion the service has confirmed is seen to go.
DELETION_TIMEOUT = 60.0

PASSWORD_KEYS = ("password_hash", "passwordHash", "password")


def check(params: Mapping[str, Any]) -> None:
    """Raise ValidationError if a migration task cannot be as wanted."""
    name, kind, metadata = params["name"], params["type"], params["metadata"]
    if name is not None and not NAME.match(name):
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


def list_tasks(scope: InstanceContext) -> list[dict[str, Any]]:
    """Return all migration tasks of an instance (5.6.2)."""
    size = PAGE_SIZE

    def page(offset: int, limit: int) -> Any:
        nonlocal size
        # This list alone is paged by number, from 1. A service may give smaller pages than it is asked for.
        query = {"offset": offset // size + 1, "limit": limit}
        answer = scope.client.get(METADATA, query, instance_id=scope.instance_id)
        if offset == 0:
            size = len(parse_items(answer, "task")) or PAGE_SIZE
        return answer

    return read_pages(page, "task", scope.client.map_concurrently, item_key="id")


def read_tasks(scope: InstanceContext, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the tasks that match `task_id`, `type` and `name`; the one named by its id with its details."""
    tasks = [
        task
        for task in list_tasks(scope)
        if params["task_id"] in (None, task.get("id"))
        and params["type"] in (None, task.get("type"))
        and params["name"] in (None, task.get("name"))
    ]
    return [with_details(scope, task) for task in tasks] if params["task_id"] else tasks


def with_details(scope: InstanceContext, task: Mapping[str, Any]) -> dict[str, Any]:
    """Return a task with its content and result, where the service tells them."""
    query = {"id": task["id"]}
    if task.get("type") == "rabbitToRocket":
        query["type"] = "all"
    try:
        answer = scope.client.get_object(METADATA, query, instance_id=scope.instance_id)
    except ApiError as error:
        if error.code in NOT_FOUND_CODES:
            return dict(task)
        raise
    listed = answer.get("task") or []
    detail = next((one for one in listed if one.get("id") == task["id"]), answer)
    told = {
        key: redact_passwords(_parsed(value))
        for key, value in detail.items()
        if key in ("json_content", "result", "status")
    }
    return {**task, **told}


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


def find_task(scope: InstanceContext, task_id: str | None, name: str | None) -> dict[str, Any] | None:
    """Return the one task with this id or name, or None. Raises ValidationError if several have the name."""
    tasks = [task for task in list_tasks(scope) if _is(task, task_id, name)]
    if len(tasks) > 1:
        ids = ", ".join(sorted(str(task.get("id")) for task in tasks))
        raise ValidationError(f"{len(tasks)} migration tasks are named {name!r} ({ids}): say which with 'task_id'.")
    return tasks[0] if tasks else None


def _is(task: Mapping[str, Any], task_id: str | None, name: str | None) -> bool:
    return str(task.get("id")) == task_id if task_id else task.get("name") == name


def _look(scope: InstanceContext, task_id: str | None, name: str | None, whether: str) -> dict[str, Any] | None:
    """Look for a task after an answer was lost."""
    try:
        return find_task(scope, task_id, name)
    except RocketMQError as error:
        raise outcome_unknown(error, whether) from error


def start_task(scope: InstanceContext, params: Mapping[str, Any]) -> str:
    """Start a migration (5.6.1) and return the task's id; a lost answer is resolved by looking up the name."""
    query = {"overwrite": bool(params["overwrite"]), "name": params["name"], "type": params["type"]}
    bodies = [params["metadata"], swap_key_case(params["metadata"])]
    attempt = 0

    def look() -> dict[str, Any] | None:
        return find_task(scope, None, params["name"])

    while True:
        try:
            return _parse_task_id(scope.client.post(METADATA, bodies[0], query, instance_id=scope.instance_id))
        except OutcomeUnknown as error:
            attempt += 1
            task = find_after_unknown_outcome(scope.client, look, "the migration was started")
            if task is None and (attempt > scope.client.settings.max_retries or scope.client.remaining_time() <= 0):
                raise outcome_unknown(error, "the migration was started") from error
        except (ApiError, TransportFailure) as error:
            # The service may have done late what it gave no answer to.
            late = attempt and isinstance(error, ApiError) and error.status in (400, 409)
            task = _look(scope, None, params["name"], "the migration was started") if late else None
            if attempt and error.is_transient:
                raise outcome_unknown(error, "the migration was started") from error
            if task is None and not _could_be_key_case(error, bodies):
                raise
            # Editions differ in how they spell the keys; which one this is shows only by trying.
            del bodies[0]
        if task is not None:
            return str(task["id"])


def _could_be_key_case(error: RocketMQError, bodies: Sequence[Any]) -> bool:
    if not isinstance(error, ApiError) or error.status != 400 or error.code not in KEY_CASE_CODES:
        return False
    return len(bodies) > 1 and bodies[0] != bodies[1]


def _parse_task_id(answer: Any) -> str:
    """Return the id in an answer: one edition answers with the id alone, another with an object, one with nothing."""
    task_id = answer.get("task_id") if isinstance(answer, dict) else answer
    if not task_id:
        raise OutcomeUnknown("The migration was started, but the service did not tell the id of its task.")
    return str(task_id)


def swap_key_case(metadata: Any) -> Any:
    """Return metadata with its keys in the other spelling: camelCase for snake_case, and the reverse.

    The names of topics and groups, which are keys of the two tables, stay as they are.
    """
    snake = any("_" in key for key in metadata)
    respell = _camel if snake else _snake
    return {
        respell(key): {
            name: {respell(field): entry for field, entry in value.items()} if isinstance(value, dict) else value
            for name, value in table.items()
        }
        if isinstance(table, dict)
        else table
        for key, table in metadata.items()
    }


def _camel(key: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found.group(1).upper(), key)


def _snake(key: str) -> str:
    return re.sub(r"([A-Z])", lambda found: "_" + found.group(1).lower(), key)


def wait_for_task(scope: InstanceContext, task_id: str, name: str) -> dict[str, Any]:
    """Wait until a task has ended and return it with its details. Raises RocketMQError when the time is over.

    A look that fails for a reason that passes does not end the wait.
    """
    task: dict[str, Any] | None = None
    while True:
        try:
            task = find_task(scope, task_id, name)
            if task is not None and _status(task) in ENDED:
                return with_details(scope, task)
        except RocketMQError as error:
            if not error.is_transient:
                raise
        if scope.client.remaining_time() <= 0:
            status = _status(task or {}) or "unknown"
            raise RocketMQError(
                f"Migration task {name!r} has not ended after {scope.client.wait_policy.timeout:g} s: its status is "
                f"{status}. Run the task again to go on waiting.",
                task_id=task_id,
                migration_task=task or {"id": task_id, "name": name},
            )
        scope.client.sleep(min(scope.client.wait_policy.interval, max(0.1, scope.client.remaining_time())))


def delete_task(scope: InstanceContext, task_id: str) -> None:
    """Delete a migration task (5.6.3). It is no error if there is none.

    Raises RocketMQError if the service takes the request and deletes nothing: it passes over ids it does not like.
    """
    attempt = 0
    while True:
        attempt += 1
        try:
            _send_deletion(scope, task_id)
            _check_deletion(scope, task_id)
            return
        except OutcomeUnknown:
            scope.client.sleep(backoff(attempt))
            if _look(scope, task_id, None, "the migration task was deleted") is None:
                return
            if attempt > scope.client.settings.max_retries:
                raise


def _check_deletion(scope: InstanceContext, task_id: str) -> None:
    wait_policy = min(DELETION_TIMEOUT, scope.client.remaining_time())
    while True:
        try:
            if find_task(scope, task_id, None) is None:
                return
        except RocketMQError:
            # What the service has confirmed is not doubted because it cannot be looked at.
            return
        if wait_policy <= 0:
            break
        scope.client.sleep(min(wait_policy, scope.client.wait_policy.interval))
        wait_policy -= scope.client.wait_policy.interval
    raise RocketMQError(
        f"The service took the request to delete migration task {task_id}, but the task is still there: see whether "
        "the console tells why."
    )


def _send_deletion(scope: InstanceContext, task_id: str) -> None:
    names: dict[str, Any] = {"instance_id": scope.instance_id}
    try:
        scope.client.post(BATCH_DELETE, {"task_ids": [task_id]}, **names)
        return
    except ApiError as error:
        if not error.is_unsupported_endpoint:
            raise
    try:
        scope.client.delete(METADATA, {"task_ids": [task_id]}, **names)
    except ApiError as error:
        if error.status != 400 or error.is_busy:
            raise
        # The oldest edition has another name for the same thing.
        scope.client.delete(METADATA, {"taskIds": [task_id]}, **names)


def _status(task: Mapping[str, Any]) -> str:
    return str(task.get("status") or "").lower()


def failure_error(task: Mapping[str, Any]) -> RocketMQError | None:
    """Return the error that tells why a migration failed, or None if it did not."""
    if _status(task) != "failed":
        return None
    from .._api.error_parsing import sanitize_message

    reason = task.get("result")
    # Long reasons list what was rejected, which is what the user needs.
    text = sanitize_message(reason if isinstance(reason, str) else json.dumps(reason), 5000) if reason else ""
    told = f" The service says: {text}." if text else ""
    return RocketMQError(
        f"Migration task {task.get('name')!r} ({task.get('id')}) failed.{told} To run it again, delete it first "
        "(state absent).",
        migration_task=dict(task),
    )
