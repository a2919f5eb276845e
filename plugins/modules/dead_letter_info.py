#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: dead_letter_info
short_description: Find dead letters on a RocketMQ instance
description:
  - Returns dead letters of a consumer group, that is, messages that its consumers could not process even after all
    retries. Without O(msg_ids) and O(uniq_keys) all of them are returned.
  - RocketMQ keeps them in a topic whose name is C(%DLQ%) and the name of the group. If the group has no dead letters,
    the list is empty.
  - To have them processed again, use M(huaweicloud.rocketmq.dead_letter_resend).
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_instance
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.auth
options:
  group:
    description:
      - The name of the consumer group. Exactly one of O(group) and O(topic) is required.
    type: str
  topic:
    description:
      - The name of the topic that holds the dead letters, such as V(%DLQ%order-workers).
    type: str
  msg_ids:
    description:
      - The IDs of the dead letters to return. Some regions no longer find dead letters by ID. Leave O(msg_ids) and
        O(uniq_keys) out there, and select from all dead letters.
    type: list
    elements: str
  uniq_keys:
    description:
      - The unique keys of the dead letters to return, which their producers gave them (the property C(UNIQ_KEY)).
    type: list
    elements: str
notes:
  - Messages may contain confidential data. Set C(no_log=true) on the task to keep them out of its output.
seealso:
  - module: huaweicloud.rocketmq.dead_letter_resend
  - module: huaweicloud.rocketmq.message_info
  - module: huaweicloud.rocketmq.consumer_group_info
"""

EXAMPLES = r"""
- name: Find all dead letters of a group
  huaweicloud.rocketmq.dead_letter_info:
    instance_name: orders
    group: order-workers
  register: found

- name: Show how many there are
  ansible.builtin.debug:
    msg: "{{ found.dead_letters | length }}"

- name: Find single dead letters
  huaweicloud.rocketmq.dead_letter_info:
    instance_name: orders
    topic: "%DLQ%order-workers"
    msg_ids:
      - C0A8005B000027750000000000133A20
"""

RETURN = r"""
dead_letters:
  description: The dead letters.
  returned: success
  type: list
  elements: dict
  contains:
    msg_id:
      description: The ID of the message.
      returned: success
      type: str
      sample: C0A807C9000027740000000000000300
    instance_id:
      description: The ID of the instance.
      returned: success
      type: str
      sample: 68fdc9a8-805e-439d-8dd9-25adc1c58bf6
    topic:
      description: The topic.
      returned: success
      type: str
      sample: order-events
    body:
      description: The content of the message.
      returned: when provided by the service
      type: str
      sample: "{\"order\": 188}"
    body_crc:
      description: The checksum of the content.
      returned: success
      type: int
      sample: 1932557065
    store_timestamp:
      description: When the message was stored, in milliseconds since 1970.
      returned: success
      type: int
      sample: 1648888166319
    born_timestamp:
      description: When the message was produced, in milliseconds since 1970.
      returned: success
      type: int
      sample: 1648888166275
    reconsume_times:
      description: How often it was redelivered.
      returned: success
      type: int
      sample: 0
    store_size:
      description: Its size, in bytes.
      returned: success
      type: int
      sample: 175
    property_list:
      description:
        - The properties of the message. C(UNIQ_KEY) is the ID that the producer gave it, C(KEYS) and C(TAGS) are its
          keys and tags.
      returned: success
      type: list
      elements: dict
      contains:
        name:
          description: The name of the property.
          returned: success
          type: str
          sample: UNIQ_KEY
        value:
          description: The value.
          returned: success
          type: str
          sample: 7F00000123DC6E0BE85808B037820000
    born_host:
      description: The address of the producer.
      returned: success
      type: str
      sample: 192.168.0.66:50098
    store_host:
      description: The address of the broker.
      returned: success
      type: str
      sample: 192.168.7.201:10100
    queue_id:
      description: The number of the queue.
      returned: success
      type: int
      sample: 2
    queue_offset:
      description: The offset in the queue.
      returned: success
      type: int
      sample: 0
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_instance_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.message import read_dead_letters


def main() -> None:
    run_instance_info(
        "dead_letters",
        {
            "group": {"type": "str"},
            "topic": {"type": "str"},
            "msg_ids": {"type": "list", "elements": "str"},
            "uniq_keys": {"type": "list", "elements": "str", "no_log": False},
        },
        read_dead_letters,
        mutually_exclusive=[("group", "topic")],
        required_one_of=[("group", "topic")],
    )


if __name__ == "__main__":
    main()
