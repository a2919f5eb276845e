#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: consumer_group_info
short_description: List the consumer groups of a RocketMQ instance
description:
  - Returns the consumer groups of an instance, all of them or one by name.
  - Optionally also returns which topics a group consumes, and its lag in each.
  - For the consumers that are connected, use M(huaweicloud.rocketmq.consumer_client_info).
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_instance
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.auth
options:
  name:
    description:
      - The name of a consumer group. If there is no such group, the list is empty. Without it, all groups are returned.
    type: str
  gather:
    description:
      - What else to return for each group.
      - V(topics) the topics it has subscribed to. It costs one request per group.
      - V(lag) how many messages it has not consumed yet. It costs one request per group and topic.
    type: list
    elements: str
    choices: [topics, lag]
  topic:
    description:
      - Limits O(gather) to one topic. Without it, all topics that the group has subscribed to are returned.
    type: str
seealso:
  - module: huaweicloud.rocketmq.consumer_group
  - module: huaweicloud.rocketmq.consumer_groups
  - module: huaweicloud.rocketmq.consumer_client_info
  - module: huaweicloud.rocketmq.topic_info
"""

EXAMPLES = r"""
- name: Find all consumer groups
  huaweicloud.rocketmq.consumer_group_info:
    instance_name: orders

- name: Read the lag of a group
  huaweicloud.rocketmq.consumer_group_info:
    instance_name: orders
    name: order-workers
    gather: [topics, lag]
  register: found

- name: Check that it keeps up
  ansible.builtin.assert:
    that: found.consumer_groups | map(attribute='total_lag', default=0) | sum < 10000
    fail_msg: The consumer group is too far behind.
"""

RETURN = r"""
consumer_groups:
  description: The consumer groups.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The name.
      returned: success
      type: str
      sample: order-workers
    enabled:
      description: Whether the group may consume.
      returned: success
      type: bool
      sample: true
    broadcast:
      description: Whether each consumer of the group gets every message.
      returned: success
      type: bool
      sample: false
    brokers:
      description: The brokers the group is on. Empty on instances of 5.x.
      returned: success
      type: list
      elements: str
      sample: ["broker-0"]
    retry_max_time:
      description: How often a message that was not consumed is redelivered.
      returned: success
      type: int
      sample: 16
    from_beginning:
      description: Whether the group started with the oldest messages.
      returned: when provided by the service
      type: bool
      sample: false
    consume_orderly:
      description: Whether messages are delivered in order.
      returned: on instances of 5.x
      type: bool
      sample: false
    group_desc:
      description: The description.
      returned: when provided by the service
      type: str
      sample: Fills the orders
    permissions:
      description: The permissions of the group, as the service returns them.
      returned: when provided by the service
      type: list
      elements: str
      sample: []
    created_at:
      description: When the group was created, in milliseconds since 1970.
      returned: when provided by the service
      type: int
      sample: 1690859574000
    topic_subscription_count:
      description: How many topics the group has subscribed to.
      returned: when provided by the service
      type: int
      sample: 1
    group_online:
      description: Whether a consumer of the group is connected.
      returned: when provided by the service
      type: bool
      sample: true
    topics:
      description: The names of the topics that the group has subscribed to, or O(topic).
      returned: if O(gather) has V(topics)
      type: list
      elements: str
      sample: ["order-events"]
    total_lag:
      description: How many messages the group has not consumed yet, in all topics of RV(consumer_groups[].lag).
      returned: if O(gather) has V(lag), and the service provides it, which some do only while consumers are connected
      type: int
      sample: 12
    unknown_queues:
      description: Of how many queues the lag is unknown. RV(consumer_groups[].total_lag) leaves them out.
      returned: with RV(consumer_groups[].total_lag)
      type: int
      sample: 0
    lag:
      description: The lag of the group in each topic.
      returned: if O(gather) has V(lag), and the service provides it, which some do only while consumers are connected
      type: list
      elements: dict
      contains:
        topic:
          description: The name of the topic.
          returned: success
          type: str
          sample: order-events
        lag:
          description: How many messages of the topic the group has not consumed yet.
          returned: success
          type: int
          sample: 12
        unknown_queues:
          description: Of how many queues the lag is unknown. RV(consumer_groups[].lag[].lag) leaves them out.
          returned: success
          type: int
          sample: 0
        brokers:
          description: The brokers.
          returned: success
          type: list
          elements: dict
          contains:
            broker_name:
              description: The name of the broker.
              returned: success
              type: str
              sample: broker-0
            queues:
              description: Its queues.
              returned: success
              type: list
              elements: dict
              contains:
                id:
                  description: The number of the queue.
                  returned: success
                  type: int
                  sample: 0
                lag:
                  description: How many messages of the queue the group has not consumed yet.
                  returned: success
                  type: int
                  sample: 12
                broker_offset:
                  description: The number of messages in the queue.
                  returned: success
                  type: int
                  sample: 40
                consumer_offset:
                  description: The number of messages consumed.
                  returned: success
                  type: int
                  sample: 28
                last_message_time:
                  description:
                    - When the last consumed message was stored, in milliseconds since 1970. 0 if there was none.
                  returned: success
                  type: int
                  sample: 1679398537088
                client_id:
                  description: The consumer of the queue.
                  returned: when provided by the service
                  type: str
                  sample: 192.168.0.66@4711
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_instance_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.consumer_group_info import read_groups


def main() -> None:
    run_instance_info(
        "consumer_groups",
        {
            "name": {"type": "str"},
            "gather": {"type": "list", "elements": "str", "choices": ["topics", "lag"]},
            "topic": {"type": "str"},
        },
        read_groups,
    )


if __name__ == "__main__":
    main()
