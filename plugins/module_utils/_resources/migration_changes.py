# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Starting metadata migrations, waiting for them, and deleting their tasks: the hooks of the engine (chapter 5.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from .._api.errors import ApiError, OutcomeUnknown, RocketMQError
from .._api.response import reading
from .._engine.operation import Operation, OperationHooks
from .._engine.outcome import CREATED, DELETED
from .._engine.resource import InstanceContext, RunOperations
from .._engine.run_operations import run_operations
from .._engine.wait import wait_until, wait_until_listed
from .._engine.write import Write, confirmed_write, find_created
from .migration_task import METADATA, TERMINAL_STATUSES, failure_error, find_task, list_tasks, status_of, with_details

BATCH_DELETE = METADATA + "/batch-delete"

# What API variants that spell the keys of the metadata otherwise answer with. Other refusals have nothing to do with
# that, and a variant that ignores keys it does not know would take the other spelling for nothing to migrate.
KEY_CASE_CODES = frozenset(
    {"", "DMS.00400004", "DMS.00400005", "DMS.00400062", "DMS.00400085", "DMS.10240009", "DMS.10540001"}
)

# How long (s) a task whose deletion the service has confirmed is seen to go.
DELETION_TIMEOUT = 60.0

# How long (s) a task that does not wait for its migration waits until the list shows it.
LISTING_TIMEOUT = 30.0


# Starting


def start_task(context: InstanceContext, operation: Operation) -> None:
    """Start a migration (5.6.1), never twice: a lost answer is resolved by looking up the name."""
    desired = operation.change.desired
    query = {"overwrite": bool(desired["overwrite"]), "name": desired["name"], "type": desired["type"]}
    metadata = desired["metadata"]
    # API variants differ in how they spell the keys; which one this is shows only by trying.
    bodies = [metadata, *(body for body in [swap_key_case(metadata)] if body != metadata)]
    for body in bodies:
        written = confirmed_write(context.client, _start(context, query, body), body)
        if written.error is None or body is bodies[-1] or not _could_be_key_case(written.error):
            break
    written.or_raise()
    operation.object_id = str(written.state["id"]) if written.was_read else written.answer
    operation.actual = {"name": desired["name"], "type": desired["type"], "id": operation.object_id}
    operation.result = CREATED


def _start(context: InstanceContext, query: Mapping[str, Any], body: Any) -> Write:
    was_lost = False

    def find() -> dict[str, Any] | None:
        return find_task(context, None, query["name"])

    def read(sent: Any, error: RocketMQError | None) -> dict[str, Any] | None:
        nonlocal was_lost
        if isinstance(error, OutcomeUnknown):
            was_lost = True
            return find_created(context.client, find)
        # The service may have done late what it gave no answer to.
        found = find() if was_lost else None
        if found is None and error is not None:
            raise error
        return found

    return Write(
        action=lambda sent: "the migration was started",
        send=lambda sent: _parse_task_id(
            context.client.post(METADATA, sent, dict(query), instance_id=context.instance_id)
        ),
        read=read,
        next_request=lambda found: None if found else body,
        may_be_outdated=lambda sent, error: isinstance(error, ApiError) and error.status in (400, 409),
        is_creation=True,
    )


def _could_be_key_case(error: RocketMQError) -> bool:
    return isinstance(error, ApiError) and error.status == 400 and error.code in KEY_CASE_CODES


def _parse_task_id(answer: Any) -> str:
    """Return the id in an answer: API variants answer with the id alone, with an object, or with nothing."""
    task_id = answer.get("task_id") if isinstance(answer, dict) else answer
    if not task_id:
        raise OutcomeUnknown("The migration was started, but the service did not return the ID of its task.")
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


# Waiting


@reading("migration tasks")
def poll_tasks(context: InstanceContext, operations: Sequence[Operation]) -> dict[str, dict[str, Any]]:
    """Return the tasks as they are, by id; those that have ended with their details."""
    ids = {operation.object_id for operation in operations}
    tasks = [task for task in list_tasks(context) if str(task.get("id")) in ids]
    return {
        str(task["id"]): with_details(context, task) if status_of(task) in TERMINAL_STATUSES else task for task in tasks
    }


def await_listing(context: InstanceContext, operations: Sequence[Operation]) -> None:
    """Wait until the list shows what was started: a task that comes next would start it once more."""
    ids = [operation.object_id for operation in operations]
    wait_until_listed(
        context.client, ids, lambda: (str(task.get("id")) for task in list_tasks(context)), LISTING_TIMEOUT
    )


def timeout_error(context: InstanceContext, operation: Operation) -> RocketMQError:
    """Return the error of a migration that was waited for in vain."""
    name, task_id, task = operation.change.name, operation.object_id, operation.actual or {}
    return RocketMQError(
        f"Migration task {name!r} has not ended after {context.client.wait_policy.timeout:g} s: its status is "
        f"{status_of(task) or 'unknown'}. Run the task again to go on waiting.",
        task_id=task_id,
        migration_task=task or {"id": task_id, "name": name},
    )


def _gone_error(operation: Operation, error: RocketMQError | None) -> RocketMQError:
    text = f"Migration task {operation.change.name!r} was deleted by somebody else meanwhile"
    return RocketMQError(f"{text}.") if error is None else error.with_context(f"{text}: ")


# Deleting


def delete_tasks(context: InstanceContext, operations: Sequence[Operation]) -> None:
    """Delete migration tasks (5.6.3). It is no error if there is none."""
    for operation in operations:
        try:
            _delete_task(context, operation.object_id)
        except RocketMQError as error:
            operation.fail(error, "migration task", ID_RESULT)
        else:
            operation.actual, operation.result = None, DELETED


def _delete_task(context: InstanceContext, task_id: str) -> None:
    write = Write(
        action=lambda sent: "the migration task was deleted",
        send=lambda sent: _send_deletion(context, sent),
        read=lambda sent, error: find_task(context, sent, None),
        next_request=lambda found: task_id if found else None,
    )
    if confirmed_write(context.client, write, task_id).or_raise().was_read:
        return

    def poll() -> bool | None:
        try:
            return None if find_task(context, task_id, None) else True
        except RocketMQError:
            # What the service has confirmed is not doubted because it cannot be read.
            return True

    if wait_until(context.client, poll, min(DELETION_TIMEOUT, context.client.remaining_time())) is None:
        # It passes over ids it does not like.
        raise RocketMQError(
            f"The service accepted the deletion of migration task {task_id}, but the task still exists: check it in "
            "the console."
        )


def _send_deletion(context: InstanceContext, task_id: str) -> None:
    names: dict[str, Any] = {"instance_id": context.instance_id}
    try:
        context.client.post(BATCH_DELETE, {"task_ids": [task_id]}, **names)
        return
    except ApiError as error:
        if not error.is_unsupported_endpoint:
            raise
    try:
        context.client.delete(METADATA, {"task_ids": [task_id]}, **names)
    except ApiError as error:
        if error.status != 400 or error.is_busy:
            raise
        # The oldest API variant has another name for the same thing.
        context.client.delete(METADATA, {"taskIds": [task_id]}, **names)


ID_RESULT = "task_id"

HOOKS = OperationHooks(
    id_key="id",
    id_result=ID_RESULT,
    poll=poll_tasks,
    create=start_task,
    delete=delete_tasks,
    is_ready=lambda task: status_of(task) == "finished",
    is_terminal=lambda task: status_of(task) == "failed",
    terminal_failure=lambda change: failure_error(change.actual or {}),
    timeout_error=timeout_error,
    gone_error=_gone_error,
    wait_until_listed=await_listing,
)

# Applies the changes of a task.
run: RunOperations = partial(run_operations, HOOKS)
