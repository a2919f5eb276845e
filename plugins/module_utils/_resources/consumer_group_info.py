# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Details of consumer groups: topics, lag and clients (chapters 5.2.1, 5.2.5, 5.2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.errors import ApiError
from .._api.pagination import parse_items
from .._api.response import reading
from .._engine.read import read_or_list
from .._engine.resource import InstanceContext
from . import consumer_group
from .endpoints import GROUP, GROUP_ENDPOINT, OFFLINE_CODES

GROUP_TOPICS = GROUP + "/topics"


def read_groups(context: InstanceContext, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the group named in `params`, or all groups, with what `gather` asks for."""
    if params["name"]:
        found = read_or_list(consumer_group.GROUP_RESOURCE, context, params["name"])
        groups = [] if found is None else [found]
    else:
        groups = GROUP_ENDPOINT.list_all(context)
    gather = params["gather"] or []
    return context.client.map_concurrently(lambda group: with_details(context, group, gather, params["topic"]), groups)


@reading("consumer groups")
def with_details(
    context: InstanceContext, group: Mapping[str, Any], gather: list[str], topic: str | None
) -> dict[str, Any]:
    """Return a group with what `gather` asks for; without `lag` where the service does not tell it."""
    if not gather:
        return dict(group)
    name = str(group["name"])
    details: dict[str, Any] = {}
    try:
        topics = [topic] if topic else topics_of(context, name)
        if "topics" in gather:
            details["topics"] = topics
        if "lag" in gather:
            details["lag"] = [lag_of(context, name, one) for one in topics]
            details["total_lag"] = sum(entry["lag"] for entry in details["lag"])
            details["unknown_queues"] = sum(entry["unknown_queues"] for entry in details["lag"])
    except ApiError as error:
        # Of a group without consumers, or just made, the service tells no more; that must not hide the others.
        if error.code not in OFFLINE_CODES and not GROUP_ENDPOINT.is_not_found(error):
            raise
        details.pop("lag", None)
    return {**group, **details}


def topics_of(context: InstanceContext, name: str) -> list[str]:
    """Return the topics a group has subscribed to."""
    return context.client.list_all(GROUP_TOPICS, "topics", item_type=str, instance_id=context.instance_id, group=name)


def lag_of(context: InstanceContext, name: str, topic: str) -> dict[str, Any]:
    """Return how far a group is behind in a topic: `lag` in all, by broker and queue, and of how many it is unknown."""
    details = context.client.get_object(GROUP_TOPICS, {"topic": topic}, instance_id=context.instance_id, group=name)
    brokers = parse_items(details, "brokers")
    queues = [queue for broker in brokers for queue in broker.get("queues") or []]
    lags = [int(queue.get("lag") or 0) for queue in queues]
    # The service says -1 of a queue it cannot tell the lag of, and adds that up.
    known = [lag for lag in lags if lag >= 0]
    in_all = int(details.get("lag") or 0)
    return {
        "topic": topic,
        "lag": sum(known) if lags else max(in_all, 0),
        "unknown_queues": len(lags) - len(known) if lags else int(in_all < 0),
        "brokers": brokers,
    }
