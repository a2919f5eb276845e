#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: monitoring_dimension_info
short_description: List the dimensions that Cloud Eye has for a RocketMQ instance
version_added: 2.0.0
description:
  - Returns the dimensions and metrics that the monitoring service, Cloud Eye, knows for an instance, and what of each
    there is, for alarm rules and dashboards.
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
"""

EXAMPLES = r"""
- name: List the dimensions of an instance
  huaweicloud.rocketmq.monitoring_dimension_info:
    instance_name: orders
  register: found

- name: Show the metrics of each dimension
  ansible.builtin.debug:
    msg: "{{ item.name }}: {{ item.metrics | join(', ') }}"
  loop: "{{ found.dimensions }}"
  loop_control:
    label: "{{ item.name }}"
"""

RETURN = r"""
dimensions:
  description: The dimensions.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The name of the dimension.
      returned: when provided by the service
      type: str
      sample: rocketmq_instance_id
    metrics:
      description: The names of its metrics.
      returned: when provided by the service
      type: list
      elements: str
      sample: [instance_produce_msg]
    key_name:
      description: The keys that a query for its metrics takes.
      returned: when provided by the service
      type: list
      elements: str
      sample: [name]
    dim_router:
      description: The dimensions above it, and itself, in the order in which a query names them.
      returned: when provided by the service
      type: list
      elements: str
      sample: [rocketmq_instance_id]
    children:
      description: The dimensions below it, with the same fields.
      returned: when provided by the service
      type: list
      elements: dict
      sample: []
monitored:
  description: What of the dimensions there is on the instance.
  returned: success
  type: dict
  contains:
    instance_ids:
      description: The instance. Each entry has C(name).
      returned: success
      type: list
      elements: dict
      sample: [{"name": "8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21"}]
    nodes:
      description: The nodes. Each entry has C(name) and C(available_zone).
      returned: success
      type: list
      elements: dict
      sample: [{"name": "broker-0", "available_zone": "9f1c5806706d4c1fb0eb72f0a9b18c77"}]
    topics:
      description: The topics. Each entry has C(name).
      returned: success
      type: list
      elements: dict
      sample: [{"name": "order-events"}]
    dlq:
      description: The topics of dead letters. Each entry has C(name).
      returned: success
      type: list
      elements: dict
      sample: [{"name": "%DLQ%billing"}]
    groups:
      description: The consumer groups. Each entry has C(name) and C(topics).
      returned: success
      type: list
      elements: dict
      sample: [{"name": "billing", "topics": [{"name": "order-events"}]}]
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.monitoring import (
    run_monitoring_dimension_info,
)


def main() -> None:
    run_monitoring_dimension_info()


if __name__ == "__main__":
    main()
