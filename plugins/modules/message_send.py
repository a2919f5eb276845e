#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: message_send
short_description: Send a message to a RocketMQ topic
version_added: 2.0.0
description:
  - Sends one message, for example to see whether a consumer gets it.
  - Each run sends a message. A message whose answer is lost is not sent again; the task fails and says so.
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
  topic:
    description:
      - The name of the topic. It must exist.
    type: str
    required: true
  body:
    description:
      - The text of the message.
    type: str
    required: true
  properties:
    description:
      - Properties of the message, as names and values, such as C(KEYS) and C(TAGS).
    type: dict
seealso:
  - module: huaweicloud.rocketmq.message_info
  - module: huaweicloud.rocketmq.message_trace_info
"""

EXAMPLES = r"""
- name: Send a test message
  huaweicloud.rocketmq.message_send:
    instance_name: orders
    topic: order-events
    body: '{"order": 4711}'
    properties:
      KEYS: order-4711
  register: sent

- name: Read it
  huaweicloud.rocketmq.message_info:
    instance_name: orders
    topic: order-events
    msg_id: "{{ sent.message.msg_id }}"
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
message:
  description: The message that was sent. Empty in check mode.
  returned: success
  type: dict
  contains:
    msg_id:
      description: The ID of the message.
      returned: when provided by the service
      type: str
      sample: C0A8149E000027760000000000B68350
    topic:
      description: The topic.
      returned: when provided by the service
      type: str
      sample: order-events
    broker_name:
      description: The broker that has it.
      returned: when provided by the service
      type: str
      sample: broker-0
    queue_id:
      description: The queue that has it.
      returned: when provided by the service
      type: int
      sample: 0
    queue_offset:
      description: Its place in the queue.
      returned: when provided by the service
      type: int
      sample: 28
    body:
      description: The text of the message.
      returned: when provided by the service
      type: str
      sample: '{"order": 4711}'
    property_list:
      description: Its properties, each with C(name) and C(value).
      returned: when provided by the service
      type: list
      elements: dict
      sample: [{name: KEYS, value: order-4711}]
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.action import run_action
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.message import (
    check_properties,
    send_message,
)


def main() -> None:
    run_action(
        "message",
        {
            "topic": {"type": "str", "required": True},
            "body": {"type": "str", "required": True},
            "properties": {"type": "dict"},
        },
        send_message,
        check=check_properties,
        nothing={},
    )


if __name__ == "__main__":
    main()
