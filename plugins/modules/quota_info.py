#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: quota_info
short_description: Show the quotas for RocketMQ instances of a project
version_added: 2.0.0
description:
  - Returns how many instances and tags the project may have, and how many it has.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_all
  - huaweicloud.rocketmq.auth
seealso:
  - module: huaweicloud.rocketmq.instance_info
"""

EXAMPLES = r"""
- name: Read the quotas
  huaweicloud.rocketmq.quota_info:
  register: found

- name: Check that another instance may be ordered
  ansible.builtin.assert:
    that: quota.used < quota.quota
    fail_msg: The project has as many instances as it may have.
  vars:
    quota: "{{ found.quotas | selectattr('type', 'eq', 'rocketmqInstance') | first }}"
"""

RETURN = r"""
quotas:
  description: The quotas.
  returned: success
  type: list
  elements: dict
  contains:
    type:
      description: What is limited, such as V(rocketmqInstance) or V(tags).
      returned: when provided by the service
      type: str
      sample: rocketmqInstance
    quota:
      description: How many there may be.
      returned: when provided by the service
      type: int
      sample: 100
    used:
      description: How many there are.
      returned: when provided by the service
      type: int
      sample: 7
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.project import list_quotas


def main() -> None:
    run_info("quotas", {}, list_quotas)


if __name__ == "__main__":
    main()
