# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Brokers of an instance (chapter 5.1.7)."""

from __future__ import annotations

from typing import Any

from .._api.pagination import parse_items, parse_total
from .._engine.resource import InstanceContext

BROKERS = "/v2/{project_id}/instances/{instance_id}/brokers"


def list_brokers(context: InstanceContext) -> list[dict[str, Any]]:
    """Return the brokers of an instance."""
    # The reference knows no pages here, the SDK does: they are asked for only where the first answer is not all.
    answer = context.client.get(BROKERS, instance_id=context.instance_id)
    brokers: list[dict[str, Any]] = parse_items(answer, "brokers")
    if len(brokers) >= (parse_total(answer) or 0):
        return brokers
    return context.client.list_all(BROKERS, "brokers", instance_id=context.instance_id)
