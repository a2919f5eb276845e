#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: consumer_group
short_description: Manage a consumer group of a RocketMQ instance
description:
  - Creates, modifies and deletes one consumer group.
  - For many groups, use M(huaweicloud.rocketmq.consumer_groups), which handles them in one task.
  - A group has to exist before its consumers can connect. Its consumers decide what it subscribes to, see
    M(huaweicloud.rocketmq.consumer_group_info).
  - The service replaces a group as a whole, so this module sends what the task leaves out along, unchanged.
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
      - The name of the consumer group, 3 to 64 letters, digits and characters of C(%|-_).
    type: str
    required: true
  state:
    description:
      - Whether the group should exist.
    type: str
    choices: [present, absent]
    default: present
  enabled:
    description:
      - Whether the group may consume. With V(false) its consumers get no messages. The default for a new group is
        V(true).
    type: bool
  broadcast:
    description:
      - Whether each consumer of the group gets every message (V(true)), or the consumers share the messages (V(false)).
        The default for a new group is V(false).
    type: bool
  brokers:
    description:
      - The brokers the group is on. It is set when the group is created and cannot be changed.
      - Only instances of 4.8.0 have groups on brokers of their own.
    type: list
    elements: str
  retry_max_time:
    description:
      - How often a message that was not consumed is redelivered before it becomes a dead letter, 1 to 16 times. The
        default for a new group is V(16).
    type: int
  from_beginning:
    description:
      - Whether a new group starts with the oldest messages. It only matters when the group is created and is never
        compared. Newer versions of the service ignore it.
      - To move a group that exists, use M(huaweicloud.rocketmq.consumer_offset).
    type: bool
  consume_orderly:
    description:
      - Whether messages are delivered in order. Only for instances of 5.x.
    type: bool
  description:
    description:
      - A description of the group, up to 200 characters. V("") removes it.
      - Only newer versions of the service have it.
    type: str
seealso:
  - module: huaweicloud.rocketmq.consumer_groups
  - module: huaweicloud.rocketmq.consumer_group_info
  - module: huaweicloud.rocketmq.consumer_offset
"""

EXAMPLES = r"""
- name: Ensure a consumer group exists on an instance of 4.8.0
  huaweicloud.rocketmq.consumer_group:
    instance_name: orders
    name: order-workers
    brokers: [broker-0]
    retry_max_time: 5

- name: Ensure a consumer group with ordered messages exists on an instance of 5.x
  huaweicloud.rocketmq.consumer_group:
    instance_name: payments
    name: payment-workers
    consume_orderly: true
    description: Books payments

- name: Pause its consumption
  huaweicloud.rocketmq.consumer_group:
    instance_name: orders
    name: order-workers
    enabled: false

- name: Delete the consumer group
  huaweicloud.rocketmq.consumer_group:
    instance_name: orders
    name: order-workers
    state: absent
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
consumer_group:
  description: The consumer group as the service shows it, or in check mode as it would be. Empty if it is absent.
  returned: success
  type: dict
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
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.manage import run_single
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.consumer_group import GROUP_RESOURCE


def main() -> None:
    run_single(GROUP_RESOURCE)


if __name__ == "__main__":
    main()
