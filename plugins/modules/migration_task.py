#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: migration_task
short_description: Migrate metadata to a RocketMQ instance
description:
  - Creates topics and consumer groups on an instance from the metadata of another RocketMQ, or from the definitions of
    a RabbitMQ. Messages are not migrated.
  - A migration is a task of the service, which runs in the background. With O(wait=true), the module waits until it
    ends, and fails if it failed.
  - A task is identified by O(name) or O(task_id). If it exists, nothing is started and O(metadata) is not compared. The
    module waits until it ends, and fails if it failed.
  - To run a migration again, delete its task first or use another name. O(state=absent) deletes the task, not what it
    created.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.manage
  - huaweicloud.rocketmq.attributes.group_instance_write
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.wait
  - huaweicloud.rocketmq.wait.progress
  - huaweicloud.rocketmq.auth
attributes:
  diff_mode:
    support: full
    details:
      - Shows the name and the type of a task that is started or deleted.
  idempotent:
    support: full
    details:
      - A task of the same name counts as the same, whatever its metadata.
options:
  name:
    description:
      - The name of the task, 4 to 64 letters, digits, hyphens and underscores, starting with a letter. At least one of
        O(name) and O(task_id) is required, and O(name) to start a task.
    type: str
  task_id:
    description:
      - The ID of an existing task. It tells tasks of the same name apart.
    type: str
  type:
    description:
      - Where O(metadata) comes from, another RocketMQ (V(rocketmq)) or a RabbitMQ (V(rabbitToRocket)). Required to
        start a task.
    type: str
    choices: [rocketmq, rabbitToRocket]
  overwrite:
    description:
      - Whether topics and groups of the instance that have the same names are overwritten. With V(false) the task fails
        if there are any.
    type: bool
    default: false
  metadata:
    description:
      - What to create. Required to start a task.
      - For O(type=rocketmq) it has C(topicConfigTable) and C(subscriptionGroupTable), as RocketMQ keeps them in
        C(topics.json) and C(subscriptionGroup.json). The keys may be written in snake_case too. The module tries which
        of the two the service accepts.
      - For O(type=rabbitToRocket) it has C(vhosts), C(queues), C(exchanges) and C(bindings), as RabbitMQ exports its
        definitions.
    type: dict
  state:
    description:
      - Whether the task should exist.
    type: str
    choices: [present, absent]
    default: present
  wait:
    description:
      - Whether to wait for the end of the task.
    type: bool
    default: true
  wait_timeout:
    description:
      - For how many seconds, counted from the start of the module, to retry while the instance is busy and to wait for
        the task. Then the module fails. The task continues, and the next run goes on waiting.
seealso:
  - module: huaweicloud.rocketmq.migration_task_info
  - module: huaweicloud.rocketmq.topics
  - module: huaweicloud.rocketmq.consumer_groups
"""

EXAMPLES = r"""
- name: Migrate the metadata of another RocketMQ
  huaweicloud.rocketmq.migration_task:
    instance_name: orders
    name: from-old-cluster
    type: rocketmq
    overwrite: true
    metadata:
      topicConfigTable:
        order-history:
          topicName: order-history
          perm: 6
          readQueueNums: 8
          writeQueueNums: 8
          topicFilterType: SINGLE_TAG
          topicSysFlag: 0
          order: false
      subscriptionGroupTable:
        order-historians:
          groupName: order-historians
          consumeEnable: true
          consumeBroadcastEnable: false
          consumeFromMinEnable: true
          retryMaxTimes: 16
          retryQueueNums: 1

- name: Migrate the definitions of a RabbitMQ
  huaweicloud.rocketmq.migration_task:
    instance_name: orders
    name: from-rabbit
    type: rabbitToRocket
    metadata:
      vhosts:
        - name: shop
      exchanges:
        - name: shop-direct
          vhost: shop
          type: direct
          durable: true
      queues:
        - name: shop-orders
          vhost: shop
          durable: true
      bindings:
        - source: shop-direct
          vhost: shop
          destination: shop-orders
          destination_type: queue
          routing_key: shop-orders
    wait_timeout: 1200

- name: Delete the task of a migration
  huaweicloud.rocketmq.migration_task:
    instance_name: orders
    name: from-old-cluster
    state: absent
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
migration_task:
  description:
    - The task as the service shows it. In check mode, before it is started, only its name and type. Empty if it is
      absent.
  returned: success
  type: dict
  contains:
    id:
      description: The ID of the task.
      returned: success, except in check mode before it is started
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
      returned: after the task is started
      type: str
      sample: finished
    start_date:
      description: When it was started.
      returned: after the task is started
      type: str
      sample: "2023-03-13 19:43:32.12"
    json_content:
      description: What to create, as the service has parsed it.
      returned: when provided by the service, once the task has ended
      type: dict
      sample: {"topicConfigTable": {}, "subscriptionGroupTable": {}}
    result:
      description: The result, as the service returns it.
      returned: when provided by the service, once the task has ended
      type: raw
      sample: []
task_id:
  description: The ID of the task.
  returned: if the wait timed out before the task ended
  type: str
  sample: 6cf4dcd3-8471-4139-8b5b-8a3a71f704c7
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.manage_migration import run_migration


def main() -> None:
    run_migration()


if __name__ == "__main__":
    main()
