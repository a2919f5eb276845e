#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: project_info
short_description: List the projects of an account
description:
  - Returns the projects that IAM knows, all of them or one by name. O(project_id) takes the ID of a project.
  - The other modules look up the ID if O(project_id) is left out.
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
      - The name of a project. The default project of a region has the name of the region. If there is no such project,
        the list is empty. Without it, all projects are returned.
    type: str
seealso:
  - module: huaweicloud.rocketmq.instance_info
"""

EXAMPLES = r"""
- name: Find all projects
  huaweicloud.rocketmq.project_info:

- name: Find the default project of a region
  huaweicloud.rocketmq.project_info:
    name: eu-west-0
  register: found

- name: Show its ID
  ansible.builtin.debug:
    msg: "{{ found.projects | map(attribute='id') | list }}"
"""

RETURN = r"""
projects:
  description:
    - The projects.
    - Fields that are not listed here are passed on as IAM returns them.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The ID.
      returned: success
      type: str
      sample: 0b97661fa980f2f02f2fc00a3b7f5f6e
    name:
      description: The name.
      returned: success
      type: str
      sample: eu-west-0
    description:
      description: The description.
      returned: success
      type: str
      sample: ""
    domain_id:
      description: The ID of the account.
      returned: when provided by IAM
      type: str
      sample: 0b01ffb53600d4671fa8c00673c71260
    parent_id:
      description: The ID of the parent project.
      returned: when provided by IAM
      type: str
      sample: 0b01ffb53600d4671fa8c00673c71260
    enabled:
      description: Whether the project can be used.
      returned: when provided by IAM
      type: bool
      sample: true
    is_domain:
      description: Whether it is an account.
      returned: when provided by IAM
      type: bool
      sample: false
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_info


def main() -> None:
    run_info("projects", {"name": {"type": "str"}}, lambda client, params: client.projects(params["name"]))


if __name__ == "__main__":
    main()
