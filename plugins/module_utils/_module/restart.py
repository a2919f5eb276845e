# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The module that restarts an instance and waits until it runs again."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._api.errors import RocketMQError
from .._engine.resource import PREDICTED_INSTANCE_ID
from .._resources.instance_restart import restart, wait_until_running
from .._resources.node import list_nodes, node_ids
from .module import add_instance_status, instance_context, run_task
from .options import INSTANCE_OPTIONS, INSTANCE_RULES, WAIT_OPTION, wait_options

WAIT_TIMEOUT = 3600


def run_restart() -> None:
    """Be the module that restarts an instance."""
    options = {
        **INSTANCE_OPTIONS,
        "nodes": {"type": "list", "elements": "str"},
        **WAIT_OPTION,
        **wait_options(WAIT_TIMEOUT),
    }
    run_task(options, _run, **INSTANCE_RULES)


def _run(module: AnsibleModule, client: Client) -> dict[str, Any]:
    context, params = instance_context(module, client), module.params
    wanted = params["nodes"] or []
    is_predicted = context.instance_id == PREDICTED_INSTANCE_ID
    nodes = node_ids(list_nodes(context), wanted) if wanted and not is_predicted else []
    if not module.check_mode:
        try:
            restart(context, nodes)
            if params["wait"]:
                wait_until_running(context)
        except RocketMQError as error:
            raise add_instance_status(context, error) from error
    return {"changed": True, "instance_id": context.instance_id, "nodes": nodes}
