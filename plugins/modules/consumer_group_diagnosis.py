#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: consumer_group_diagnosis
short_description: Find out why a consumer group does not consume
version_added: 2.0.0
description:
  - Has the service diagnose a consumer group, and waits for the report. It tells whether consumers are connected, how
    many messages are not consumed yet, whether the consumers subscribe to the same topics, and which threads are
    blocked.
  - Each run with O(state=present) creates a new report, which the service keeps. With O(state=absent), reports are
    deleted.
  - A report that finds problems is not a failure. The task fails only if there is no report.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.action
  - huaweicloud.rocketmq.attributes.group_instance_write
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.auth
attributes:
  check_mode:
    details:
      - Check mode only looks up the instance, the nodes, and the reports to delete.
  idempotent:
    details:
      - Each run with O(state=present) creates a new report. With O(state=absent), a second run changes nothing.
options:
  group:
    description:
      - The consumer group. Required with O(state=present).
    type: str
  nodes:
    description:
      - The nodes to diagnose, given by ID or by the name of their broker, which means all nodes of the broker.
        Otherwise, all nodes are diagnosed.
      - M(huaweicloud.rocketmq.instance_node_info) lists them.
    type: list
    elements: str
  report_ids:
    description:
      - The IDs of the reports to delete. Required with O(state=absent). Those that do not exist are ignored.
    type: list
    elements: str
  state:
    description:
      - Whether to make a report, or to delete reports.
    type: str
    choices: [present, absent]
    default: present
  wait:
    description:
      - Whether to wait until the report is made. Otherwise, M(huaweicloud.rocketmq.consumer_group_diagnosis_info) reads
        it later by its ID.
    type: bool
    default: true
  wait_timeout:
    description:
      - For how many seconds, counted from the start of the task, to retry while the instance is busy, and to wait for
        the report. Then the module fails, and returns C(report_id).
    type: float
    default: 600.0
  wait_interval:
    description:
      - How many seconds to wait between two polls, or between two attempts.
    type: float
    default: 10.0
seealso:
  - module: huaweicloud.rocketmq.consumer_group_diagnosis_info
  - module: huaweicloud.rocketmq.consumer_group_info
  - module: huaweicloud.rocketmq.consumer_client_info
"""

EXAMPLES = r"""
- name: Diagnose a consumer group
  huaweicloud.rocketmq.consumer_group_diagnosis:
    instance_name: orders
    group: billing
  register: diagnosis

- name: Show what was found
  ansible.builtin.debug:
    msg: >-
      {{ diagnosis.report.consumer_nums }} consumers, {{ diagnosis.report.message_accumulation }} messages to go,
      {{ diagnosis.report.abnormal_item_sum }} problems

- name: Delete the report
  huaweicloud.rocketmq.consumer_group_diagnosis:
    instance_name: orders
    report_ids: ["{{ diagnosis.report.report_id }}"]
    state: absent
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
report:
  description: The report. Empty in check mode; with O(wait=false), only C(report_id).
  returned: with O(state=present)
  type: dict
  contains:
    report_id:
      description: The ID.
      returned: success
      type: str
      sample: b00a070e-75e0-4463-b53e-fbc29dcff951
    group_name:
      description: The consumer group.
      returned: if O(wait) is true
      type: str
      sample: billing
    status:
      description: V(finished), V(normal) or V(abnormal) where the report is made; otherwise V(diagnosing) or V(failed).
      returned: if O(wait) is true
      type: str
      sample: finished
    created_at:
      description: When the diagnosis was started, in milliseconds since 1970.
      returned: if O(wait) is true
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
      description: The number of problems found.
      returned: when provided by the service
      type: int
      sample: 0
    faulted_node_sum:
      description: The number of nodes with problems.
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
          description: Whether a problem was found.
          returned: when provided by the service
          type: bool
          sample: false
        abnormal_item_sum:
          description: The number of problems found.
          returned: when provided by the service
          type: int
          sample: 0
        message_accumulation:
          description: How many messages are not consumed yet.
          returned: when provided by the service
          type: int
          sample: 4711
        dead_lock:
          description: Whether threads of a consumer are deadlocked.
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
deleted:
  description: The IDs of the reports that were deleted, or would be in check mode.
  returned: with O(state=absent)
  type: list
  elements: str
  sample: [b00a070e-75e0-4463-b53e-fbc29dcff951]
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.diagnosis import run_diagnosis


def main() -> None:
    run_diagnosis()


if __name__ == "__main__":
    main()
