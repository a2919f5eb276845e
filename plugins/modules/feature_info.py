#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: feature_info
short_description: List the features of the service in a region
version_added: 2.0.0
description:
  - Returns which features the service has in this region, and whether they are on.
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
      - The C(featureId) of one feature. Otherwise, all features are returned.
      - One that does not exist gives an empty list.
    type: str
seealso:
  - module: huaweicloud.rocketmq.product_info
  - module: huaweicloud.rocketmq.availability_zone_info
"""

EXAMPLES = r"""
- name: List the features of the region
  huaweicloud.rocketmq.feature_info:
  register: found

- name: Show those that are on
  ansible.builtin.debug:
    msg: "{{ found.features | selectattr('status', 'eq', 1) | map(attribute='featureId') | list }}"
"""

RETURN = r"""
features:
  description: The features.
  returned: success
  type: list
  elements: dict
  contains:
    featureId:
      description: The ID of the feature.
      returned: when provided by the service
      type: str
      sample: rocketmq.acl
    status:
      description: Whether it is on (V(1)) or off (V(0)).
      returned: when provided by the service
      type: int
      sample: 1
    description:
      description: What it is.
      returned: when provided by the service
      type: str
      sample: Access control lists
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.monitoring import list_features


def main() -> None:
    run_info("features", {"name": {"type": "str"}}, list_features)


if __name__ == "__main__":
    main()
