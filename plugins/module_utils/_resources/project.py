# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What a project has as a whole: quotas and tags (not in the API reference)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.client import Client
from .._api.pagination import parse_items

QUOTAS = "/v2/{project_id}/quotas"
PROJECT_TAGS = "/v2/{project_id}/rocketmq/tags"


def list_quotas(client: Client, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the quotas of the project: `type`, `quota` and `used`."""
    answer = client.get_object(QUOTAS, {"includeTagsQuota": True})
    quotas: list[dict[str, Any]] = parse_items(answer.get("quotas") or {}, "resources")
    return quotas


def list_project_tags(client: Client, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return all tags of the project's instances, each `key` with its values as `tag_values`."""
    # Jinja takes `tag.values` for the method of dictionaries.
    found = client.list_all(PROJECT_TAGS, "tags", item_key="key")
    return [{"key": tag.get("key"), "tag_values": tag.get("values") or []} for tag in found]
