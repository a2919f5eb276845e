#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tag_info
short_description: List the tags of all RocketMQ instances of a project
version_added: 2.0.0
description:
  - Returns every key that an instance of the project is tagged with, and its values.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_all
  - huaweicloud.rocketmq.auth
seealso:
  - module: huaweicloud.rocketmq.instance_tags
"""

EXAMPLES = r"""
- name: List the tags in use
  huaweicloud.rocketmq.tag_info:
  register: found

- name: Show the teams
  ansible.builtin.debug:
    msg: "{{ found.tags | selectattr('key', 'eq', 'team') | map(attribute='tag_values') | flatten }}"
"""

RETURN = r"""
tags:
  description: The tags.
  returned: success
  type: list
  elements: dict
  contains:
    key:
      description: The key.
      returned: success
      type: str
      sample: team
    tag_values:
      description: Its values; C(values) in the API.
      returned: success
      type: list
      elements: str
      sample: [shop, billing]
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.project import list_project_tags


def main() -> None:
    run_info("tags", {}, list_project_tags)


if __name__ == "__main__":
    main()
