# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Nodes of an instance (not in the API reference)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._api.errors import ValidationError
from .._engine.resource import InstanceContext
from .routes import ROUTES


def list_nodes(context: InstanceContext) -> list[dict[str, Any]]:
    """Return the nodes of an instance: `id`, `broker_name`, `broker_id`, `address`, `public_address`."""
    return context.client.list_all(ROUTES["nodes"], "nodes", item_key="id", instance_id=context.instance_id)


def node_ids(nodes: Sequence[dict[str, Any]], wanted: Sequence[str]) -> list[str]:
    """Return the ids of the nodes given by ID, or by the name of their broker, which means all nodes of it.

    Raises ValidationError for one that does not exist.
    """
    found: dict[str, None] = {}
    for name in wanted:
        ids = [str(node["id"]) for node in nodes if name in (node.get("id"), node.get("broker_name"))]
        if not ids:
            brokers = sorted({str(node.get("broker_name")) for node in nodes})
            raise ValidationError(
                f"'nodes': there is no node or broker {name!r}; the brokers are {', '.join(brokers)}, and "
                "instance_node_info lists the nodes."
            )
        found.update(dict.fromkeys(ids))
    return list(found)
