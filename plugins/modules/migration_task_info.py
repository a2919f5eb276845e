#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: migration_task_info
short_description: List the metadata migrations of a RocketMQ instance
description:
  - Returns the tasks of metadata migration of an instance, all of them or those that match the options. If there is
    none, the list is empty.
  - To start a migration, or to delete its task, use M(huaweicloud.rocketmq.migration_task).
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
      - The ID of the one task to return. It is returned with its content and result.
    type: str
  type:
    description:
      - Where the metadata of the tasks to return comes from, another RocketMQ (V(rocketmq)) or a RabbitMQ
        (V(rabbitToRocket)).
    type: str
    choices: [rocketmq, rabbitToRocket]
  name:
    description:
      - The exact name of the tasks to return.
    type: str
seealso:
  - module: huaweicloud.rocketmq.migration_task
"""

EXAMPLES = r"""
- name: Find all migrations
  huaweicloud.rocketmq.migration_task_info:
    instance_name: orders
  register: found

- name: Show those that failed
  ansible.builtin.debug:
    msg: "{{ found.migration_tasks | selectattr('status', 'eq', 'failed') | map(attribute='name') | list }}"

- name: Find out what came of one
  huaweicloud.rocketmq.migration_task_info:
    instance_name: orders
    task_id: 6cf4dcd3-8471-4139-8b5b-8a3a71f704c7
"""

RETURN = r"""
migration_tasks:
  description: The tasks.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The ID of the task.
      returned: success
      type: str
      sample: 6cf4dcd3-8471-4139-8b5b-8a3a71f704c7
    name:
      description: The name of the task.
      returned: success
      type: str
      sample: from-old-cluster
    type:
      description: Where the metadata comes from.
      returned: success
      type: str
      sample: rocketmq
    status:
      description: The status, V(creating), V(starting), V(finished) or V(failed).
      returned: success
      type: str
      sample: finished
    start_date:
      description: When it was started.
      returned: success
      type: str
      sample: "2023-03-13 19:43:32.12"
    json_content:
      description: What to create, as the service has parsed it.
      returned: if O(task_id) is given, when provided by the service
      type: dict
      sample: {"topicConfigTable": {}, "subscriptionGroupTable": {}}
    result:
      description: The result, as the service returns it.
      returned: if O(task_id) is given, when provided by the service
      type: raw
      sample: []
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_instance_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.migration_task import read_tasks


def main() -> None:
    run_instance_info(
        "migration_tasks",
        {
            "task_id": {"type": "str"},
            "type": {"type": "str", "choices": ["rocketmq", "rabbitToRocket"]},
            "name": {"type": "str"},
        },
        read_tasks,
    )


if __name__ == "__main__":
    main()
