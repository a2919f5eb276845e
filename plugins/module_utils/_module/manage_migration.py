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
from .._api.errors import RocketMQError, ValidationError
from .._engine.resource import PREDICTED_INSTANCE_ID, InstanceContext
from .._resources import migration_task
from .module import add_instance_status, instance_context, run_task
from .options import INSTANCE_OPTIONS, INSTANCE_RULES, STATE_OPTION, wait_options


def run_migration() -> None:
    """Be the module that starts a migration, waits for it, or deletes its task."""
    options = {
        **INSTANCE_OPTIONS,
        "name": {"type": "str"},
        "task_id": {"type": "str"},
        "type": {"type": "str", "choices": ["rocketmq", "rabbitToRocket"]},
        "overwrite": {"type": "bool", "default": False},
        "metadata": {"type": "dict"},
        **STATE_OPTION,
        "wait": {"type": "bool", "default": True},
        **wait_options(),
    }
    rules: dict[str, Any] = dict(INSTANCE_RULES)
    rules["required_one_of"] = [*INSTANCE_RULES["required_one_of"], ("name", "task_id")]
    run_task(options, _run, check=migration_task.check, **rules)


def _run(module: AnsibleModule, client: Client) -> dict[str, Any]:
    scope = instance_context(module, client)
    return {**_converged(module, scope), "instance_id": scope.instance_id}


def _converged(module: AnsibleModule, scope: InstanceContext) -> dict[str, Any]:
    params = module.params
    present = None if scope.instance_id == PREDICTED_INSTANCE_ID else _present_task(scope, params)
    if params["state"] == "absent":
        return _absent(module, scope, present)
    if present is not None:
        return _told(scope, params, present, changed=False, look=not module.check_mode)
    if params["task_id"] and not params["name"]:
        raise ValidationError(f"'task_id': there is no migration task {params['task_id']!r} on this instance.")
    missing = [option for option in ("name", "type", "metadata") if params[option] is None]
    if missing:
        raise ValidationError(
            f"The migration task does not exist yet; to start it, {', '.join(missing)} must be given."
        )
    wanted = {"name": params["name"], "type": params["type"]}
    diff = {"before": {}, "after": wanted}
    if module.check_mode:
        return {"changed": True, "migration_task": wanted, "diff": diff}
    try:
        task_id = migration_task.start_task(scope, params)
    except RocketMQError as error:
        raise add_instance_status(scope, error) from error
    return {**_told(scope, params, {**wanted, "id": task_id}, changed=True, look=True), "diff": diff}


def _present_task(scope: InstanceContext, params: Mapping[str, Any]) -> dict[str, Any] | None:
    return migration_task.find_task(scope, params["task_id"], params["name"])


def _absent(module: AnsibleModule, scope: InstanceContext, present: Mapping[str, Any] | None) -> dict[str, Any]:
    if present is None:
        return {"changed": False, "migration_task": {}, "diff": {"before": {}, "after": {}}}
    if not module.check_mode:
        try:
            migration_task.delete_task(scope, str(present["id"]))
        except RocketMQError as error:
            raise add_instance_status(scope, error) from error
    shown = {"name": present.get("name"), "type": present.get("type")}
    return {"changed": True, "migration_task": {}, "diff": {"before": shown, "after": {}}}


def _told(
    scope: InstanceContext, params: Mapping[str, Any], task: Mapping[str, Any], changed: bool, look: bool
) -> dict[str, Any]:
    """Return the result about a task, after waiting for its end if that is wanted. A task that failed is a failure."""
    if look and params["wait"]:
        try:
            task = migration_task.wait_for_task(scope, str(task["id"]), str(task.get("name")))
        except RocketMQError as error:
            raise error.with_context(changed=changed) from error
    failure = migration_task.failure_error(task)
    if failure is not None:
        raise failure.with_context(changed=changed)
    return {"changed": changed, "migration_task": dict(task), "diff": {"before": {}, "after": {}}}
