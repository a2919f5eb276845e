#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: instance_tags
short_description: Manage the tags of a RocketMQ instance
description:
  - Sets and removes tags of an instance, and changes nothing else.
  - To set tags along with the rest of an instance, use O(huaweicloud.rocketmq.instance#module:tags).
  - Only the tags that differ are written. A tag whose value changes is removed and added again, since the service
    cannot change it.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.manage
  - huaweicloud.rocketmq.attributes.group_instance_write
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.wait
  - huaweicloud.rocketmq.auth
options:
  tags:
    description:
      - The tags, as keys and values.
      - A key has 1 to 128 letters, digits, spaces and characters of C(_.:=+-@), with no space at either end. A value
        has at most 255, and may have C(/) too. The service limits the number of tags.
      - With O(state=absent) the tags with these keys are removed, whatever their values.
    type: dict
    required: true
  state:
    description:
      - Whether the tags should exist.
    type: str
    choices: [present, absent]
    default: present
  purge:
    description:
      - Whether to remove all other tags. Requires O(state=present).
    type: bool
    default: false
seealso:
  - module: huaweicloud.rocketmq.instance
  - module: huaweicloud.rocketmq.instance_info
"""

EXAMPLES = r"""
- name: Set two tags and keep the others
  huaweicloud.rocketmq.instance_tags:
    instance_name: orders
    tags:
      team: shop
      stage: production

- name: Ensure the instance has exactly one tag
  huaweicloud.rocketmq.instance_tags:
    instance_name: orders
    tags:
      team: shop
    purge: true

- name: Remove a tag, whatever its value
  huaweicloud.rocketmq.instance_tags:
    instance_name: orders
    tags:
      team: ""
    state: absent
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
tags:
  description: All tags of the instance, or in check mode those it would have.
  returned: success
  type: dict
  sample: {"team": "shop", "stage": "production"}
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.manage_tags import run_tags


def main() -> None:
    run_tags()


if __name__ == "__main__":
    main()
