# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The module that tells what an instance can be resized to."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._engine.resource import PREDICTED_INSTANCE_ID
from .._resources.resize import list_targets, precheck, read_cores
from .module import instance_context, run_task
from .options import INSTANCE_OPTIONS, INSTANCE_RULES


def run_resize_info() -> None:
    """Be the module that tells what an instance can be resized to."""
    options = {**INSTANCE_OPTIONS, "product_id": {"type": "str"}, "broker_num": {"type": "int"}}
    run_task(options, _run, required_together=[("product_id", "broker_num")], **INSTANCE_RULES)


def _run(module: AnsibleModule, client: Client) -> dict[str, Any]:
    context, params = instance_context(module, client), module.params
    if context.instance_id == PREDICTED_INSTANCE_ID:
        return {"changed": False, "products": [], "precheck": {}}
    result = {"changed": False, "products": list_targets(context), "precheck": precheck(context)}
    if params["product_id"]:
        result["cores"] = read_cores(context, params["product_id"], params["broker_num"])
    return result
