#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: consumer_groups
short_description: Manage many consumer groups of a RocketMQ instance in one task
description:
  - Creates, modifies and deletes any number of consumer groups in one task, and on request deletes all others.
  - The groups that exist are read with one list, only those that differ are written, and several requests are under way
    at one time. A loop over M(huaweicloud.rocketmq.consumer_group) takes a task for each group instead.
  - Services whose list does not show O(consumer_groups[].description) and O(consumer_groups[].consume_orderly) are
    asked for each group that is given one of them.
  - The failure of one group does not stop the others. The task fails at the end and says in RV(failures) which failed.
  - The service modifies and deletes many groups with one request in the background. The module waits until that shows.
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
      - The consumer groups. A name may be listed once.
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
          - Whether the group may consume. With V(false) its consumers get no messages. A new group has V(true) if it is
            left out.
        type: bool
      broadcast:
        description:
          - Whether each consumer of the group gets every message (V(true)), or the consumers share the messages
            (V(false)). A new group has V(false) if it is left out.
        type: bool
      brokers:
        description:
          - The brokers the group is on. It is set when the group is created, and cannot be changed.
          - Only instances of 4.8.0 have groups on brokers of their own.
        type: list
        elements: str
      retry_max_time:
        description:
          - How often a message that was not consumed is delivered again, 1 to 16 times, before it becomes a dead
            letter. A new group has V(16) if it is left out.
        type: int
      from_beginning:
        description:
          - Whether a new group starts with the oldest messages. It only matters when the group is created and is never
            compared. Newer editions of the service take no notice of it.
          - To move a group that exists, use M(huaweicloud.rocketmq.consumer_offset).
        type: bool
      consume_orderly:
        description:
          - Whether messages are delivered in their order. Only for instances of 5.x.
        type: bool
      description:
        description:
          - A description of the group, up to 200 characters. V("") removes it.
          - Only newer editions of the service have it.
        type: str
  state:
    description:
      - Whether the consumer groups listed are to be there. With V(absent) only their names count.
    type: str
    choices: [present, absent]
    default: present
  purge:
    description:
      - Whether consumer groups of the instance that are not listed are deleted. Only with O(state=present).
      - With an empty list all of them are deleted, with a warning.
      - Groups of the service itself (C(CID_RMQ_SYS_...), C(TOOLS_CONSUMER) and the like) are never deleted by it.
    type: bool
    default: false
  concurrency:
    description:
      - How many requests may be under way at one time, 1 to 50. The module slows down by itself when the service
        throttles.
    type: int
    default: 10
seealso:
  - module: huaweicloud.rocketmq.consumer_group
  - module: huaweicloud.rocketmq.consumer_group_info
  - module: huaweicloud.rocketmq.topics
"""

EXAMPLES = r"""
- name: Have these consumer groups on an instance of 4.8.0
  huaweicloud.rocketmq.consumer_groups:
    instance_name: orders
    consumer_groups:
      - name: order-workers
        brokers: [broker-0]
        retry_max_time: 5
      - name: order-displays
        brokers: [broker-0]
        broadcast: true

- name: Have exactly these consumer groups, and no others
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
  description: The id of the instance. In check mode it is made of zeros if the instance would only be created.
  returned: success, and when single ones failed
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
created:
  description: The names of the consumer groups that were created, or would be in check mode.
  returned: success, and when single ones failed
  type: list
  elements: str
  sample: ["order-workers"]
updated:
  description: The names of the consumer groups that were changed, or would be.
  returned: success, and when single ones failed
  type: list
  elements: str
  sample: ["order-displays"]
deleted:
  description: The names of the consumer groups that were deleted, or would be.
  returned: success, and when single ones failed
  type: list
  elements: str
  sample: ["order-testers"]
unchanged:
  description: The names of the consumer groups that were as wanted.
  returned: success, and when single ones failed
  type: list
  elements: str
  sample: ["order-auditors"]
failures:
  description:
    - The consumer groups that could not be brought to what is wanted, and why. The others were handled all the same.
  returned: success, and when single ones failed
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
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.consumer_group import GROUP_RESOURCE


def main() -> None:
    run_bulk(GROUP_RESOURCE)


if __name__ == "__main__":
    main()
