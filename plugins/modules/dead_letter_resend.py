#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: dead_letter_resend
short_description: Resend dead letters to their consumers
description:
  - Sends dead letters of a consumer group on a RocketMQ instance to its consumers again. Each run does so again.
  - The service reports for each message whether it was sent. The task fails if one was not, and RV(results) says which.
    It reports a change if at least one was.
  - A consumer of the group must be connected.
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
      - The name of the consumer group. Exactly one of O(group) and O(topic) is required.
    type: str
  topic:
    description:
      - The name of the topic that holds the dead letters, such as V(%DLQ%order-workers).
    type: str
  msg_ids:
    description:
      - The IDs of the dead letters to send, at least one.
    type: list
    elements: str
    required: true
seealso:
  - module: huaweicloud.rocketmq.dead_letter_info
  - module: huaweicloud.rocketmq.consumption_verify
  - module: huaweicloud.rocketmq.consumer_client_info
"""

EXAMPLES = r"""
- name: Find all dead letters of a group
  huaweicloud.rocketmq.dead_letter_info:
    instance_name: orders
    group: order-workers
  register: found

- name: Resend them
  huaweicloud.rocketmq.dead_letter_resend:
    instance_name: orders
    group: order-workers
    msg_ids: "{{ found.dead_letters | map(attribute='msg_id') | list }}"
  when: found.dead_letters | length > 0
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
    resend_dead_letters,
)


def main() -> None:
    run_action(
        "results",
        {
            "group": {"type": "str"},
            "topic": {"type": "str"},
            "msg_ids": {"type": "list", "elements": "str", "required": True},
        },
        resend_dead_letters,
        check=check_message_ids,
        failure=message_failure,
        mutually_exclusive=[("group", "topic")],
        required_one_of=[("group", "topic")],
    )


if __name__ == "__main__":
    main()
