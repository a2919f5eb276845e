#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: background_task
short_description: Delete the record of a background task of a RocketMQ instance
version_added: 2.0.0
description:
  - Deletes the record of a task that has ended, so that it is no longer listed. What the task has done stays.
  - The record of a task that has not ended is not deleted; the task fails and says so.
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
      - The ID of the background task. M(huaweicloud.rocketmq.background_task_info) lists them.
    type: str
    required: true
  state:
    description:
      - Whether the record should exist. The service makes records itself, so it can only be deleted.
    type: str
    choices: [absent]
    default: absent
seealso:
  - module: huaweicloud.rocketmq.background_task_info
"""

EXAMPLES = r"""
- name: Find the tasks that have failed
  huaweicloud.rocketmq.background_task_info:
    instance_name: orders
  register: found

- name: Ensure that their records are gone
  huaweicloud.rocketmq.background_task:
    instance_name: orders
    task_id: "{{ item }}"
    state: absent
  loop: "{{ found.tasks | selectattr('status', 'eq', 'FAILED') | map(attribute='id') | list }}"
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.background_task import run_background_task


def main() -> None:
    run_background_task()


if __name__ == "__main__":
    main()
