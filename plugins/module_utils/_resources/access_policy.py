# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Who may use a topic or a consumer group (chapters 5.5.6 and 5.5.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.errors import ApiError
from .._api.response import reading
from .._engine.resource import InstanceContext
from .endpoints import GROUP_ENDPOINT, TOPIC, TOPIC_ENDPOINT
from .routes import ROUTES
from .user import register_secrets

TOPIC_POLICY = TOPIC + "/accesspolicy"


def read_policies(context: InstanceContext, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the users with permissions for the topic or the group in `params`."""
    if params["topic"]:
        return policies_of_topic(context, params["topic"])
    return policies_of_group(context, params["group"])


def policies_of_topic(context: InstanceContext, name: str) -> list[dict[str, Any]]:
    """Return the users with permissions for a topic; an absent topic has none."""
    try:
        policies = context.client.list_all(TOPIC_POLICY, "policies", instance_id=context.instance_id, topic=name)
    except ApiError as error:
        if TOPIC_ENDPOINT.is_not_found(error):
            return []
        raise
    register_secrets(context, policies)
    return _without_secrets(policies)


def policies_of_group(context: InstanceContext, name: str) -> list[dict[str, Any]]:
    """Return the users with permissions for a consumer group; an absent group has none."""
    try:
        policies = context.client.list_all(
            ROUTES["group_access_policy"], "policies", instance_id=context.instance_id, group=name
        )
    except ApiError as error:
        if GROUP_ENDPOINT.is_not_found(error):
            return []
        raise
    register_secrets(context, policies)
    return _without_secrets(policies)


@reading("policies")
def _without_secrets(policies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in policy.items() if key != "secret_key"} for policy in policies]
