#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: consumption_verify
short_description: Verify that a consumer processes messages
description:
  - Pushes messages to one connected consumer of a group on a RocketMQ instance, to find out whether it can process
    them. Each run does so again.
  - The consumer really processes the messages, so their effects may happen a second time. The offset of the group stays
    as it is.
  - The service reports for each message whether it was processed. The task fails if one was not, and RV(results) says
    which. It reports a change if at least one was.
  - If the answer to the request is lost, the task fails and does not try again, since messages could be delivered
    twice.
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
  client_id:
    description:
      - The ID of the consumer, see M(huaweicloud.rocketmq.consumer_client_info).
    type: str
    required: true
  msg_ids:
    description:
      - The IDs of the messages, at least one.
    type: list
    elements: str
    required: true
  topic:
    description:
      - The name of the messages' topic. Newer versions of the service require it.
    type: str
seealso:
  - module: huaweicloud.rocketmq.consumer_client_info
  - module: huaweicloud.rocketmq.message_info
  - module: huaweicloud.rocketmq.message_trace_info
  - module: huaweicloud.rocketmq.dead_letter_resend
"""

EXAMPLES = r"""
- name: Find the consumers of a group
  huaweicloud.rocketmq.consumer_client_info:
    instance_name: orders
    group: order-workers
  register: found

- name: Let one of them process a message
  huaweicloud.rocketmq.consumption_verify:
    instance_name: orders
    group: order-workers
    client_id: "{{ found.clients[0].client_id }}"
    topic: order-events
    msg_ids:
      - C0A807C9000027740000000000000030
  when: found.clients | length > 0
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
results:
  description:
    - What became of each message. Empty in check mode.
    - A failure returns them too, so that you know which messages are done.
  returned: when not in check mode
  type: list
  elements: dict
  contains:
    msg_id:
      description: The ID of the message.
      returned: success
      type: str
      sample: C0A8149E000027760000000000B68350
    error_code:
      description: V(DMS.00000000) if it worked, else the reason it did not. Empty if the service said nothing.
      returned: success
      type: str
      sample: DMS.00000000
    error_message:
      description: The reason in words.
      returned: success
      type: str
      sample: Success.
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.action import run_action
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.message import (
    check_message_ids,
    message_failure,
    verify_consumption,
)


def main() -> None:
    run_action(
        "results",
        {
            "group": {"type": "str", "required": True},
            "client_id": {"type": "str", "required": True},
            "msg_ids": {"type": "list", "elements": "str", "required": True},
            "topic": {"type": "str"},
        },
        verify_consumption,
        check=check_message_ids,
        failure=message_failure,
    )


if __name__ == "__main__":
    main()
