#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: availability_zone_info
short_description: List the availability zones of a region
description:
  - Returns the availability zones of the region, in which instances can be ordered.
  - M(huaweicloud.rocketmq.instance) takes zones by their IDs, codes and names.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_all
  - huaweicloud.rocketmq.auth
seealso:
  - module: huaweicloud.rocketmq.instance
  - module: huaweicloud.rocketmq.product_info
"""

EXAMPLES = r"""
- name: Find the availability zones
  huaweicloud.rocketmq.availability_zone_info:
  register: found

- name: Show those that are not sold out
  ansible.builtin.debug:
    msg: "{{ found.available_zones | rejectattr('soldOut') | map(attribute='code') | list }}"
"""

RETURN = r"""
available_zones:
  description: The availability zones.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The ID.
      returned: success
      type: str
      sample: 9f1c5806706d4c1fb0eb72f0a9b18c77
    code:
      description: The code.
      returned: success
      type: str
      sample: eu-west-0a
    name:
      description: The name.
      returned: success
      type: str
      sample: AZ 1
    port:
      description: The port.
      returned: success
      type: str
      sample: "8002"
    soldOut:
      description: Whether the zone is sold out.
      returned: success
      type: bool
      sample: false
    resource_availability:
      description: Whether resources are available in the zone, as text.
      returned: success
      type: str
      sample: "true"
    default_az:
      description: Whether this is the default zone.
      returned: success
      type: bool
      sample: false
    remain_time:
      description: The remaining time.
      returned: success
      type: int
      sample: 9223372036854776000
    ipv6_enable:
      description: Whether the zone has IPv6.
      returned: success
      type: bool
      sample: false
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.availability_zone import list_zones


def main() -> None:
    run_info("available_zones", {}, lambda client, params: list_zones(client))


if __name__ == "__main__":
    main()
