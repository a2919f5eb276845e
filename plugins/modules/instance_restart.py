#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: instance_restart
short_description: Restart a RocketMQ instance
version_added: 2.0.0
description:
  - Restarts an instance or some of its nodes, and waits until it is RUNNING again. Clients are disconnected.
  - Each run restarts the instance and reports a change.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.action
  - huaweicloud.rocketmq.attributes.group_instance_write
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.auth
options:
  nodes:
    description:
      - The nodes to restart, given by ID or by the name of their broker, which means all nodes of the broker.
        Otherwise, the whole instance restarts.
      - M(huaweicloud.rocketmq.instance_node_info) lists them.
    type: list
    elements: str
  wait:
    description:
      - Whether to wait until the instance is RUNNING again.
    type: bool
    default: true
  wait_timeout:
    description:
      - For how many seconds, counted from the start of the task, to retry while the instance is busy, and to wait until
        it is RUNNING again. Then the module fails; the restart goes on.
    type: float
    default: 3600.0
  wait_interval:
    description:
      - How many seconds to wait between two polls, or between two attempts.
    type: float
    default: 10.0
seealso:
  - module: huaweicloud.rocketmq.instance_node_info
  - module: huaweicloud.rocketmq.instance
"""

EXAMPLES = r"""
- name: Restart the instance
  huaweicloud.rocketmq.instance_restart:
    instance_name: orders

- name: Restart the nodes of one broker
  huaweicloud.rocketmq.instance_restart:
    instance_name: orders
    nodes: [broker-0]
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
nodes:
  description: The IDs of the nodes that were restarted; empty for the whole instance.
  returned: success
  type: list
  elements: str
  sample: []
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.restart import run_restart


def main() -> None:
    run_restart()


if __name__ == "__main__":
    main()
