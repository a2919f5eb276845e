#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: topic_info
short_description: List the topics of a RocketMQ instance
description:
  - Returns the topics of an instance, all of them or one by name.
  - Optionally also returns who consumes a topic, how many messages are in its queues, and who may use it.
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
      - The name of a topic. If there is no such topic, the list is empty. Without it, all topics are returned.
      - Older versions of the service cannot list topics and require it.
    type: str
  gather:
    description:
      - What else to return for each topic. Each costs one request per topic.
      - V(consumer_groups) the names of the consumer groups that have subscribed to it.
      - V(status) how many messages are in its queues.
      - V(access_policy) which users have permissions for it.
    type: list
    elements: str
    choices: [consumer_groups, status, access_policy]
seealso:
  - module: huaweicloud.rocketmq.topic
  - module: huaweicloud.rocketmq.topics
  - module: huaweicloud.rocketmq.consumer_group_info
  - module: huaweicloud.rocketmq.access_policy_info
"""

EXAMPLES = r"""
- name: Find all topics
  huaweicloud.rocketmq.topic_info:
    instance_name: orders
  register: found

- name: Show their names
  ansible.builtin.debug:
    msg: "{{ found.topics | map(attribute='name') | list }}"

- name: Find out everything about one topic
  huaweicloud.rocketmq.topic_info:
    instance_name: orders
    name: order-events
    gather: [consumer_groups, status, access_policy]
"""

RETURN = r"""
topics:
  description: The topics.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The name.
      returned: success
      type: str
      sample: order-events
    total_read_queue_num:
      description: The number of queues to read from, on all brokers together.
      returned: success
      type: int
      sample: 3
    total_write_queue_num:
      description: The number of queues to write to, on all brokers together.
      returned: success
      type: int
      sample: 3
    permission:
      description: Whether the topic can be published to, subscribed to, or both.
      returned: success
      type: str
      sample: all
    brokers:
      description: The brokers the topic is on, each with its queues. Empty on instances of 5.x.
      returned: success
      type: list
      elements: dict
      contains:
        broker_name:
          description: The name of the broker.
          returned: success
          type: str
          sample: broker-0
        read_queue_num:
          description: The number of queues to read from.
          returned: success
          type: int
          sample: 3
        write_queue_num:
          description: The number of queues to write to.
          returned: success
          type: int
          sample: 3
    message_type:
      description: The type of the messages.
      returned: on instances of 5.x
      type: str
      sample: NORMAL
    topic_desc:
      description: The description.
      returned: when provided by the service
      type: str
      sample: What happens to orders
    created_at:
      description: When the topic was created, in milliseconds since 1970.
      returned: when provided by the service
      type: int
      sample: 1690859574000
    consumer_groups:
      description: The names of the consumer groups that have subscribed to the topic.
      returned: if O(gather) has V(consumer_groups)
      type: list
      elements: str
      sample: ["order-workers"]
    status:
      description: How many messages are in the queues.
      returned: if O(gather) has V(status)
      type: dict
      contains:
        min_offset:
          description: The offset of the oldest message.
          returned: when provided by the service
          type: int
          sample: 0
        max_offset:
          description: The offset after the newest message.
          returned: when provided by the service
          type: int
          sample: 2
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
                min_offset:
                  description: The offset of the oldest message.
                  returned: success
                  type: int
                  sample: 0
                max_offset:
                  description: The offset after the newest message.
                  returned: success
                  type: int
                  sample: 2
                last_message_time:
                  description: When the newest message was stored, in milliseconds since 1970. 0 if there was none.
                  returned: success
                  type: int
                  sample: 1662689877152
    access_policy:
      description: The users with permissions for the topic.
      returned: if O(gather) has V(access_policy)
      type: list
      elements: dict
      contains:
        access_key:
          description: The name of the user.
          returned: success
          type: str
          sample: order_service
        white_remote_address:
          description: The IP addresses the user may connect from without further checks.
          returned: success
          type: str
          sample: 192.168.1.*
        admin:
          description: Whether the user is an administrator.
          returned: success
          type: bool
          sample: false
        perm:
          description: What the user may do. Services may leave it empty.
          returned: success
          type: str
          sample: PUB|SUB
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_instance_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.topic_info import read_topics


def main() -> None:
    run_instance_info(
        "topics",
        {
            "name": {"type": "str"},
            "gather": {"type": "list", "elements": "str", "choices": ["consumer_groups", "status", "access_policy"]},
        },
        read_topics,
    )


if __name__ == "__main__":
    main()
