# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What an instance can be resized to (not in the API reference)."""

from __future__ import annotations

from typing import Any

from .._api.errors import ApiError
from .._engine.resource import InstanceContext
from .routes import ROUTES

PRECHECK = "/v2/{project_id}/rocketmq/instances/{instance_id}/extend-check"
CORES = "/v2/rocketmq/products/cores"


def list_targets(context: InstanceContext) -> list[dict[str, Any]]:
    """Return the products that an instance can be resized to, with their limits."""
    return context.client.list_all(ROUTES["extend"], "products", item_key="product_id", instance_id=context.instance_id)


def precheck(context: InstanceContext) -> dict[str, Any]:
    """Return whether an instance can be resized now (`success`, `reason`, `risk`); {} where the service cannot tell."""
    try:
        return context.client.get_object(PRECHECK, instance_id=context.instance_id)
    except ApiError as error:
        if not error.is_unsupported_endpoint:
            raise
        return {}


def read_cores(context: InstanceContext, product_id: str, broker_num: int) -> dict[str, Any]:
    """Return the cores that a product and a number of brokers are billed as."""
    query = {"instance_id": context.instance_id, "product_id": product_id, "broker_num": broker_num}
    return context.client.get_object(CORES, query)
