# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Background tasks: the jobs that the service does for an instance (not in the API reference)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .._api.errors import ApiError, ValidationError
from .._api.pagination import parse_items, parse_total
from .._api.response import reading
from .._engine.resource import InstanceContext
from .._engine.write import Write, confirmed_write
from .timestamps import compact_time

TASKS = "/v2/{project_id}/instances/{instance_id}/tasks"
TASK = TASKS + "/{task_id}"
PROGRESS = TASK + "/progress"
NOT_FOUND_CODE = "DMS.00400070"
PAGE_SIZE = 100


def check_times(params: Mapping[str, Any]) -> None:
    """Raise ValidationError for a time that cannot be understood."""
    for option in ("begin_time", "end_time"):
        if params[option]:
            compact_time(option, params[option])


@reading("tasks")
def read_tasks(context: InstanceContext, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the task with `task_id`, or those between `begin_time` and `end_time`; with `progress` if gathered."""
    if params["task_id"]:
        task = find_task(context, params["task_id"])
        tasks = [] if task is None else [task]
    else:
        tasks = list_jobs(context, TASKS, "tasks", "task_count", params)
    if "progress" not in (params["gather"] or ()):
        return tasks
    return context.client.map_concurrently(lambda task: {**task, "progress": _progress(context, task["id"])}, tasks)


def list_jobs(
    context: InstanceContext, path: str, key: str, total_key: str, params: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return the jobs of a list whose answers hold them under `key`, those between two times if `params` has them."""
    times = {name: compact_time(name, params[name]) for name in ("begin_time", "end_time") if params.get(name)}
    found: dict[str, dict[str, Any]] = {}
    while True:
        # Records are counted from 1, and the total may be a text.
        query = {**times, "start": len(found) + 1, "limit": PAGE_SIZE}
        answer = context.client.get_object(path, query, instance_id=context.instance_id)
        known = len(found)
        found.update((str(job["id"]), job) for job in parse_items(answer, key))
        if len(found) == known or len(found) >= (parse_total(answer, total_key) or 0):
            return list(found.values())


def find_task(context: InstanceContext, task_id: str) -> dict[str, Any] | None:
    """Return one task, or None if there is none with this id."""
    try:
        answer = context.client.get_object(TASK, instance_id=context.instance_id, task_id=task_id)
    except ApiError as error:
        if error.code == NOT_FOUND_CODE:
            return None
        raise
    return next((task for task in parse_items(answer, "tasks") if task.get("id") == task_id), None)


def _progress(context: InstanceContext, task_id: str) -> dict[str, Any]:
    """Return how far a task is; {} for one whose record has just been deleted, and where the service cannot tell."""
    try:
        return context.client.get_object(PROGRESS, instance_id=context.instance_id, task_id=task_id)
    except ApiError as error:
        if error.code != NOT_FOUND_CODE and not error.is_unsupported_endpoint:
            raise
        return {}


def delete_record(context: InstanceContext, task_id: str) -> None:
    """Delete the record of a task. Raises ApiError, for one that still runs too."""
    delete_job(context, TASK, task_id, find_task, "the record was deleted", wait_if_busy=False)


def delete_job(
    context: InstanceContext,
    path: str,
    task_id: str,
    find: Callable[[InstanceContext, str], Any],
    action: str,
    wait_if_busy: bool = True,
) -> None:
    """Delete a task at its path; one that is gone already is as good as deleted. Raises ApiError, OutcomeUnknown.

    find(context, task_id): returns the task, or None. action: what is done, as in "the record was deleted".
    """

    def send(sent: str) -> None:
        try:
            context.client.delete(path, wait_if_busy=wait_if_busy, instance_id=context.instance_id, task_id=sent)
        except ApiError as error:
            if error.code != NOT_FOUND_CODE:
                raise

    write = Write(
        action=lambda sent: action,
        send=send,
        read=lambda sent, error: find(context, sent),
        next_request=lambda found: task_id if found else None,
    )
    confirmed_write(context.client, write, task_id).or_raise()


def require_ended(task: Mapping[str, Any]) -> None:
    """Raise ValidationError if a task has not ended: only the record of one that has can be deleted."""
    if task.get("status") in ("CREATED", "EXECUTING"):
        raise ValidationError(
            f"'task_id' {task['id']!r} is a task that has not ended (its status is {task['status']}); its record can "
            "be deleted once it has."
        )
