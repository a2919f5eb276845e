#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: broker_info
short_description: List the brokers of a RocketMQ instance
description:
  - Returns the brokers of an instance. On instances of 4.8.0, topics and consumer groups are placed on brokers by name.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_instance
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.auth
seealso:
  - module: huaweicloud.rocketmq.instance_info
  - module: huaweicloud.rocketmq.topic
  - module: huaweicloud.rocketmq.consumer_group
"""

EXAMPLES = r"""
- name: Find the brokers
  huaweicloud.rocketmq.broker_info:
    instance_name: orders
  register: found

- name: Ensure a topic exists on all brokers
  huaweicloud.rocketmq.topic:
    instance_name: orders
    name: order-events
    brokers: "{{ found.brokers | map(attribute='broker_name') | list }}"
"""

RETURN = r"""
brokers:
  description: The brokers.
  returned: success
  type: list
  elements: dict
  contains:
    broker_name:
      description: The name of the broker.
      returned: success
      type: str
      sample: broker-0
    ids:
      description: The IDs of its nodes.
      returned: success
      type: list
      elements: int
      sample: [0, 1, 2]
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_instance_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.broker import list_brokers


def main() -> None:
    run_instance_info("brokers", {}, lambda scope, params: list_brokers(scope))


if __name__ == "__main__":
    main()
