#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: message_info
short_description: Find messages on a RocketMQ instance
description:
  - Returns messages of a topic, by time or by ID. Reading them here does not consume them.
  - Exactly one of O(msg_id) or the pair of O(start_time) and O(end_time) is required. If the topic does not exist or
    has no messages, the list is empty.
  - For the messages that no consumer could process, use M(huaweicloud.rocketmq.dead_letter_info).
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_instance
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.auth
options:
  topic:
    description:
      - The name of the topic.
    type: str
    required: true
  msg_id:
    description:
      - The ID of a message.
    type: str
  start_time:
    description:
      - Messages stored at this time or later, in milliseconds since 1970 or in ISO 8601. A time without a zone is UTC.
        Quote ISO 8601 values.
    type: str
  end_time:
    description:
      - Messages stored at this time or earlier, in the format of O(start_time).
    type: str
  limit:
    description:
      - The maximum number of messages to return. Without it, all messages of the period are returned, which may be
        many.
    type: int
notes:
  - Messages may contain confidential data. Set C(no_log=true) on the task to keep them out of its output.
seealso:
  - module: huaweicloud.rocketmq.message_trace_info
  - module: huaweicloud.rocketmq.dead_letter_info
  - module: huaweicloud.rocketmq.topic_info
"""

EXAMPLES = r"""
- name: Find the messages of the last hour, but no more than a hundred
  huaweicloud.rocketmq.message_info:
    instance_name: orders
    topic: order-events
    start_time: "{{ ((now().timestamp() - 3600) * 1000) | int }}"
    end_time: "{{ (now().timestamp() * 1000) | int }}"
    limit: 100

- name: Find the messages of a day
  huaweicloud.rocketmq.message_info:
    instance_name: orders
    topic: order-events
    start_time: "2026-01-31T00:00:00+01:00"
    end_time: "2026-02-01T00:00:00+01:00"

- name: Find one message
  huaweicloud.rocketmq.message_info:
    instance_name: orders
    topic: order-events
    msg_id: C0A807C9000027740000000000000030
"""

RETURN = r"""
messages:
  description: The messages.
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
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.message import check_query, read_messages


def main() -> None:
    run_instance_info(
        "messages",
        {
            "topic": {"type": "str", "required": True},
            "msg_id": {"type": "str"},
            "start_time": {"type": "str"},
            "end_time": {"type": "str"},
            "limit": {"type": "int"},
        },
        read_messages,
        check=check_query,
        mutually_exclusive=[("msg_id", "start_time"), ("msg_id", "end_time")],
    )


if __name__ == "__main__":
    main()
