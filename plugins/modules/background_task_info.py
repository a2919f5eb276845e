#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: background_task_info
short_description: List the background tasks of a RocketMQ instance
version_added: 2.0.0
description:
  - Returns what the service does, or has done, in the background for an instance, such as a resize.
  - A C(task_id) that does not exist gives an empty list.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_instance
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.auth
options:
  task_id:
    description:
      - The ID of one task. Otherwise, all tasks are returned.
    type: str
  begin_time:
    description:
      - Only tasks that began then or later. In ISO 8601 such as V(2026-01-31T12:00:00Z), or in milliseconds since 1970.
    type: str
  end_time:
    description:
      - Only tasks that began then or earlier, in the same formats.
    type: str
  gather:
    description:
      - With V(progress), each task comes with its progress and steps, which costs a request for each.
    type: list
    elements: str
    choices: [progress]
seealso:
  - module: huaweicloud.rocketmq.background_task
  - module: huaweicloud.rocketmq.instance_info
"""

EXAMPLES = r"""
- name: List what the service does in the background
  huaweicloud.rocketmq.background_task_info:
    instance_name: orders
    gather: [progress]
  register: found

- name: Show the tasks that have failed
  ansible.builtin.debug:
    msg: "{{ found.tasks | selectattr('status', 'eq', 'FAILED') | map(attribute='name') | list }}"
"""

RETURN = r"""
tasks:
  description: The tasks, the newest first.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The ID of the task.
      returned: when provided by the service
      type: str
      sample: 8abfa7b27da211df0127da2a5e4b0000
    name:
      description: What the service does.
      returned: when provided by the service
      type: str
      sample: extendInstance
    status:
      description: How far it is, such as V(EXECUTING), V(SUCCESS) or V(FAILED).
      returned: when provided by the service
      type: str
      sample: SUCCESS
    user_name:
      description: Who asked for it.
      returned: when provided by the service
      type: str
      sample: operator
    user_id:
      description: The ID of that user.
      returned: when provided by the service
      type: str
      sample: 93b94287728c4bb9a3b0d2f0a4a2a1f0
    params:
      description: What was asked for.
      returned: when provided by the service
      type: str
      sample: ""
    created_at:
      description: When it began.
      returned: when provided by the service
      type: str
      sample: "2026-01-31T12:00:00.000Z"
    updated_at:
      description: When it last changed.
      returned: when provided by the service
      type: str
      sample: "2026-01-31T12:20:00.000Z"
    progress:
      description: How far the task is.
      returned: if O(gather) has V(progress)
      type: dict
      contains:
        progress_percentage:
          description: How much is done, in percent.
          returned: when provided by the service
          type: int
          sample: 50
        remain_time:
          description: How long it still takes, as the service tells.
          returned: when provided by the service
          type: int
          sample: 1
        step_list:
          description: The steps. Each has C(name), C(statue) (spelt so), C(start_time) and C(end_time).
          returned: when provided by the service
          type: list
          elements: dict
          sample: []
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_instance_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.background_task import (
    check_times,
    read_tasks,
)


def main() -> None:
    run_instance_info(
        "tasks",
        {
            "task_id": {"type": "str"},
            "begin_time": {"type": "str"},
            "end_time": {"type": "str"},
            "gather": {"type": "list", "elements": "str", "choices": ["progress"]},
        },
        read_tasks,
        check=check_times,
    )


if __name__ == "__main__":
    main()
