#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: recycle_bin
short_description: Manage the policy of the recycle bin
version_added: 2.0.0
description:
  - Sets whether instances that are deleted go to the recycle bin of the project, and for how many days they are kept
    there. The policy holds for all engines of the Distributed Message Service in the project.
  - What is in the recycle bin already keeps its time. Options that are left out are not changed.
  - Not every region has a recycle bin. Where there is none, the task fails and says so.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.manage
  - huaweicloud.rocketmq.attributes.group_write
  - huaweicloud.rocketmq.wait
  - huaweicloud.rocketmq.auth
options:
  retention_days:
    description:
      - For how many days an instance is kept before it is deleted permanently, 1 to 7.
    type: int
  default_use_recycle:
    description:
      - Whether instances that are deleted go to the recycle bin. With V(false), they are deleted at once and cannot be
        brought back.
    type: bool
seealso:
  - module: huaweicloud.rocketmq.recycle_bin_info
  - module: huaweicloud.rocketmq.instance_restore
"""

EXAMPLES = r"""
- name: Keep deleted instances for a week
  huaweicloud.rocketmq.recycle_bin:
    default_use_recycle: true
    retention_days: 7
"""

RETURN = r"""
policy:
  description: The policy, or in check mode as it would be.
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

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.recycle_bin import run_recycle_bin


def main() -> None:
    run_recycle_bin()


if __name__ == "__main__":
    main()
