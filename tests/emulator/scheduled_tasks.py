# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Planned jobs of an instance: the service, or the control path, plans them; callers move or cancel them."""

from __future__ import annotations

import uuid
from datetime import datetime, timezone

from .call import Call
from .errors import ServiceError, invalid
from .fields import whole_number
from .routing import Answer, Route, no_content, ok
from .state import Instance, Record
from .tasks import day_time, effect, moment, schedule

_WAITING = "CREATED"


def plan_task(instance: Instance, name: str, now: float, at: float, task_id: str = "") -> str:
    """Plan a job; it counts as done when its time has come."""
    task_id = task_id or uuid.uuid4().hex
    record = {"id": task_id, "name": name, "status": _WAITING, "created": now, "updated": now, "at": at}
    instance.scheduled_tasks.append(record)
    schedule(instance, at, "scheduled_task", {"id": task_id})
    return task_id


@effect("scheduled_task")
def _carry_out(instance: Instance, data: Record, at: float) -> None:
    for task in instance.scheduled_tasks:
        # One that was moved has an effect of its own at its new time.
        if task["id"] == data["id"] and task["status"] == _WAITING and task["at"] <= at:
            task.update(status="SUCCESS", updated=at)


def _shown(task: Record, call: Call) -> Record:
    in_milliseconds = call.settings.schedule_at_form == "milliseconds"
    return {
        "id": task["id"],
        "name": task["name"],
        "user_name": call.settings.user_name,
        "user_id": call.user_id,
        "params": "",
        "status": task["status"],
        "created_at": moment(task["created"]),
        "updated_at": moment(task["updated"]),
        "schedule_at": str(int(task["at"] * 1000)) if in_milliseconds else moment(task["at"]),
    }


def list_scheduled_tasks(call: Call) -> Answer:
    """GET scheduled-tasks: newest first; `start` counts records from 1."""
    start = whole_number(call.query.get("start", "1"), "start", 1, 10**9)
    limit = whole_number(call.query.get("limit", "10"), "limit", 1, 100)
    begin, end = day_time(call, "begin_time", 0.0), day_time(call, "end_time", 10.0**12)
    found = [task for task in reversed(call.instance.scheduled_tasks) if begin <= task["created"] <= end]
    page = found[start - 1 : start - 1 + limit]
    return ok({"job_count": len(found), "jobs": [_shown(task, call) for task in page]})


def _named_task(call: Call) -> Record:
    for task in call.instance.scheduled_tasks:
        if task["id"] == call.vars["task_id"]:
            return task
    raise ServiceError("DMS.00400070", "The task does not exist.")


def _moved_to(call: Call) -> float:
    text = call.query["execute_at"]
    if not text.isascii() or not text.isdigit() or len(text) != 13:
        raise invalid("execute_at must be a time in milliseconds.")
    at = int(text) / 1000
    if at <= call.now:
        raise invalid("execute_at is in the past.")
    return at


def update_scheduled_task(call: Call) -> Answer:
    """PUT scheduled-tasks/{id}: the parameters are in the query; another time, or the status CANCELLED."""
    task = _named_task(call)
    status = call.query.get("status")
    if status not in (None, "CANCELLED"):
        raise invalid("status must be CANCELLED.")
    if status is None and "execute_at" not in call.query:
        raise invalid("execute_at or status is required.")
    if task["status"] != _WAITING:
        raise ServiceError("DMS.00400026", f"The task is {task['status']}.")
    if "execute_at" in call.query:
        task["at"] = _moved_to(call)
        schedule(call.instance, task["at"], "scheduled_task", {"id": task["id"]})
    if status:
        task["status"] = status
    task["updated"] = call.now
    return no_content()


def delete_scheduled_task(call: Call) -> Answer:
    """DELETE scheduled-tasks/{id}: it does not happen, and its record is gone."""
    call.instance.scheduled_tasks.remove(_named_task(call))
    return no_content()


def planned_at(text: str) -> float:
    """The time of a job that the control path plans, given in ISO 8601."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc).timestamp()


_BASE = "/v2/{project_id}/instances/{instance_id}/scheduled-tasks"
ROUTES = [
    Route("GET", _BASE, list_scheduled_tasks, query=("start", "limit", "begin_time", "end_time")),
    Route("PUT", _BASE + "/{task_id}", update_scheduled_task, query=("execute_at", "status")),
    Route("DELETE", _BASE + "/{task_id}", delete_scheduled_task),
]
