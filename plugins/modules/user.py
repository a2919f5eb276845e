#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: user
short_description: Manage a user of a RocketMQ instance
description:
  - Creates, modifies and deletes one user, whose name and secret clients authenticate with (ACL), and its permissions
    for topics and consumer groups.
  - For many users, use M(huaweicloud.rocketmq.users), which handles them in one task.
  - Users only matter on instances with access control. Set O(huaweicloud.rocketmq.instance#module:enable_acl=true)
    there first.
  - The service replaces a user as a whole, so what the task leaves out is sent along, unchanged. Some services require
    the secret in each change but only show a mask, so give O(secret) even to change something else.
  - On instances of 5.x of some regions permissions have no effect. Every user is an administrator there. The module
    warns, and reports no change for permissions.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.manage
  - huaweicloud.rocketmq.attributes.group_instance_write
  - huaweicloud.rocketmq.instance_scope
  - huaweicloud.rocketmq.wait
  - huaweicloud.rocketmq.auth
attributes:
  idempotent:
    support: partial
    details:
      - With O(update_secret=always), where the service shows a mask in place of secrets, each run writes the secret and
        reports a change, since it cannot be compared.
options:
  name:
    description:
      - The name of the user, which clients use as their access key. It has 7 to 64 letters, digits, hyphens and
        underscores, and starts with a letter.
      - The service calls it C(access_key). Here O(access_key) is the key that signs the module's own requests.
    type: str
    required: true
  state:
    description:
      - Whether the user should exist.
    type: str
    choices: [present, absent]
    default: present
  secret:
    description:
      - The secret of the user, which clients use as their secret key. It has 8 to 32 characters of at least three kinds
        (upper-case letters, lower-case letters, digits, special characters), and must not be the name, forwards or
        backwards.
      - Required to create a user. It never appears in a result or a diff.
      - The service calls it C(secret_key). Here O(secret_key) is the key that signs the module's own requests.
    type: str
  update_secret:
    description:
      - When O(secret) is written to a user that exists already. Some regions show the secrets of users, others a mask
        (C(*****)).
      - With V(auto), a secret that the service shows is compared, and written if it differs. A masked one is left alone
        with a warning, except that it is sent along when something else about the user changes.
      - With V(always), it is also written if it is masked. Each run then changes the user, since the secret cannot be
        compared.
      - With V(on_create), only a new user gets it. Use this if secrets are rotated elsewhere.
    type: str
    choices: [auto, always, on_create]
    default: auto
  white_remote_address:
    description:
      - The IP addresses the user may connect from without further checks, such as V(192.168.1.*). V("") removes them.
    type: str
  admin:
    description:
      - Whether the user is an administrator, who may do everything.
      - The basic edition of 5.x makes every user an administrator. Asking for anything else fails there.
    type: bool
  default_topic_perm:
    description:
      - What the user may do with topics that O(topic_perms) does not name. V(DENY), V(PUB) (publish), V(SUB)
        (subscribe) or V(PUB|SUB), in any letter case and order.
    type: str
  default_group_perm:
    description:
      - What the user may do with consumer groups that O(group_perms) does not name. V(DENY), V(PUB), V(SUB) or
        V(PUB|SUB), in any letter case and order. Many regions accept only V(DENY) and V(SUB) for groups.
    type: str
  topic_perms:
    description:
      - What the user may do with single topics. The list replaces what is there, and V([]) removes all of them. If it
        is left out, they stay as they are.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - The name of the topic.
        type: str
        required: true
      perm:
        description:
          - What the user may do with it. V(DENY), V(PUB), V(SUB) or V(PUB|SUB), in any letter case and order.
        type: str
        required: true
  group_perms:
    description:
      - What the user may do with single consumer groups. The list replaces what is there, and V([]) removes all of
        them. If it is left out, they stay as they are.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - The name of the consumer group.
        type: str
        required: true
      perm:
        description:
          - What the user may do with it. V(DENY), V(PUB), V(SUB) or V(PUB|SUB), in any letter case and order.
        type: str
        required: true
seealso:
  - module: huaweicloud.rocketmq.users
  - module: huaweicloud.rocketmq.user_info
  - module: huaweicloud.rocketmq.access_policy_info
  - module: huaweicloud.rocketmq.instance
"""

EXAMPLES = r"""
- name: Ensure a user may publish to one topic and consume with one group
  huaweicloud.rocketmq.user:
    instance_name: orders
    name: order_service
    secret: "{{ vault_orders_secret }}"
    white_remote_address: "192.168.1.*"
    default_topic_perm: DENY
    default_group_perm: DENY
    topic_perms:
      - name: order-events
        perm: PUB|SUB
    group_perms:
      - name: order-workers
        perm: SUB

- name: Set a new secret where the service masks the current one
  huaweicloud.rocketmq.user:
    instance_name: orders
    name: order_service
    secret: "{{ vault_orders_new_secret }}"
    update_secret: always

- name: Remove all permissions for single topics
  huaweicloud.rocketmq.user:
    instance_name: orders
    name: order_service
    secret: "{{ vault_orders_new_secret }}"
    topic_perms: []

- name: Delete the user
  huaweicloud.rocketmq.user:
    instance_name: orders
    name: order_service
    state: absent
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
user:
  description:
    - The user as the service shows it, or in check mode as it would be, without its secret. Empty if it is absent.
  returned: success
  type: dict
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

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.manage import run_single
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.user import USER_RESOURCE


def main() -> None:
    run_single(USER_RESOURCE)


if __name__ == "__main__":
    main()
