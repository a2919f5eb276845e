# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Topics and consumer groups that the brokers make for themselves."""

from __future__ import annotations

from .settings import Settings
from .state import Instance, Record

SYSTEM_TOPICS = (
    "TBW102",
    "SELF_TEST_TOPIC",
    "BenchmarkTest",
    "OFFSET_MOVED_EVENT",
    "SCHEDULE_TOPIC_XXXX",
    "RMQ_SYS_TRACE_TOPIC",
    "RMQ_SYS_TRANS_HALF_TOPIC",
    "RMQ_SYS_TRANS_OP_HALF_TOPIC",
    "TRANS_CHECK_MAX_TIME_TOPIC",
    "rmq_sys_SYNC_BROKER_MEMBER_broker-0",
    "rmq_sys_wheel_timer",
)
SYSTEM_GROUPS = (
    "TOOLS_CONSUMER",
    "FILTERSRV_CONSUMER",
    "SELF_TEST_C_GROUP",
    "__MONITOR_CONSUMER",
    "CID_ONSAPI_OWNER",
    "CID_ONSAPI_PERMISSION",
    "CID_ONSAPI_PULL",
    "CID_RMQ_SYS_TRANS",
    "CID_ONS-HTTP-PROXY",
)


def topic_record(instance: Instance, name: str, queues: int = 8) -> Record:
    """A topic on all brokers, as the service makes them by default."""
    return {
        "name": name,
        "message_type": "NORMAL" if instance.is_5x else None,
        "permission": "all",
        "created_at": int(instance.fields.get("created_at") or 0),
        "topic_desc": "",
        "queues": {broker: [queues, queues] for broker in instance.brokers},
    }


def system_topic(instance: Instance, name: str) -> Record | None:
    """A system topic by name: the fixed ones, and the retry and dead letter topic of each group."""
    for prefix in ("%RETRY%", "%DLQ%"):
        if name.startswith(prefix) and name[len(prefix) :] in instance.groups:
            return topic_record(instance, name, 1)
    return topic_record(instance, name) if name in SYSTEM_TOPICS else None


def system_topics(instance: Instance, settings: Settings) -> list[Record]:
    """The system topics that the list shows."""
    if not settings.show_system_topics:
        return []
    names = [prefix + group for group in instance.groups for prefix in ("%RETRY%", "%DLQ%")]
    found = [topic_record(instance, name) for name in SYSTEM_TOPICS if name not in instance.topics]
    return found + [topic_record(instance, name, 1) for name in names if name not in instance.topics]


def system_groups(instance: Instance, settings: Settings) -> list[Record]:
    """The system groups that the list shows; they follow the topics."""
    if not settings.show_system_topics:
        return []
    return [
        {
            "name": name,
            "enabled": True,
            "broadcast": False,
            "brokers": instance.brokers,
            "retry_max_time": 16,
            "group_desc": "",
            "created_at": int(instance.fields.get("created_at") or 0),
            "consume_orderly": False,
        }
        for name in SYSTEM_GROUPS
        if name not in instance.groups
    ]
