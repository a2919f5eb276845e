#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: consumer_client_info
short_description: List the connected consumers of a group
description:
  - Returns the clients of a consumer group that are connected to a RocketMQ instance, and what they have subscribed to.
  - If the group does not exist or has no connected consumers, the list is empty.
  - The ID of a client is what M(huaweicloud.rocketmq.consumption_verify) needs.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_instance
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.auth
options:
  group:
    description:
      - The name of the consumer group.
    type: str
    required: true
seealso:
  - module: huaweicloud.rocketmq.consumer_group_info
  - module: huaweicloud.rocketmq.consumption_verify
"""

EXAMPLES = r"""
- name: Find the consumers of a group
  huaweicloud.rocketmq.consumer_client_info:
    instance_name: orders
    group: order-workers
  register: found

- name: Show their IDs
  ansible.builtin.debug:
    msg: "{{ found.clients | map(attribute='client_id') | list }}"
"""

RETURN = r"""
clients:
  description: The clients.
  returned: success
  type: list
  elements: dict
  contains:
    client_id:
      description: The ID of the client.
      returned: success
      type: str
      sample: 192.168.0.66@4711
    client_addr:
      description: The address of the client.
      returned: success
      type: str
      sample: 192.168.0.66:50098
    language:
      description: The language of its library.
      returned: success
      type: str
      sample: JAVA
    version:
      description: The version of its library.
      returned: success
      type: str
      sample: V4_9_0
    consume_type:
      description: How it consumes, V(CONSUME_PASSIVELY) (push), V(CONSUME_ACTIVELY) (pull) or V(CONSUME_POP).
      returned: when provided by the service
      type: str
      sample: CONSUME_PASSIVELY
    subscriptions:
      description: What it has subscribed to.
      returned: success
      type: list
      elements: dict
      contains:
        topic:
          description: The topic.
          returned: success
          type: str
          sample: order-events
        type:
          description: The kind of filter, V(TAG) or V(SQL92).
          returned: success
          type: str
          sample: TAG
        expression:
          description: The filter.
          returned: success
          type: str
          sample: "*"
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_instance_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.consumer_group import read_clients


def main() -> None:
    run_instance_info("clients", {"group": {"type": "str", "required": True}}, read_clients)


if __name__ == "__main__":
    main()
