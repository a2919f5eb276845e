# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The module that manages a metadata migration task, known by its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._engine.resource import PREDICTED_INSTANCE_ID, InstanceContext
from .._resources.migration_task import (
    MIGRATION_RESOURCE,
    TERMINAL_STATUSES,
    failure_error,
    find_task,
    plan_task,
    status_of,
    validate,
    with_details,
)
from .manage import PhaseTimer, apply_or_predict, single_failure, single_result
from .module import add_instance_status, instance_context, run_task
from .options import INSTANCE_OPTIONS, INSTANCE_RULES, STATE_OPTION, WAIT_OPTION, field_options, wait_options
from .progress import progress_reporter


def run_migration() -> None:
    """Be the module that starts a migration, waits for it, or deletes its task."""
    options = {
        **INSTANCE_OPTIONS,
        "name": {"type": "str"},
        "task_id": {"type": "str"},
        **field_options(MIGRATION_RESOURCE.fields),
        "overwrite": {"type": "bool", "default": False},
        "metadata": {"type": "dict"},
        **STATE_OPTION,
        **WAIT_OPTION,
        **wait_options(),
    }
    rules: dict[str, Any] = dict(INSTANCE_RULES)
    rules["required_one_of"] = [*INSTANCE_RULES["required_one_of"], ("name", "task_id")]
    run_task(options, _run, check=validate, **rules)


def _run(module: AnsibleModule, client: Client) -> dict[str, Any]:
    context, params = instance_context(module, client), module.params
    present = (
        None if context.instance_id == PREDICTED_INSTANCE_ID else _present_task(context, params, module.check_mode)
    )
    change = plan_task(params, present)
    how = {"wait": params["wait"], "on_poll": progress_reporter(client, MIGRATION_RESOURCE.noun, params["state"])}
    [result] = apply_or_predict(module, MIGRATION_RESOURCE, context, [change], PhaseTimer(client), **how)
    if module.check_mode and params["state"] == "present":
        result = result._replace(error=failure_error(result.object or {}))
    if result.error is not None:
        raise add_instance_status(context, single_failure(MIGRATION_RESOURCE.noun, result))
    return {**single_result(MIGRATION_RESOURCE, result), "instance_id": context.instance_id}


def _present_task(context: InstanceContext, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any] | None:
    task = find_task(context, params["task_id"], params["name"])
    is_awaited = params["wait"] and params["state"] == "present" and not check_mode
    if task is not None and is_awaited and status_of(task) in TERMINAL_STATUSES:
        return with_details(context, task)
    return task
