#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: message_trace_info
short_description: Show what became of a message
description:
  - Returns the trace of a message on a RocketMQ instance, that is, who published it, and who consumed it with which
    result.
  - Traces only exist if the clients have tracing turned on. They are written with a delay, so the trace of a new
    message may be empty.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_instance
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.auth
options:
  msg_id:
    description:
      - The ID of the message.
    type: str
    required: true
seealso:
  - module: huaweicloud.rocketmq.message_info
  - module: huaweicloud.rocketmq.consumption_verify
"""

EXAMPLES = r"""
- name: Show what became of a message
  huaweicloud.rocketmq.message_trace_info:
    instance_name: orders
    msg_id: C0A807C9000027740000000000000030
  register: found

- name: Show the groups that failed to consume it
  ansible.builtin.debug:
    msg: "{{ found.traces | rejectattr('success') | map(attribute='group_name') | list }}"
"""

RETURN = r"""
traces:
  description:
    - What happened to the message, one entry for each time it was published or consumed.
    - The keys of the message are there too, in a field that templates reach as C(trace['keys']).
  returned: success
  type: list
  elements: dict
  contains:
    success:
      description: Whether it worked.
      returned: success
      type: bool
      sample: true
    trace_type:
      description:
        - What was done, such as V(Pub) (published), V(SubBefore) and V(SubAfter) (before and after it was consumed) or
          V(EndTransaction).
      returned: success
      type: str
      sample: Pub
    timestamp:
      description: When it was done, in milliseconds since 1970.
      returned: success
      type: int
      sample: 1634822858013
    group_name:
      description: The group of the producer or the consumer.
      returned: success
      type: str
      sample: order-workers
    cost_time:
      description: How long it took, in milliseconds.
      returned: success
      type: int
      sample: 47
    request_id:
      description: The ID of the request.
      returned: success
      type: str
      sample: 644F0069C829287CBBF26B9A54390000
    consume_status:
      description: The result of the consumer, V(0) success, V(1) timeout, V(2) exception, V(3) nothing, V(5) failure.
      returned: success
      type: int
      sample: 0
    topic:
      description: The topic.
      returned: success
      type: str
      sample: order-events
    msg_id:
      description: The ID of the message.
      returned: success
      type: str
      sample: 7F000001561018B4AAC26B9A0D1D0004
    offset_msg_id:
      description: The ID of the message by its position.
      returned: success
      type: str
      sample: C0A8011700002774000000000000BE12
    tags:
      description: The tags of the message.
      returned: success
      type: str
      sample: TagA
    store_host:
      description: The address of the broker.
      returned: success
      type: str
      sample: 192.168.0.1:10101
    client_host:
      description: The address of the client.
      returned: success
      type: str
      sample: 192.168.0.66
    retry_times:
      description: The number of retries.
      returned: success
      type: int
      sample: 0
    body_length:
      description: How long the message is, in bytes.
      returned: success
      type: int
      sample: 11
    msg_type:
      description: The type of the message, such as V(Normal_Msg), V(Order_Msg), V(Delay_Msg) or V(Trans_Msg_Half).
      returned: success
      type: str
      sample: Normal_Msg
    transaction_state:
      description: The state of the transaction. Null if there is none.
      returned: success
      type: str
      sample: COMMIT_MESSAGE
    transaction_id:
      description: The ID of the transaction. Null if there is none.
      returned: success
      type: str
      sample: 7F000001561018B4AAC26B9A0D1D0004
    from_transaction_check:
      description: Whether a transaction check caused it.
      returned: success
      type: bool
      sample: false
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_instance_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.message import read_trace


def main() -> None:
    run_instance_info("traces", {"msg_id": {"type": "str", "required": True}}, read_trace)


if __name__ == "__main__":
    main()
