# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The addresses at which clients in other VPCs reach the nodes of an instance (chapter 5.1.3 shows them)."""

from __future__ import annotations

from .._api.errors import RocketMQError
from .._engine.operation import Operation, Step
from .._engine.resource import InstanceContext
from .instance_api import INSTANCE, read_instance
from .instance_fields import cross_vpc_accesses

CROSS_VPC = INSTANCE + "/crossvpc/modify"


def set_accesses(context: InstanceContext, operation: Operation, step: Step) -> None:
    """Set the addresses of nodes. Success is told for each: the answer is 200 also where some were refused."""
    answer = context.client.post(CROSS_VPC, step.body, wait_if_busy=False, instance_id=operation.object_id)
    results = answer.get("results") if isinstance(answer, dict) else None
    refused = sorted(str(entry.get("advertised_ip")) for entry in results or () if entry.get("success") is False)
    if refused:
        text = f"'cross_vpc_accesses': the service refused {', '.join(refused)}."
        raise RocketMQError(text, changed=_has_other_accesses(context, operation))


def _has_other_accesses(context: InstanceContext, operation: Operation) -> bool:
    """Whether a request that was refused in part has changed the rest. What cannot be read counts as unchanged."""
    try:
        present = read_instance(context.client, operation.object_id)
        return present is not None and cross_vpc_accesses(present) != cross_vpc_accesses(operation.actual or {})
    except (RocketMQError, AttributeError, ValueError):
        return False
