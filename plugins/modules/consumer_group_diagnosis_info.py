#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: consumer_group_diagnosis_info
short_description: Read diagnosis reports of consumer groups
version_added: 2.0.0
description:
  - Returns the reports of diagnoses that M(huaweicloud.rocketmq.consumer_group_diagnosis) or somebody in the console
    has started, the newest first. Each report costs a request.
  - A report or a group that does not exist gives an empty list.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_instance
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.auth
options:
  report_id:
    description:
      - Only the report with this ID.
    type: str
  group:
    description:
      - Only reports of this consumer group.
    type: str
  gather:
    description:
      - With V(stacks), the stacks of blocked threads are read, too, which costs a request for each.
    type: list
    elements: str
    choices: [stacks]
seealso:
  - module: huaweicloud.rocketmq.consumer_group_diagnosis
  - module: huaweicloud.rocketmq.consumer_group_info
"""

EXAMPLES = r"""
- name: Read the reports of a group
  huaweicloud.rocketmq.consumer_group_diagnosis_info:
    instance_name: orders
    group: billing
    gather: [stacks]
  register: found

- name: Show when something was wrong
  ansible.builtin.debug:
    msg: "{{ found.diagnoses | selectattr('abnormal_item_sum', 'gt', 0) | map(attribute='created_at') | list }}"
"""

RETURN = r"""
diagnoses:
  description: The reports, the newest first.
  returned: success
  type: list
  elements: dict
  contains:
    report_id:
      description: The ID.
      returned: success
      type: str
      sample: b00a070e-75e0-4463-b53e-fbc29dcff951
    group_name:
      description: The consumer group.
      returned: success
      type: str
      sample: billing
    status:
      description: V(finished), V(normal) or V(abnormal) where the report is made; otherwise V(diagnosing) or V(failed).
      returned: success
      type: str
      sample: finished
    created_at:
      description: When the diagnosis was started, in milliseconds since 1970.
      returned: success
      type: int
      sample: 1769860800000
    consumer_nums:
      description: How many consumers are connected.
      returned: when provided by the service
      type: int
      sample: 2
    online:
      description: Whether a consumer is connected.
      returned: when provided by the service
      type: bool
      sample: true
    message_accumulation:
      description: How many messages are not consumed yet.
      returned: when provided by the service
      type: int
      sample: 4711
    subscription_consistency:
      description: Whether all consumers subscribe to the same topics and tags. Where they do not, messages get lost.
      returned: when provided by the service
      type: bool
      sample: true
    duplicate_client_id:
      description: Whether two consumers have the same client ID.
      returned: when provided by the service
      type: bool
      sample: false
    different_consumer_type:
      description: Whether some consumers pull messages and others have them pushed.
      returned: when provided by the service
      type: bool
      sample: false
    abnormal_item_sum:
      description: How many things were found that are not as they should be.
      returned: when provided by the service
      type: int
      sample: 0
    faulted_node_sum:
      description: On how many nodes something was found.
      returned: when provided by the service
      type: int
      sample: 0
    subscriptions:
      description: The topics, and by tag the client IDs of the consumers that subscribe to them.
      returned: when provided by the service
      type: list
      elements: dict
      sample: [{topic_name: order-events, consumers_in_tags: [{tag_name: "*", consumers: ["192.168.0.66@1"]}]}]
    diagnosis_node_report_list:
      description: What was found on each node.
      returned: when provided by the service
      type: list
      elements: dict
      contains:
        node_id:
          description: The ID of the node.
          returned: when provided by the service
          type: str
          sample: d2e1c7a6-0f3b-5d0c-9a3e-8c2c1b7f4a55
        is_faulted:
          description: Whether something was found.
          returned: when provided by the service
          type: bool
          sample: false
        abnormal_item_sum:
          description: How many things were found.
          returned: when provided by the service
          type: int
          sample: 0
        message_accumulation:
          description: How many messages are not consumed yet.
          returned: when provided by the service
          type: int
          sample: 4711
        dead_lock:
          description: Whether threads of a consumer wait for one another.
          returned: when provided by the service
          type: bool
          sample: false
        deadlock_thread:
          description: The thread that is blocked.
          returned: when provided by the service
          type: str
          sample: ""
        stack_id:
          description: The ID of the stack of that thread.
          returned: when provided by the service
          type: str
          sample: ""
        is_pop:
          description: Whether consumers pop messages, one of the ways of 5.x.
          returned: when provided by the service
          type: bool
          sample: false
        consume_type:
          description: How messages get to the consumers, such as V(CONSUME_PASSIVELY) for push.
          returned: when provided by the service
          type: str
          sample: CONSUME_PASSIVELY
        stack:
          description: The stack of the blocked thread, with C(thread_name) and C(stack). Empty if it is gone.
          returned: if O(gather) has V(stacks), and the node has a C(stack_id)
          type: dict
          sample: {thread_name: ConsumeMessageThread_1, stack: at com.example.Shop.book(Shop.java:42)}
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_instance_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.diagnosis import read_reports


def main() -> None:
    run_instance_info(
        "diagnoses",
        {
            "report_id": {"type": "str"},
            "group": {"type": "str"},
            "gather": {"type": "list", "elements": "str", "choices": ["stacks"]},
        },
        read_reports,
    )


if __name__ == "__main__":
    main()
