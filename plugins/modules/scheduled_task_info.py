#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: scheduled_task_info
short_description: List the scheduled tasks of a RocketMQ instance
version_added: 2.0.0
description:
  - Returns what the service will do, or has done, to an instance at a scheduled time, such as a restart that was put
    off to the night.
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
      - Only tasks that were created then or later. In ISO 8601 such as V(2026-01-31T12:00:00Z), or in milliseconds
        since 1970.
    type: str
  end_time:
    description:
      - Only tasks that were created then or earlier, in the same formats.
    type: str
seealso:
  - module: huaweicloud.rocketmq.scheduled_task
  - module: huaweicloud.rocketmq.background_task_info
"""

EXAMPLES = r"""
- name: List the scheduled tasks
  huaweicloud.rocketmq.scheduled_task_info:
    instance_name: orders
  register: found

- name: Show what is still to come
  ansible.builtin.debug:
    msg: "{{ found.tasks | selectattr('status', 'eq', 'CREATED') | map(attribute='schedule_at') | list }}"
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
      description: What the service will do.
      returned: when provided by the service
      type: str
      sample: restartInstance
    status:
      description: How far it is, such as V(CREATED), V(SUCCESS), V(FAILED) or V(CANCELLED).
      returned: when provided by the service
      type: str
      sample: CREATED
    schedule_at:
      description: When it is done, in the service's own form.
      returned: when provided by the service
      type: str
      sample: "2026-02-01T02:00:00.000Z"
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
      description: When it was created.
      returned: when provided by the service
      type: str
      sample: "2026-01-31T12:00:00.000Z"
    updated_at:
      description: When it last changed.
      returned: when provided by the service
      type: str
      sample: "2026-01-31T12:20:00.000Z"
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_instance_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.background_task import check_times
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.scheduled_task import read_scheduled_tasks


def main() -> None:
    run_instance_info(
        "tasks",
        {"task_id": {"type": "str"}, "begin_time": {"type": "str"}, "end_time": {"type": "str"}},
        read_scheduled_tasks,
        check=check_times,
    )


if __name__ == "__main__":
    main()
