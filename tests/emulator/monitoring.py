# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the monitoring service is told about an instance, and which features the region has."""

from __future__ import annotations

from typing import Any

from .call import Call
from .messages import DLQ
from .routing import Answer, Route, ok

_FEATURES = (
    ("rocketmq.acl", 1, "Access control lists"),
    ("message_trace_enable", 1, "Message traces"),
    ("features.log.collection", 1, "Log collection"),
    ("auto_volume_expand", 1, "Automatic expansion of volumes"),
    ("rocketmq.elastic.tps", 0, "Elastic TPS"),
)
_INSTANCE, _NODE, _TOPIC, _GROUP = "rocketmq_instance_id", "rocketmq_broker", "rocketmq_topics", "rocketmq_groups"


def _dimension(name: str, metrics: list[str], router: list[str], key: str) -> dict[str, Any]:
    return {"name": name, "metrics": metrics, "key_name": [key], "dim_router": router}


def _dimensions() -> list[dict[str, Any]]:
    group = _dimension(_GROUP, ["instance_accumulation"], [_INSTANCE, _TOPIC, _GROUP], "name")
    topic = _dimension(_TOPIC, ["topic_bytes_in_rate", "topic_messages_in_rate"], [_INSTANCE, _TOPIC], "name")
    return [
        {**_dimension(_INSTANCE, ["instance_produce_msg"], [_INSTANCE], "name"), "children": []},
        {**_dimension(_NODE, ["broker_cpu_usage", "broker_disk_usage"], [_INSTANCE, _NODE], "name"), "children": []},
        {**topic, "children": [group]},
    ]


def show_hierarchy(call: Call) -> Answer:
    """GET ces-hierarchy: the dimensions, and what each of them has on this instance."""
    instance = call.instance
    zones = instance.fields["available_zones"]
    nodes = [{"name": name, "available_zone": zones[at % len(zones)]} for at, name in enumerate(instance.brokers)]
    topics = [{"name": name} for name in instance.topics]
    groups = [
        {"name": name, "topics": [{"name": topic} for topic in instance.offsets.get(name, {})]}
        for name in instance.groups
    ]
    letters = sorted({str(message["topic"]) for message in instance.dead_letters})
    return ok(
        {
            "dimensions": _dimensions(),
            "instance_ids": [{"name": instance.id}],
            "nodes": nodes,
            "topics": topics,
            "dlq": [{"name": name} for name in letters if name.startswith(DLQ)],
            "groups": groups,
        }
    )


def list_features(call: Call) -> Answer:
    """GET config/features: unlike all others, this answer is in camel case."""
    features = [
        {"featureId": name, "status": status, "description": description} for name, status, description in _FEATURES
    ]
    return ok({"features": features, "totalRecord": len(features)})


ROUTES = [
    Route("GET", "/v2/config/features", list_features),
    Route("GET", "/v2/{project_id}/instances/{instance_id}/ces-hierarchy", show_hierarchy),
]
