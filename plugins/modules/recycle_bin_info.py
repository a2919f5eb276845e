#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: recycle_bin_info
short_description: List the instances in the recycle bin
version_added: 2.0.0
description:
  - Returns the RocketMQ instances in the recycle bin of the project, and the policy of the bin.
  - A name or an ID that the bin does not hold gives an empty list. In a region without a recycle bin, the task fails
    and says so.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_all
  - huaweicloud.rocketmq.auth
options:
  name:
    description:
      - Only instances with exactly this name. Several may have it.
    type: str
  instance_id:
    description:
      - Only the instance with this ID.
    type: str
seealso:
  - module: huaweicloud.rocketmq.instance_restore
  - module: huaweicloud.rocketmq.recycle_bin
"""

EXAMPLES = r"""
- name: List what can be brought back
  huaweicloud.rocketmq.recycle_bin_info:
  register: bin

- name: Show until when
  ansible.builtin.debug:
    msg: "{{ item.name }} ({{ item.instance_id }}) can be brought back until {{ item.restorable_until }}"
  loop: "{{ bin.recycled_instances }}"
  loop_control:
    label: "{{ item.name }}"
"""

RETURN = r"""
recycled_instances:
  description: The deleted instances. Fields that are not listed here are passed on as the service returns them.
  returned: success
  type: list
  elements: dict
  contains:
    instance_id:
      description: The ID. An instance that is brought back keeps it.
      returned: success
      type: str
      sample: 68fdc9a8-805e-439d-8dd9-25adc1c58bf6
    name:
      description: The name.
      returned: success
      type: str
      sample: orders
    restorable_until:
      description: Until when the instance can be brought back, in ISO 8601 (UTC). Empty if the service does not tell.
      returned: success
      type: str
      sample: "2026-02-07T12:00:00Z"
    in_recycle_time:
      description: When the instance was deleted, in milliseconds since 1970.
      returned: when provided by the service
      type: int
      sample: 1769860800000
    auto_delete_time:
      description: When it is deleted permanently, in milliseconds since 1970.
      returned: when provided by the service
      type: int
      sample: 1770465600000
    save_time:
      description: For how many days it is kept.
      returned: when provided by the service
      type: int
      sample: 7
    status:
      description: The status.
      returned: when provided by the service
      type: str
      sample: FROZEN
    engine:
      description: The engine.
      returned: when provided by the service
      type: str
      sample: reliability
    product_id:
      description: The product.
      returned: when provided by the service
      type: str
      sample: c6.4u8g.cluster
    cost_per_hour:
      description: What it costs per hour while it is kept.
      returned: when provided by the service
      type: float
      sample: 0.0
    error_message:
      description: Why the last attempt to bring it back failed.
      returned: when provided by the service
      type: str
      sample: ""
policy:
  description: The policy of the recycle bin.
  returned: success
  type: dict
  contains:
    retention_days:
      description: For how many days an instance is kept.
      returned: success
      type: int
      sample: 7
    default_use_recycle:
      description: Whether deleted instances go to the recycle bin.
      returned: success
      type: bool
      sample: true
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.recycle_bin import run_recycle_bin_info


def main() -> None:
    run_recycle_bin_info()


if __name__ == "__main__":
    main()
