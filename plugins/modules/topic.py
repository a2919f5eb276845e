#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: topic
short_description: Manage a topic of a RocketMQ instance
description:
  - Creates, modifies and deletes one topic.
  - For many topics, use M(huaweicloud.rocketmq.topics), which handles them in one task.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.manage
  - huaweicloud.rocketmq.attributes.group_instance_write
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.wait
  - huaweicloud.rocketmq.auth
options:
  name:
    description:
      - The name of the topic, 3 to 64 letters, digits and characters of C(%|-_).
    type: str
    required: true
  state:
    description:
      - Whether the topic should exist.
    type: str
    choices: [present, absent]
    default: present
  brokers:
    description:
      - The brokers the topic is on. It is set when the topic is created and cannot be changed.
      - Only instances of 4.8.0 have topics on brokers of their own.
    type: list
    elements: str
  queue_num:
    description:
      - The number of queues on each broker, 1 to 50. The default of the service is 8.
      - For an existing topic, it stands for O(read_queue_num) and O(write_queue_num) if they are not given.
    type: int
  read_queue_num:
    description:
      - The number of queues to read from, on all brokers together. Only for instances of 4.8.0.
    type: int
  write_queue_num:
    description:
      - The number of queues to write to, on all brokers together. Only for instances of 4.8.0.
    type: int
  queues:
    description:
      - The queues on each broker, where they are not to be the same everywhere. Only for instances of 4.8.0.
      - What is not named stays as it is. The other options for brokers and numbers of queues are left out.
    version_added: 2.0.0
    type: list
    elements: dict
    suboptions:
      broker:
        description:
          - The name of the broker.
        type: str
        required: true
      read_queue_num:
        description:
          - The number of queues to read from on this broker, 1 to 50.
        type: int
      write_queue_num:
        description:
          - The number of queues to write to on this broker, 1 to 50.
        type: int
  permission:
    description:
      - Whether the topic can be published to (V(pub)), subscribed to (V(sub)), or both (V(all), the default of the
        service). Only for instances of 4.8.0.
    type: str
    choices: [all, pub, sub]
  message_type:
    description:
      - The type of the topic's messages. It is set when the topic is created and cannot be changed.
      - Only for instances of 5.x.
    type: str
    choices: [NORMAL, FIFO, DELAY, TRANSACTION]
  description:
    description:
      - A description of the topic. V("") removes it. Only for instances of 5.x.
    type: str
seealso:
  - module: huaweicloud.rocketmq.topics
  - module: huaweicloud.rocketmq.topic_info
"""

EXAMPLES = r"""
- name: Ensure a topic exists with three queues on one broker
  huaweicloud.rocketmq.topic:
    instance_name: orders
    name: order-events
    brokers: [broker-0]
    queue_num: 3

- name: Allow only subscriptions to it
  huaweicloud.rocketmq.topic:
    instance_name: orders
    name: order-events
    permission: sub

- name: Delete the topic
  huaweicloud.rocketmq.topic:
    instance_name: orders
    name: order-events
    state: absent
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
topic:
  description: The topic as the service shows it, or in check mode as it would be. Empty if it is absent.
  returned: success
  type: dict
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
      returned: on instances of 5.x
      type: str
      sample: What happens to orders
    created_at:
      description: When the topic was created, in milliseconds since 1970.
      returned: when provided by the service
      type: int
      sample: 1690859574000
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.manage import run_single
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.topic import TOPIC_RESOURCE


def main() -> None:
    run_single(TOPIC_RESOURCE)


if __name__ == "__main__":
    main()
