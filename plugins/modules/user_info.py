#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: user_info
short_description: List the users of a RocketMQ instance
description:
  - Returns the users of an instance (ACL) with their permissions, all of them or one by name. Secrets are never
    returned.
  - To find out who may use one topic or one consumer group, use M(huaweicloud.rocketmq.access_policy_info).
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_instance
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.auth
options:
  name:
    description:
      - The name of a user. If there is no such user, the list is empty. Without it, all users are returned.
    type: str
seealso:
  - module: huaweicloud.rocketmq.user
  - module: huaweicloud.rocketmq.users
  - module: huaweicloud.rocketmq.access_policy_info
"""

EXAMPLES = r"""
- name: Find all users
  huaweicloud.rocketmq.user_info:
    instance_name: orders
  register: found

- name: Show the administrators
  ansible.builtin.debug:
    msg: "{{ found.users | selectattr('admin') | map(attribute='access_key') | list }}"

- name: Find one user
  huaweicloud.rocketmq.user_info:
    instance_name: orders
    name: order_service
"""

RETURN = r"""
users:
  description: The users, without their secrets.
  returned: success
  type: list
  elements: dict
  contains:
    access_key:
      description: The name.
      returned: success
      type: str
      sample: order_service
    white_remote_address:
      description: The IP addresses the user may connect from without further checks.
      returned: success
      type: str
      sample: 192.168.1.*
    admin:
      description: Whether the user is an administrator.
      returned: success
      type: bool
      sample: false
    default_topic_perm:
      description: What the user may do with topics that are not named.
      returned: success
      type: str
      sample: DENY
    default_group_perm:
      description: What the user may do with consumer groups that are not named.
      returned: success
      type: str
      sample: DENY
    topic_perms:
      description: What the user may do with single topics.
      returned: success
      type: list
      elements: dict
      contains:
        name:
          description: The name of the topic.
          returned: success
          type: str
          sample: order-events
        perm:
          description: What the user may do with it.
          returned: success
          type: str
          sample: PUB|SUB
    group_perms:
      description: What the user may do with single consumer groups.
      returned: success
      type: list
      elements: dict
      contains:
        name:
          description: The name of the consumer group.
          returned: success
          type: str
          sample: order-workers
        perm:
          description: What the user may do with it.
          returned: success
          type: str
          sample: SUB
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_instance_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.user import read_users


def main() -> None:
    run_instance_info("users", {"name": {"type": "str"}}, read_users)


if __name__ == "__main__":
    main()
