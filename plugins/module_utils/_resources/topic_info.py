# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Details of topics: consumer groups, offsets and users (chapters 5.3.3 to 5.3.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .._api.errors import ApiError, ValidationError
from .._api.response import reading
from .._engine.read import read_or_list
from .._engine.resource import InstanceContext
from . import topic
from .endpoints import TOPIC, TOPIC_ENDPOINT

TOPIC_STATUS = TOPIC + "/status"


def read_topics(context: InstanceContext, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the topic named in `params`, or all topics, with what `gather` asks for."""
    if params["name"]:
        found = read_or_list(topic.TOPIC_RESOURCE, context, params["name"])
        topics = [] if found is None else [found]
    else:
        topics = _all_topics(context)
    gather = params["gather"] or []
    return context.client.map_concurrently(lambda one: _with_details(context, one, gather), topics)


def _all_topics(context: InstanceContext) -> list[Any]:
    try:
        return TOPIC_ENDPOINT.list_all(context)
    except ApiError as error:
        if not error.is_unsupported_endpoint:
            raise
        text = "This region's service cannot list topics: say with 'name' which one you mean."
        raise ValidationError(text, http_status=error.status, error_code=error.code) from error


@reading("topics")
def _with_details(context: InstanceContext, one: Mapping[str, Any], gather: list[str]) -> dict[str, Any]:
    try:
        return {**one, **{detail: DETAILS[detail](context, str(one["name"])) for detail in gather}}
    except ApiError as error:
        # Of one that was just made, or has just gone, the service tells no more.
        if not TOPIC_ENDPOINT.is_not_found(error):
            raise
        return dict(one)


def status_of(context: InstanceContext, name: str) -> dict[str, Any]:
    """Return the offsets of a topic's queues, by broker (5.3.6)."""
    status = context.client.get_object(TOPIC_STATUS, instance_id=context.instance_id, topic=name)
    brokers = status.get("brokers") or []
    # One API variant sends a lone broker as an object.
    return {**status, "brokers": [brokers] if isinstance(brokers, dict) else brokers}


def _access_policy(context: InstanceContext, name: str) -> list[dict[str, Any]]:
    from .access_policy import policies_of_topic

    return policies_of_topic(context, name)


DETAILS: dict[str, Callable[[InstanceContext, str], Any]] = {
    "consumer_groups": topic.consumer_groups_of,
    "status": status_of,
    "access_policy": _access_policy,
}
