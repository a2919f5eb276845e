# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The module that deletes the record of a background task."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._api.errors import RocketMQError
from .._engine.resource import PREDICTED_INSTANCE_ID
from .._resources.background_task import delete_record, find_task, require_ended
from .module import add_instance_status, instance_context, run_task
from .options import INSTANCE_OPTIONS, INSTANCE_RULES, wait_options


def run_background_task() -> None:
    """Be the module that deletes the record of a background task."""
    options = {
        **INSTANCE_OPTIONS,
        "task_id": {"type": "str", "required": True},
        "state": {"type": "str", "choices": ["absent"], "default": "absent"},
        **wait_options(),
    }
    run_task(options, _run, **INSTANCE_RULES)


def _run(module: AnsibleModule, client: Client) -> dict[str, Any]:
    context, task_id = instance_context(module, client), module.params["task_id"]
    task = None if context.instance_id == PREDICTED_INSTANCE_ID else find_task(context, task_id)
    if task is not None:
        require_ended(task)
    if task is not None and not module.check_mode:
        try:
            delete_record(context, task_id)
        except RocketMQError as error:
            raise add_instance_status(context, error) from error
    return {
        "changed": task is not None,
        "instance_id": context.instance_id,
        "diff": {"before": dict(task or {}), "after": {}},
    }
