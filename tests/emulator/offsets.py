# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How many messages lie in each queue, and how far a group is in them."""

from __future__ import annotations

from collections.abc import Iterator

from .state import Instance, Record


def queue_counts(instance: Instance, topic: Record) -> Iterator[tuple[str, int, list[int]]]:
    """Each queue of a topic with the times at which its messages were stored."""
    stored: dict[tuple[str, int], list[int]] = {}
    for message in instance.messages:
        if message["topic"] == topic["name"]:
            stored.setdefault((message["broker_name"], message["queue_id"]), []).append(message["store_timestamp"])
    for broker, counts in topic["queues"].items():
        for queue in range(max(counts)):
            yield broker, queue, stored.get((broker, queue), [])


def broker_details(instance: Instance, group: str, topic: Record) -> list[Record]:
    """What a group has and has not consumed, by broker and queue."""
    consumed = instance.offsets.get(group, {}).get(topic["name"], {})
    clients = instance.consumers.get(group, [])
    brokers: dict[str, list[Record]] = {}
    for broker, queue, stored in queue_counts(instance, topic):
        offset = min(consumed.get(f"{broker}:{queue}", 0), len(stored))
        brokers.setdefault(broker, []).append(
            {
                "id": queue,
                "lag": len(stored) - offset,
                "broker_offset": len(stored),
                "consumer_offset": offset,
                "last_message_time": stored[-1] if stored else 0,
                "client_id": clients[queue % len(clients)]["client_id"] if clients else "",
            }
        )
    return [{"broker_name": name, "queues": queues} for name, queues in brokers.items()]


def totals(brokers: list[Record]) -> Record:
    """The sums over all queues."""
    queues = [queue for broker in brokers for queue in broker["queues"]]
    return {
        "lag": sum(queue["lag"] for queue in queues),
        "max_offset": sum(queue["broker_offset"] for queue in queues),
        "consumer_offset": sum(queue["consumer_offset"] for queue in queues),
    }


def topic_status(instance: Instance, topic: Record) -> Record:
    """Where each queue of a topic begins and ends."""
    brokers: dict[str, list[Record]] = {}
    for broker, queue, stored in queue_counts(instance, topic):
        last = stored[-1] if stored else 0
        brokers.setdefault(broker, []).append(
            {"id": queue, "min_offset": 0, "max_offset": len(stored), "last_message_time": last}
        )
    return {
        "max_offset": sum(queue["max_offset"] for queues in brokers.values() for queue in queues),
        "min_offset": 0,
        "brokers": [{"queues": queues, "broker_name": name} for name, queues in brokers.items()],
    }
