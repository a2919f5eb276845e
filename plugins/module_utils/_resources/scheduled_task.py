# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Scheduled tasks: what the service will do to an instance at some time (not in the API reference)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from .._api.errors import RocketMQError, ValidationError
from .._api.response import reading
from .._engine.resource import InstanceContext
from .._engine.wait import read_back
from .._engine.write import Write, confirmed_write
from .background_task import delete_job, list_jobs
from .timestamps import parse_timestamp_ms

SCHEDULED_TASKS = "/v2/{project_id}/instances/{instance_id}/scheduled-tasks"
SCHEDULED_TASK = SCHEDULED_TASKS + "/{task_id}"
CANCELLED = "CANCELLED"
# Statuses that do not change any more.
FINAL_STATUSES = frozenset({"SUCCESS", "FAILED", "DELETED", CANCELLED})
# How long (s) a change is looked for.
SHOWN_WITHIN = 10.0
_COMPACT = re.compile(r"\d{14}\Z")


@reading("tasks")
def read_scheduled_tasks(context: InstanceContext, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the task with `task_id`, or those that were made between `begin_time` and `end_time`."""
    tasks = list_jobs(context, SCHEDULED_TASKS, "jobs", "job_count", params)
    return [task for task in tasks if params["task_id"] in (None, "", task["id"])]


def find_scheduled_task(context: InstanceContext, task_id: str) -> dict[str, Any] | None:
    """Return one task, or None if there is none with this id."""
    found = read_scheduled_tasks(context, {"task_id": task_id})
    return found[0] if found else None


def change_to(task: Mapping[str, Any], state: str, execute_at: int | None) -> dict[str, str]:
    """Return what has to be sent for a task to be as desired, {} if it is. Raises ValidationError if it cannot be.

    state: "present" or "cancelled". execute_at: milliseconds since 1970, for "present".
    """
    status = str(task.get("status"))
    if state == "cancelled":
        change = {} if status == CANCELLED else {"status": CANCELLED}
    elif status == CANCELLED:
        raise ValidationError(f"The scheduled task {task['id']!r} is cancelled, and cannot be scheduled again.")
    else:
        change = {} if is_scheduled_at(task, execute_at or 0) else {"execute_at": str(execute_at)}
    if change and status in FINAL_STATUSES:
        raise ValidationError(f"The scheduled task {task['id']!r} has ended: its status is {status}.")
    return change


def is_scheduled_at(task: Mapping[str, Any], moment: int) -> bool:
    """True if a task is scheduled for a moment (milliseconds since 1970), to the second."""
    scheduled = scheduled_at(task)
    return scheduled is not None and scheduled // 1000 == moment // 1000


def scheduled_at(task: Mapping[str, Any]) -> int | None:
    """Return the moment that a task is scheduled for, in milliseconds since 1970; None if it is not understood."""
    text = str(task.get("schedule_at") or "")
    try:
        if _COMPACT.match(text):
            return int(datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc).timestamp() * 1000)
        return parse_timestamp_ms("schedule_at", text)
    except (ValueError, ValidationError):
        return None


def send_change(
    context: InstanceContext, task: Mapping[str, Any], state: str, execute_at: int | None
) -> dict[str, Any]:
    """Reschedule or cancel a task, and return it as it is then. Raises RocketMQError if the service ignores it."""
    task_id = str(task["id"])

    def send(sent: dict[str, str]) -> Any:
        return context.client.put(SCHEDULED_TASK, None, sent, instance_id=context.instance_id, task_id=task_id)

    def following(found: Mapping[str, Any] | None) -> dict[str, str] | None:
        if found is None:
            raise ValidationError(f"The scheduled task {task_id!r} has been deleted meanwhile.")
        return change_to(found, state, execute_at) or None

    write = Write(
        action=lambda sent: "the scheduled task was changed",
        send=send,
        read=lambda sent, error: find_scheduled_task(context, task_id),
        next_request=following,
    )
    confirmed_write(context.client, write, change_to(task, state, execute_at)).or_raise()
    changed = read_back(
        context.client,
        lambda: find_scheduled_task(context, task_id),
        lambda found: _is_as_desired(found, state, execute_at),
        SHOWN_WITHIN,
    )
    if changed is None or not _is_as_desired(changed, state, execute_at):
        what = "'execute_at'" if state == "present" else "the cancellation"
        raise RocketMQError(f"The service ignored {what} of the scheduled task {task_id!r}, which it accepted.")
    return changed


def _is_as_desired(found: Mapping[str, Any] | None, state: str, execute_at: int | None) -> bool:
    if found is None:
        return False
    return found.get("status") == CANCELLED if state == "cancelled" else is_scheduled_at(found, execute_at or 0)


def delete_scheduled_task(context: InstanceContext, task_id: str) -> None:
    """Delete a task, which is not carried out then. Raises ApiError, OutcomeUnknown."""
    delete_job(context, SCHEDULED_TASK, task_id, find_scheduled_task, "the scheduled task was deleted")
