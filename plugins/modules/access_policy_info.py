#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: access_policy_info
short_description: List who may use a topic or a consumer group
description:
  - Returns the users that have permissions for one topic or one consumer group of a RocketMQ instance. A topic or group
    that does not exist has none.
  - To change permissions, use M(huaweicloud.rocketmq.user) or M(huaweicloud.rocketmq.users).
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_instance
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.auth
options:
  topic:
    description:
      - The name of the topic. Exactly one of O(topic) and O(group) is required.
    type: str
  group:
    description:
      - The name of the consumer group.
    type: str
seealso:
  - module: huaweicloud.rocketmq.user
  - module: huaweicloud.rocketmq.user_info
  - module: huaweicloud.rocketmq.topic_info
"""

EXAMPLES = r"""
- name: List who may use a topic
  huaweicloud.rocketmq.access_policy_info:
    instance_name: orders
    topic: order-events

- name: List who may use a consumer group
  huaweicloud.rocketmq.access_policy_info:
    instance_name: orders
    group: order-workers
"""

RETURN = r"""
policies:
  description: The users with their permissions.
  returned: success
  type: list
  elements: dict
  contains:
    access_key:
      description: The name of the user.
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
    perm:
      description: What the user may do. Services may leave it empty.
      returned: success
      type: str
      sample: PUB|SUB
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_instance_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.access_policy import read_policies


def main() -> None:
    run_instance_info(
        "policies",
        {"topic": {"type": "str"}, "group": {"type": "str"}},
        read_policies,
        mutually_exclusive=[("topic", "group")],
        required_one_of=[("topic", "group")],
    )


if __name__ == "__main__":
    main()
