# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Background tasks: things that happen later, applied when somebody looks and their time has come."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from .errors import ServiceError, invalid
from .fields import whole_number
from .routing import Answer, Route, no_content, ok
from .state import Instance, Record

if TYPE_CHECKING:
    from .call import Call

Effect = Callable[[Instance, Record, float], None]
EFFECTS: dict[str, Effect] = {}


def effect(kind: str) -> Callable[[Effect], Effect]:
    """Register what a scheduled change of this kind does."""

    def register(function: Effect) -> Effect:
        EFFECTS[kind] = function
        return function

    return register


def schedule(instance: Instance, at: float, kind: str, data: Record) -> None:
    """Plan a change; equal times keep the order they were planned in."""
    instance.changes.append({"at": at, "kind": kind, "data": data})
    instance.changes.sort(key=lambda change: change["at"])


def settle(instance: Instance, now: float) -> None:
    """Let everything happen whose time has come."""
    while instance.changes and instance.changes[0]["at"] <= now:
        change = instance.changes.pop(0)
        EFFECTS[change["kind"]](instance, change["data"], change["at"])


def start_task(instance: Instance, name: str, now: float, seconds: float, outcome: str, blocking: bool = True) -> str:
    """Note a background task that ends by itself; its id is the job_id of the API."""
    task_id = uuid.uuid4().hex
    instance.tasks.append(
        {"id": task_id, "name": name, "status": "EXECUTING", "created": now, "updated": now, "blocking": blocking}
    )
    schedule(instance, now + seconds, "task", {"id": task_id, "status": outcome})
    return task_id


def _runs(task: Record) -> bool:
    return bool(task["status"] == "EXECUTING")


def is_busy(instance: Instance) -> bool:
    """Whether a task runs that keeps others from changing the instance."""
    if not instance.changes:
        return False
    return any(task["blocking"] and _runs(task) for task in instance.tasks)


def require_idle(call: Call) -> None:
    """Refuse while a background task works on the instance."""
    if is_busy(call.instance):
        raise ServiceError(call.settings.busy_code, "A background task of this instance is still running.")


def require_running(call: Call) -> None:
    """Refuse a write that the status of the instance forbids."""
    status = call.instance.status
    if status != "RUNNING":
        raise ServiceError("DMS.00400026", f"This operation is not allowed while the instance is {status}.")


def require_ready(call: Call) -> None:
    """Refuse a write while the instance is not running, or is being worked on."""
    require_running(call)
    require_idle(call)


@effect("task")
def _end_task(instance: Instance, data: Record, at: float) -> None:
    for task in instance.tasks:
        if task["id"] == data["id"]:
            task["status"] = data["status"]
            task["updated"] = at


@effect("set")
def _set_fields(instance: Instance, data: Record, at: float) -> None:
    instance.fields.update(data)


@effect("gone")
def _gone(instance: Instance, data: Record, at: float) -> None:
    instance.gone = True


def moment(seconds: float) -> str:
    """A time as tasks show it."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _shown(task: Record, call: Call) -> Record:
    return {
        "id": task["id"],
        "name": task["name"],
        "user_name": call.settings.user_name,
        "user_id": call.user_id,
        "params": "",
        "status": call.settings.task_status if _runs(task) else task["status"],
        "created_at": moment(task["created"]),
        "updated_at": moment(task["updated"]),
    }


def day_time(call: Call, name: str, default: float) -> float:
    """A time of the query, like 20230315081500."""
    text = call.query.get(name)
    if text is None:
        return default
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        raise invalid(f"{name} must be like 20230315081500.") from None


def list_tasks(call: Call) -> Answer:
    """GET tasks: newest first; `start` counts records from 1."""
    instance = call.instance
    start = whole_number(call.query.get("start", "1"), "start", 1, 10**9)
    limit = whole_number(call.query.get("limit", "10"), "limit", 1, 100)
    begin, end = day_time(call, "begin_time", 0.0), day_time(call, "end_time", 10.0**12)
    found = [task for task in reversed(instance.tasks) if begin <= task["created"] <= end]
    page = found[start - 1 : start - 1 + limit]
    return ok({"task_count": str(len(found)), "tasks": [_shown(task, call) for task in page]})


def _named_task(call: Call) -> Record:
    for task in call.instance.tasks:
        if task["id"] == call.vars["task_id"]:
            return task
    raise ServiceError("DMS.00400070", "The task does not exist.")


def show_task(call: Call) -> Answer:
    """GET tasks/{id}: still a list, of one."""
    return ok({"task_count": "1", "tasks": [_shown(_named_task(call), call)]})


def delete_task(call: Call) -> Answer:
    """DELETE tasks/{id}: forget the record of a task that has ended."""
    task = _named_task(call)
    if _runs(task):
        raise ServiceError("DMS.00400017")
    call.instance.tasks.remove(task)
    return no_content()


def show_progress(call: Call) -> Answer:
    """GET tasks/{id}/progress."""
    task = _named_task(call)
    done = not _runs(task)
    step: dict[str, Any] = {
        "name": task["name"],
        "statue": "COMPLETED" if done else "IN_PROGRESS",
        "start_time": int(task["created"] * 1000),
        "end_time": int(task["updated"] * 1000) if done else 0,
    }
    return ok({"progress_percentage": 100 if done else 50, "remain_time": 0 if done else 1, "step_list": [step]})


_BASE = "/v2/{project_id}/instances/{instance_id}/tasks"
ROUTES = [
    Route("GET", _BASE, list_tasks, query=("start", "limit", "begin_time", "end_time")),
    Route("GET", _BASE + "/{task_id}", show_task),
    Route("DELETE", _BASE + "/{task_id}", delete_task),
    Route("GET", _BASE + "/{task_id}/progress", show_progress),
]
