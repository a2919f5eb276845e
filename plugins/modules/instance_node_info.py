#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: instance_node_info
short_description: List the nodes of a RocketMQ instance
version_added: 2.0.0
description:
  - Returns the nodes of an instance, with their brokers and addresses.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_instance
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.auth
seealso:
  - module: huaweicloud.rocketmq.broker_info
  - module: huaweicloud.rocketmq.instance_restart
"""

EXAMPLES = r"""
- name: List the nodes
  huaweicloud.rocketmq.instance_node_info:
    instance_name: orders
  register: found

- name: Show the addresses of the first broker
  ansible.builtin.debug:
    msg: "{{ found.nodes | selectattr('broker_name', 'eq', 'broker-0') | map(attribute='address') | list }}"
"""

RETURN = r"""
nodes:
  description: The nodes.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The ID of the node.
      returned: when provided by the service
      type: str
      sample: d2e1c7a6-0f3b-5d0c-9a3e-8c2c1b7f4a55
    broker_name:
      description: The broker that the node belongs to.
      returned: when provided by the service
      type: str
      sample: broker-0
    broker_id:
      description: The number of the node in its broker; 0 is the master.
      returned: when provided by the service
      type: int
      sample: 0
    address:
      description: The private address.
      returned: when provided by the service
      type: str
      sample: 192.168.21.7:10100
    public_address:
      description: The public address, empty without public access.
      returned: when provided by the service
      type: str
      sample: ""
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_instance_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.node import list_nodes


def main() -> None:
    run_instance_info("nodes", {}, lambda context, params: list_nodes(context))


if __name__ == "__main__":
    main()
