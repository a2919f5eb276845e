#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: topics
short_description: Manage many topics of a RocketMQ instance in one task
description:
  - Creates, modifies and deletes any number of topics in one task, and on request deletes all others.
  - The topics that exist are read with one list, only those that differ are written, and several requests are under way
    at one time. A loop over M(huaweicloud.rocketmq.topic) takes a task for each topic instead.
  - The list does not show descriptions. If O(topics[].description) is given, each of these topics is read by itself.
  - The failure of one topic does not stop the others. The task fails at the end and says in RV(failures) which failed.
  - Instances of 4.8.0 and of 5.x differ in what a topic has. 4.8.0 knows brokers, numbers of queues and permissions,
    5.x knows message types and descriptions. What 5.x takes no notice of is told in a warning and is no change.
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
      - The topics. A name may be listed once.
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
          - The brokers the topic is on. It is set when the topic is created, and cannot be changed.
          - Only instances of 4.8.0 have topics on brokers of their own.
        type: list
        elements: str
      queue_num:
        description:
          - The number of queues on each broker, 1 to 50. If it is left out, the service makes 8.
          - For a topic that exists it stands for O(topics[].read_queue_num) and O(topics[].write_queue_num), where they
            are not given.
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
          - What is not named stays as it is. It takes the place of O(topics[].brokers), O(topics[].queue_num),
            O(topics[].read_queue_num) and O(topics[].write_queue_num), so these are left out.
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
          - Whether the topic can be published to (V(pub)), subscribed to (V(sub)), or both (V(all), which is what the
            service takes if it is left out). Only for instances of 4.8.0.
        type: str
        choices: [all, pub, sub]
      message_type:
        description:
          - The type of the topic's messages. It is set when the topic is created, and cannot be changed.
          - Only for instances of 5.x.
        type: str
        choices: [NORMAL, FIFO, DELAY, TRANSACTION]
      description:
        description:
          - A description of the topic. V("") removes it. Only for instances of 5.x.
        type: str
  state:
    description:
      - Whether the topics listed are to be there. With V(absent) only their names count.
    type: str
    choices: [present, absent]
    default: present
  purge:
    description:
      - Whether topics of the instance that are not listed are deleted. Only with O(state=present).
      - With an empty list all of them are deleted, with a warning.
      - Topics of the service itself, and those that RocketMQ makes by itself (C(%RETRY%...), C(%DLQ%...), C(%SYS%...),
        C(RMQ_SYS_...) and the like), are never deleted by it.
      - An older edition of the service cannot list topics. There this is an error.
    type: bool
    default: false
  concurrency:
    description:
      - How many requests may be under way at one time, 1 to 50. The module slows down by itself when the service
        throttles.
    type: int
    default: 10
seealso:
  - module: huaweicloud.rocketmq.topic
  - module: huaweicloud.rocketmq.topic_info
  - module: huaweicloud.rocketmq.consumer_groups
"""

EXAMPLES = r"""
- name: Have these topics on an instance of 4.8.0
  huaweicloud.rocketmq.topics:
    instance_name: orders
    topics:
      - name: order-events
        brokers: [broker-0]
        queue_num: 3
      - name: order-archive
        brokers: [broker-0]
        permission: sub

- name: Have exactly these topics, and no others
  huaweicloud.rocketmq.topics:
    instance_name: orders
    topics:
      - name: order-events
      - name: order-archive
    purge: true
    concurrency: 20

- name: Have these topics on an instance of 5.x
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
  description: The id of the instance. In check mode it is made of zeros if the instance would only be created.
  returned: success, and when single ones failed
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
created:
  description: The names of the topics that were created, or would be in check mode.
  returned: success, and when single ones failed
  type: list
  elements: str
  sample: ["order-events"]
updated:
  description: The names of the topics that were changed, or would be.
  returned: success, and when single ones failed
  type: list
  elements: str
  sample: ["order-archive"]
deleted:
  description: The names of the topics that were deleted, or would be.
  returned: success, and when single ones failed
  type: list
  elements: str
  sample: ["order-test"]
unchanged:
  description: The names of the topics that were as wanted.
  returned: success, and when single ones failed
  type: list
  elements: str
  sample: ["order-audit"]
failures:
  description: The topics that could not be brought to what is wanted, and why. The others were handled all the same.
  returned: success, and when single ones failed
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
      description: The error code of the service. Empty if the service was not asked.
      returned: always
      type: str
      sample: DMS.10240020
    transient:
      description: Whether the same may well succeed a little later, with nothing changed by the user.
      returned: always
      type: bool
      sample: false
    http_status:
      description: The HTTP status.
      returned: where the service answered
      type: int
      sample: 400
    request_id:
      description: The id under which support finds the request.
      returned: where the service tells
      type: str
      sample: 8abfa7b27da211df017da340427b0979
    hint:
      description: What to do about this error code.
      returned: where something is known
      type: str
      sample: ask for a higher quota, or delete what is not needed any more
phases:
  description: What the two phases of the task took.
  returned: success, and when single ones failed
  type: dict
  contains:
    read:
      description: Finding out what is there.
      returned: success
      type: dict
      contains:
        count:
          description: The number of objects it was about.
          returned: success
          type: int
          sample: 40
        requests:
          description: The number of requests it took.
          returned: success
          type: int
          sample: 1
        seconds:
          description: The time it took, in seconds.
          returned: success
          type: float
          sample: 0.184
    write:
      description: Changing what differs. In check mode no request is sent.
      returned: success
      type: dict
      contains:
        count:
          description: The number of objects it was about.
          returned: success
          type: int
          sample: 3
        requests:
          description: The number of requests it took.
          returned: success
          type: int
          sample: 4
        seconds:
          description: The time it took, in seconds.
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
