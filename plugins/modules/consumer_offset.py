#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: consumer_offset
short_description: Reset the offset of a consumer group in a topic
description:
  - Moves the offset of a consumer group in a topic to a point in time. The group consumes newer messages again, and
    skips older ones.
  - Each run resets the offset and reports a change.
  - If no consumer of the group is connected, the service may refuse. Then the task fails, and nothing has been reset.
  - Check mode looks up neither the group nor the topic.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.action
  - huaweicloud.rocketmq.attributes.group_instance_write
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.wait
  - huaweicloud.rocketmq.auth
options:
  group:
    description:
      - The name of the consumer group.
    type: str
    required: true
  topic:
    description:
      - The name of the topic.
    type: str
    required: true
  timestamp:
    description:
      - The point in time. Messages stored then or later are consumed, even if they were consumed before.
      - In milliseconds since 1970, or in ISO 8601 such as V(2026-01-31T12:00:00Z). A time without a zone is UTC. Quote
        ISO 8601 values.
      - Numbers that are too small for milliseconds, such as seconds, are refused.
      - V(earliest) is the oldest message, V(latest) is the end of the queue and skips all messages. A time in the
        future is refused.
    type: str
    required: true
seealso:
  - module: huaweicloud.rocketmq.consumer_group
  - module: huaweicloud.rocketmq.consumer_group_info
  - module: huaweicloud.rocketmq.message_info
"""

EXAMPLES = r"""
- name: Consume again what came since noon
  huaweicloud.rocketmq.consumer_offset:
    instance_name: orders
    group: order-workers
    topic: order-events
    timestamp: "2026-01-31T12:00:00+01:00"

- name: Consume everything again
  huaweicloud.rocketmq.consumer_offset:
    instance_name: orders
    group: order-workers
    topic: order-events
    timestamp: earliest

- name: Skip all messages
  huaweicloud.rocketmq.consumer_offset:
    instance_name: orders
    group: order-workers
    topic: order-events
    timestamp: latest
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
queues:
  description: The queues of the topic and their new offsets. Empty in check mode.
  returned: success
  type: list
  elements: dict
  contains:
    broker_name:
      description: The broker of the queue.
      returned: success
      type: str
      sample: broker-0
    queue_id:
      description: The number of the queue.
      returned: success
      type: int
      sample: 0
    timestamp_offset:
      description: The new offset.
      returned: success
      type: int
      sample: 28
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.action import run_action
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.consumer_offset import (
    check_timestamp,
    no_effect,
    reset_offset,
)


def main() -> None:
    run_action(
        "queues",
        {
            "group": {"type": "str", "required": True},
            "topic": {"type": "str", "required": True},
            "timestamp": {"type": "str", "required": True},
        },
        reset_offset,
        check=check_timestamp,
        no_effect=no_effect,
    )


if __name__ == "__main__":
    main()
