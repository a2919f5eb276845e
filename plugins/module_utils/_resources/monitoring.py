# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What the monitoring service (Cloud Eye) is told about instances, and the features of the region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.client import Client
from .._api.pagination import parse_items
from .._engine.resource import InstanceContext

HIERARCHY = "/v2/{project_id}/instances/{instance_id}/ces-hierarchy"
FEATURES = "/v2/config/features"
# What of each dimension there is on an instance.
MONITORED = ("instance_ids", "nodes", "topics", "dlq", "groups")


def read_hierarchy(context: InstanceContext) -> dict[str, list[dict[str, Any]]]:
    """Return `dimensions`, and what of each there is on an instance under the keys of MONITORED."""
    answer = context.client.get_object(HIERARCHY, instance_id=context.instance_id)
    return {key: parse_items(answer, key) if answer.get(key) else [] for key in ("dimensions", *MONITORED)}


def list_features(client: Client, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the features of the region: `featureId`, `status` (1 is on) and `description`."""
    found: list[dict[str, Any]] = parse_items(client.get_object(FEATURES), "features")
    return [one for one in found if params["name"] in (None, "", one.get("featureId"))]
