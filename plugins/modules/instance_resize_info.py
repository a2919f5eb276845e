#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: instance_resize_info
short_description: Show what a RocketMQ instance can be resized to
version_added: 2.0.0
description:
  - Returns the products that an instance can be resized to, with their limits, and whether the service would resize it
    now.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_instance
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.auth
options:
  product_id:
    description:
      - With O(broker_num), the cores of this product are returned as RV(cores).
    type: str
  broker_num:
    description:
      - The number of brokers that RV(cores) is for. Requires O(product_id).
    type: int
seealso:
  - module: huaweicloud.rocketmq.instance
  - module: huaweicloud.rocketmq.product_info
"""

EXAMPLES = r"""
- name: Read what the instance can become
  huaweicloud.rocketmq.instance_resize_info:
    instance_name: orders
  register: found

- name: Check that it can be resized now
  ansible.builtin.assert:
    that: found.precheck.success | default(true)
    fail_msg: "{{ found.precheck.reason | default('') }}"
"""

RETURN = r"""
products:
  description: The products that the instance can be resized to.
  returned: success
  type: list
  elements: dict
  contains:
    product_id:
      description: The ID of the product, for O(huaweicloud.rocketmq.instance#module:product_id).
      returned: when provided by the service
      type: str
      sample: c6.8u16g.cluster
    type:
      description: The kind of instance.
      returned: when provided by the service
      type: str
      sample: cluster
    properties:
      description: The limits, as texts, such as C(max_broker) and C(max_storage_per_node) (GB).
      returned: when provided by the service
      type: dict
      sample: {"max_broker": "10", "min_storage_per_node": "300", "max_storage_per_node": "30000"}
precheck:
  description: Whether the service would resize the instance now. Empty in regions that cannot tell.
  returned: success
  type: dict
  contains:
    success:
      description: Whether it would.
      returned: when provided by the service
      type: bool
      sample: true
    reason:
      description: Why not.
      returned: when provided by the service
      type: str
      sample: ""
    risk:
      description: How risky it is, V(low), V(medium) or V(high).
      returned: when provided by the service
      type: str
      sample: low
cores:
  description: The cores that are billed.
  returned: if O(product_id) is given
  type: dict
  contains:
    core_num:
      description: The number of cores.
      returned: when provided by the service
      type: int
      sample: 8
    total_extend_storage_space:
      description: The storage that comes with them, in GB.
      returned: when provided by the service
      type: int
      sample: 0
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.resize_info import run_resize_info


def main() -> None:
    run_resize_info()


if __name__ == "__main__":
    main()
