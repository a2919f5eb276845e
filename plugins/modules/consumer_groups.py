#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: consumer_groups
short_description: Manage many consumer groups of a RocketMQ instance in one task
description:
  - Creates, modifies and deletes any number of consumer groups in one task, and optionally deletes all others.
  - Existing groups are read as one list, only those that differ are written, and several requests run at the same time.
    A loop over M(huaweicloud.rocketmq.consumer_group) takes one task per group instead.
  - If the list does not show O(consumer_groups[].description) and O(consumer_groups[].consume_orderly), each group that
    has one of them costs another read.
  - One group that fails does not stop the others. The task fails at the end, and RV(failures) says which ones failed
    and why.
  - The service modifies and deletes many groups with one request, in the background. The module waits until the result
    shows.
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
  consumer_groups:
    description:
      - The consumer groups. Each name may be listed once.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - The name of the consumer group, 3 to 64 letters, digits and characters of C(%|-_).
        type: str
        required: true
      enabled:
        description:
          - Whether the group may consume. With V(false) its consumers get no messages. The default for a new group is
            V(true).
        type: bool
      broadcast:
        description:
          - Whether each consumer of the group gets every message (V(true)), or the consumers share the messages
            (V(false)). The default for a new group is V(false).
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
  state:
    description:
      - Whether the listed consumer groups should exist. With V(absent), only their names matter.
    type: str
    choices: [present, absent]
    default: present
  purge:
    description:
      - Whether to delete consumer groups of the instance that are not listed. Requires O(state=present).
      - An empty list deletes all of them, with a warning.
      - Groups of the service itself (C(CID_RMQ_SYS_...), C(TOOLS_CONSUMER) and the like) are never deleted.
    type: bool
    default: false
  concurrency:
    description:
      - How many requests may run at the same time, 1 to 50. The module slows down when the service throttles.
    type: int
    default: 10
seealso:
  - module: huaweicloud.rocketmq.consumer_group
  - module: huaweicloud.rocketmq.consumer_group_info
  - module: huaweicloud.rocketmq.topics
"""

EXAMPLES = r"""
- name: Ensure these consumer groups exist on an instance of 4.8.0
  huaweicloud.rocketmq.consumer_groups:
    instance_name: orders
    consumer_groups:
      - name: order-workers
        brokers: [broker-0]
        retry_max_time: 5
      - name: order-displays
        brokers: [broker-0]
        broadcast: true

- name: Ensure exactly these consumer groups exist
  huaweicloud.rocketmq.consumer_groups:
    instance_name: orders
    consumer_groups:
      - name: order-workers
      - name: order-displays
    purge: true

- name: Delete consumer groups
  huaweicloud.rocketmq.consumer_groups:
    instance_name: orders
    consumer_groups:
      - name: order-workers
      - name: order-displays
    state: absent
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success, or when some items failed
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
created:
  description: The names of the consumer groups that were created, or would be in check mode.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["order-workers"]
updated:
  description: The names of the consumer groups that were changed, or would be.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["order-displays"]
deleted:
  description: The names of the consumer groups that were deleted, or would be.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["order-testers"]
unchanged:
  description: The names of the consumer groups that needed no change.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["order-auditors"]
failures:
  description:
    - The consumer groups that could not be brought to the desired state, and why. The others were processed.
  returned: success, or when some items failed
  type: list
  elements: dict
  contains:
    name:
      description: The name.
      returned: success
      type: str
      sample: order-reporters
    msg:
      description: What went wrong.
      returned: success
      type: str
      sample: The quota is insufficient.
    error_code:
      description: The error code of the service. Empty if no request was sent.
      returned: always
      type: str
      sample: DMS.10240020
    transient:
      description: Whether a retry may succeed without any change by the user.
      returned: always
      type: bool
      sample: false
    http_status:
      description: The HTTP status.
      returned: when the service answered
      type: int
      sample: 400
    request_id:
      description: The ID by which support finds the request.
      returned: when provided by the service
      type: str
      sample: 8abfa7b27da211df017da340427b0979
    hint:
      description: What to do about this error code.
      returned: when there is advice
      type: str
      sample: ask for a higher quota, or delete what is not needed any more
phases:
  description: What each phase of the task took.
  returned: success, or when some items failed
  type: dict
  contains:
    read:
      description: Reading what exists.
      returned: success
      type: dict
      contains:
        count:
          description: The number of objects.
          returned: success
          type: int
          sample: 40
        requests:
          description: The number of requests.
          returned: success
          type: int
          sample: 1
        seconds:
          description: The time, in seconds.
          returned: success
          type: float
          sample: 0.184
    write:
      description: Changing what differs. In check mode no request is sent.
      returned: success
      type: dict
      contains:
        count:
          description: The number of objects.
          returned: success
          type: int
          sample: 3
        requests:
          description: The number of requests.
          returned: success
          type: int
          sample: 4
        seconds:
          description: The time, in seconds.
          returned: success
          type: float
          sample: 0.731
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.manage import run_bulk
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.consumer_group import GROUP_RESOURCE


def main() -> None:
    run_bulk(GROUP_RESOURCE)


if __name__ == "__main__":
    main()
