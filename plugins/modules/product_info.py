#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: product_info
short_description: List the RocketMQ products of a region
description:
  - Returns the products that instances can be ordered with, their limits and kinds of storage.
    O(huaweicloud.rocketmq.instance#module:product_id) takes the ID of a product.
  - The numbers in the limits are text, as the service returns them.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_all
  - huaweicloud.rocketmq.auth
options:
  product_id:
    description:
      - The ID of the one product to return, such as V(c6.4u8g.cluster).
    type: str
  type:
    description:
      - The type of the products to return, such as V(cluster) for 4.8.0, or V(single.basic), V(cluster.basic) and
        V(cluster.professional) for 5.x.
    type: str
seealso:
  - module: huaweicloud.rocketmq.instance
  - module: huaweicloud.rocketmq.availability_zone_info
"""

EXAMPLES = r"""
- name: Find all products
  huaweicloud.rocketmq.product_info:
  register: found

- name: Show their IDs
  ansible.builtin.debug:
    msg: "{{ found.products | map(attribute='product_id') | list }}"

- name: Find the limits of one product
  huaweicloud.rocketmq.product_info:
    product_id: c6.4u8g.cluster
"""

RETURN = r"""
products:
  description:
    - The products.
    - Fields that are not listed here are passed on as the service returns them.
  returned: success
  type: list
  elements: dict
  contains:
    product_id:
      description: The ID.
      returned: success
      type: str
      sample: c6.4u8g.cluster
    type:
      description: The type.
      returned: success
      type: str
      sample: cluster
    ecs_flavor_id:
      description: The flavor of the servers.
      returned: success
      type: str
      sample: c6.xlarge.2
    billing_code:
      description: The code in bills.
      returned: success
      type: str
      sample: dms.platinum.c6
    arch_types:
      description: The architectures of the servers.
      returned: success
      type: list
      elements: str
      sample: ["X86"]
    charging_mode:
      description: The billing modes.
      returned: success
      type: list
      elements: str
      sample: ["monthly", "hourly"]
    ios:
      description: The kinds of storage.
      returned: success
      type: list
      elements: dict
      contains:
        io_spec:
          description: The code of the storage, for O(huaweicloud.rocketmq.instance#module:storage_spec_code).
          returned: success
          type: str
          sample: dms.physical.storage.ultra.v2
        type:
          description: The type of the storage.
          returned: success
          type: str
          sample: evs
        available_zones:
          description: The codes of the zones that have it.
          returned: success
          type: list
          elements: str
          sample: ["eu-west-0a"]
        unavailable_zones:
          description: The codes of the zones that do not have it.
          returned: success
          type: list
          elements: str
          sample: []
    support_features:
      description: The features of the product.
      returned: success
      type: list
      elements: str
      sample: []
    properties:
      description: The limits of the product.
      returned: success
      type: dict
      contains:
        engine_versions:
          description: The version of the engine.
          returned: when provided by the service
          type: str
          sample: 4.8.0
        min_broker:
          description: The minimum number of brokers.
          returned: when provided by the service
          type: str
          sample: "1"
        max_broker:
          description: The maximum number of brokers.
          returned: when provided by the service
          type: str
          sample: "10"
        min_storage_per_node:
          description: The minimum storage of each broker, in GB.
          returned: when provided by the service
          type: str
          sample: "300"
        max_storage_per_node:
          description: The maximum storage of each broker, in GB.
          returned: when provided by the service
          type: str
          sample: "30000"
        max_topic_per_broker:
          description: The maximum number of topics of a broker.
          returned: when provided by the service
          type: str
          sample: "4000"
        max_consumer_per_broker:
          description: The maximum number of consumer groups of a broker.
          returned: when provided by the service
          type: str
          sample: "4000"
        product_alias:
          description: Another name of the product.
          returned: when provided by the service
          type: str
          sample: c6.4u8g.cluster
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.product import read_products


def main() -> None:
    run_info(
        "products",
        {"product_id": {"type": "str"}, "type": {"type": "str"}},
        read_products,
    )


if __name__ == "__main__":
    main()
