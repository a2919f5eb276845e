# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The module that tells the dimensions of an instance for monitoring."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._engine.resource import PREDICTED_INSTANCE_ID
from .._resources.monitoring import MONITORED, read_hierarchy
from .module import instance_context, run_task
from .options import INSTANCE_OPTIONS, INSTANCE_RULES


def run_monitoring_dimension_info() -> None:
    """Be the module that tells the dimensions of an instance for monitoring."""
    run_task(INSTANCE_OPTIONS, _run, **INSTANCE_RULES)


def _run(module: AnsibleModule, client: Client) -> dict[str, Any]:
    context = instance_context(module, client)
    if context.instance_id == PREDICTED_INSTANCE_ID:
        return {"changed": False, "dimensions": [], "monitored": {key: [] for key in MONITORED}}
    found = read_hierarchy(context)
    return {"changed": False, "dimensions": found.pop("dimensions"), "monitored": found}
