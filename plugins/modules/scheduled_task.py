#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: scheduled_task
short_description: Reschedule, cancel or delete a scheduled task of a RocketMQ instance
version_added: 2.0.0
description:
  - Reschedules, cancels or deletes a task that the service has scheduled for an instance.
  - The service schedules tasks itself, so none can be created. One that has ended, or is cancelled, cannot be
    rescheduled; the task fails and says so.
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
  task_id:
    description:
      - The ID of the scheduled task. M(huaweicloud.rocketmq.scheduled_task_info) lists them.
    type: str
    required: true
  execute_at:
    description:
      - When the task runs, in ISO 8601 such as V(2026-02-01T02:00:00Z) (a time without zone is UTC), or in
        milliseconds since 1970.
      - Compared to the second. Required with O(state=present), and only allowed then.
    type: str
  state:
    description:
      - V(present) ensures that the task is scheduled for O(execute_at).
      - V(cancelled) ensures that it does not run; its record stays.
      - V(absent) ensures that it does not run and that its record is deleted. The effects of a task that has already
        run are not undone.
    type: str
    choices: [present, cancelled, absent]
    default: present
seealso:
  - module: huaweicloud.rocketmq.scheduled_task_info
"""

EXAMPLES = r"""
- name: Find the restarts that are scheduled
  huaweicloud.rocketmq.scheduled_task_info:
    instance_name: orders
  register: found

- name: Ensure that they run on Sunday night
  huaweicloud.rocketmq.scheduled_task:
    instance_name: orders
    task_id: "{{ item }}"
    execute_at: "2040-01-01T02:00:00Z"
  loop: "{{ restarts | map(attribute='id') | list }}"
  vars:
    restarts: "{{ found.tasks | selectattr('name', 'eq', 'restartInstance') | selectattr('status', 'eq', 'CREATED') }}"

- name: Cancel all other tasks
  huaweicloud.rocketmq.scheduled_task:
    instance_name: orders
    task_id: "{{ item }}"
    state: cancelled
  loop: "{{ others | map(attribute='id') | list }}"
  vars:
    others: "{{ found.tasks | rejectattr('name', 'eq', 'restartInstance') | selectattr('status', 'eq', 'CREATED') }}"
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
task:
  description: The task as it is now, as M(huaweicloud.rocketmq.scheduled_task_info) returns it. Empty if it is gone.
  returned: success
  type: dict
  sample:
    id: 8abfa7b27da211df0127da2a5e4b0000
    name: restartInstance
    status: CREATED
    schedule_at: "2040-01-01T02:00:00.000Z"
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.scheduled_task import run_scheduled_task


def main() -> None:
    run_scheduled_task()


if __name__ == "__main__":
    main()
