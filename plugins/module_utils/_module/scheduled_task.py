# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The module that reschedules, cancels or deletes a scheduled task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._api.errors import RocketMQError, ValidationError
from .._engine.resource import PREDICTED_INSTANCE_ID, InstanceContext
from .._resources.scheduled_task import change_to, delete_scheduled_task, find_scheduled_task, scheduled_at, send_change
from .._resources.timestamps import iso_time, parse_timestamp_ms
from .module import add_instance_status, instance_context, run_task
from .options import INSTANCE_OPTIONS, INSTANCE_RULES, wait_options


def run_scheduled_task() -> None:
    """Be the module that reschedules, cancels or deletes a scheduled task."""
    options = {
        **INSTANCE_OPTIONS,
        "task_id": {"type": "str", "required": True},
        "execute_at": {"type": "str"},
        "state": {"type": "str", "choices": ["present", "cancelled", "absent"], "default": "present"},
        **wait_options(),
    }
    run_task(options, _run, check=_check, **INSTANCE_RULES)


def _check(params: Mapping[str, Any]) -> None:
    if params["state"] == "present" and not params["execute_at"]:
        raise ValidationError("'execute_at' is required with state=present: it is all that can be changed.")
    if params["state"] != "present" and params["execute_at"]:
        raise ValidationError("'execute_at' requires state=present.")
    if params["execute_at"]:
        parse_timestamp_ms("execute_at", params["execute_at"])


def _run(module: AnsibleModule, client: Client) -> dict[str, Any]:
    context, params = instance_context(module, client), module.params
    before = None if context.instance_id == PREDICTED_INSTANCE_ID else find_scheduled_task(context, params["task_id"])
    if params["state"] != "absent" and before is None:
        raise ValidationError(
            f"The instance has no scheduled task {params['task_id']!r}; scheduled_task_info lists those it has."
        )
    try:
        after = _converge(module, context, before)
    except RocketMQError as error:
        raise add_instance_status(context, error) from error
    return {
        "changed": before != after,
        "instance_id": context.instance_id,
        "task": dict(after or {}),
        "diff": {"before": _managed(before), "after": _managed(after)},
    }


def _managed(task: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what a diff shows of a task, its time in one form whatever the service's is."""
    if task is None:
        return {}
    moment = scheduled_at(task)
    shown = task.get("schedule_at") if moment is None else iso_time(moment)
    return {"id": task.get("id"), "name": task.get("name"), "status": task.get("status"), "schedule_at": shown}


def _converge(
    module: AnsibleModule, context: InstanceContext, before: Mapping[str, Any] | None
) -> Mapping[str, Any] | None:
    """Return the task as it is afterwards, or would be in check mode."""
    state = module.params["state"]
    if before is None or state == "absent":
        if before is not None and not module.check_mode:
            delete_scheduled_task(context, module.params["task_id"])
        return None
    text = module.params["execute_at"]
    execute_at = parse_timestamp_ms("execute_at", text) if text else None
    change = change_to(before, state, execute_at)
    if not change:
        return before
    if not module.check_mode:
        return dict(send_change(context, before, state, execute_at))
    return {**before, **({"schedule_at": iso_time(execute_at)} if execute_at else change)}
