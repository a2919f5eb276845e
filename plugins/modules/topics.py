#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: topics
short_description: Manage many topics of a RocketMQ instance in one task
description:
  - Creates, modifies and deletes any number of topics in one task, and optionally deletes all others.
  - Existing topics are read as one list, only those that differ are written, and several requests run at the same time.
    A loop over M(huaweicloud.rocketmq.topic) takes one task per topic instead.
  - Lists do not show descriptions. Each topic with O(topics[].description) costs another read.
  - One topic that fails does not stop the others. The task fails at the end, and RV(failures) says which ones failed
    and why.
  - Instances of 4.8.0 and of 5.x differ in what a topic has. 4.8.0 has brokers, numbers of queues and permissions, 5.x
    has message types and descriptions. Options that 5.x ignores cause a warning and no change.
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
  topics:
    description:
      - The topics. Each name may be listed once.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - The name of the topic, 3 to 64 letters, digits and characters of C(%|-_).
        type: str
        required: true
      brokers:
        description:
          - The brokers the topic is on. It is set when the topic is created and cannot be changed.
          - Only instances of 4.8.0 have topics on brokers of their own.
        type: list
        elements: str
      queue_num:
        description:
          - The number of queues on each broker, 1 to 50. The default of the service is 8.
          - For an existing topic, it stands for O(topics[].read_queue_num) and O(topics[].write_queue_num) if they are
            not given.
        type: int
      read_queue_num:
        description:
          - The number of queues to read from, on all brokers together. Only for instances of 4.8.0.
        type: int
      write_queue_num:
        description:
          - The number of queues to write to, on all brokers together. Only for instances of 4.8.0.
        type: int
      queues:
        description:
          - The queues on each broker, where they are not to be the same everywhere. Only for instances of 4.8.0.
          - What is not named stays as it is. The other options for brokers and numbers of queues are left out.
        version_added: 2.0.0
        type: list
        elements: dict
        suboptions:
          broker:
            description:
              - The name of the broker.
            type: str
            required: true
          read_queue_num:
            description:
              - The number of queues to read from on this broker, 1 to 50.
            type: int
          write_queue_num:
            description:
              - The number of queues to write to on this broker, 1 to 50.
            type: int
      permission:
        description:
          - Whether the topic can be published to (V(pub)), subscribed to (V(sub)), or both (V(all), the default of the
            service). Only for instances of 4.8.0.
        type: str
        choices: [all, pub, sub]
      message_type:
        description:
          - The type of the topic's messages. It is set when the topic is created and cannot be changed.
          - Only for instances of 5.x.
        type: str
        choices: [NORMAL, FIFO, DELAY, TRANSACTION]
      description:
        description:
          - A description of the topic. V("") removes it. Only for instances of 5.x.
        type: str
  state:
    description:
      - Whether the listed topics should exist. With V(absent), only their names matter.
    type: str
    choices: [present, absent]
    default: present
  purge:
    description:
      - Whether to delete topics of the instance that are not listed. Requires O(state=present).
      - An empty list deletes all of them, with a warning.
      - Topics of the service itself and those that RocketMQ creates (C(%RETRY%...), C(%DLQ%...), C(%SYS%...),
        C(RMQ_SYS_...) and the like) are never deleted.
      - Older versions of the service cannot list topics; O(purge) is an error there.
    type: bool
    default: false
  concurrency:
    description:
      - How many requests may run at the same time, 1 to 50. The module slows down when the service throttles.
    type: int
    default: 10
seealso:
  - module: huaweicloud.rocketmq.topic
  - module: huaweicloud.rocketmq.topic_info
  - module: huaweicloud.rocketmq.consumer_groups
"""

EXAMPLES = r"""
- name: Ensure these topics exist on an instance of 4.8.0
  huaweicloud.rocketmq.topics:
    instance_name: orders
    topics:
      - name: order-events
        brokers: [broker-0]
        queue_num: 3
      - name: order-archive
        brokers: [broker-0]
        permission: sub

- name: Ensure exactly these topics exist
  huaweicloud.rocketmq.topics:
    instance_name: orders
    topics:
      - name: order-events
      - name: order-archive
    purge: true
    concurrency: 20

- name: Ensure these topics exist on an instance of 5.x
  huaweicloud.rocketmq.topics:
    instance_name: payments
    topics:
      - name: payment-events
        message_type: FIFO
        description: What happens to payments
      - name: payment-reminders
        message_type: DELAY

- name: Delete topics
  huaweicloud.rocketmq.topics:
    instance_name: orders
    topics:
      - name: order-events
      - name: order-archive
    state: absent
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success, or when some items failed
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
created:
  description: The names of the topics that were created, or would be in check mode.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["order-events"]
updated:
  description: The names of the topics that were changed, or would be.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["order-archive"]
deleted:
  description: The names of the topics that were deleted, or would be.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["order-test"]
unchanged:
  description: The names of the topics that needed no change.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["order-audit"]
failures:
  description: The topics that could not be brought to the desired state, and why. The others were processed.
  returned: success, or when some items failed
  type: list
  elements: dict
  contains:
    name:
      description: The name.
      returned: success
      type: str
      sample: order-reports
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
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.topic import TOPIC_RESOURCE


def main() -> None:
    run_bulk(TOPIC_RESOURCE)


if __name__ == "__main__":
    main()
