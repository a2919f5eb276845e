#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: user
short_description: Manage a user of a RocketMQ instance
description:
  - Creates, modifies and deletes one user, with whose name and secret clients authenticate (ACL), and its permissions
    for topics and consumer groups.
  - For many users use M(huaweicloud.rocketmq.users), which handles them in one task.
  - Users matter on instances with access control only. Set O(huaweicloud.rocketmq.instance#module:enable_acl=true)
    there first.
  - The service replaces a user as a whole. What the task does not name is sent along as it is. Some services want the
    secret in each change and show a mask only, so give O(secret) even if something else is to be changed.
  - On instances of 5.x of some regions permissions have no effect. There everyone is an administrator. The module tells
    so in a warning and reports no change for them.
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
        reports a change, since nothing tells whether it was the same before.
options:
  name:
    description:
      - The name of the user, which clients give as their access key. It has 7 to 64 letters, digits, hyphens and
        underscores, and starts with a letter.
      - The service calls it C(access_key). Here O(access_key) is the key that signs the module's own requests.
    type: str
    required: true
  state:
    description:
      - Whether the user is to be there.
    type: str
    choices: [present, absent]
    default: present
  secret:
    description:
      - The secret of the user, which clients give as their secret key. It has 8 to 32 characters of at least three of
        these kinds. Upper-case letters, lower-case letters, digits, special characters. It must not be the name,
        forwards or backwards.
      - It is required to create a user. It never appears in a result or a diff.
      - The service calls it C(secret_key). Here O(secret_key) is the key that signs the module's own requests.
    type: str
  update_secret:
    description:
      - When O(secret) is written to a user that exists already. Services of some regions show the secrets of users,
        others show a mask (C(*****)).
      - With V(auto) the secret is compared and, if it differs, written, where the service shows it. Where it is masked
        it is left alone with a warning, except that it goes along when something else of the user is changed.
      - With V(always) it is also written where it is masked. There each run changes the user, since nothing tells
        whether the secret was the same before.
      - With V(on_create) only a new user gets it. Give it to rotate secrets elsewhere.
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
        V(PUB|SUB), in any letter case and order. Services of many regions take V(DENY) and V(SUB) alone for groups.
    type: str
  topic_perms:
    description:
      - What the user may do with single topics. The list is the whole list. What is not in it is taken away, and V([])
        takes away everything. Left out, the permissions stay as they are.
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
      - What the user may do with single consumer groups. The list is the whole list. What is not in it is taken away,
        and V([]) takes away everything. Left out, the permissions stay as they are.
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
- name: Have a user who publishes to one topic and consumes with one group
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

- name: Write a new secret, where the service does not show the present one
  huaweicloud.rocketmq.user:
    instance_name: orders
    name: order_service
    secret: "{{ vault_orders_new_secret }}"
    update_secret: always

- name: Take away all permissions for single topics
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
  description: The id of the instance. In check mode it is made of zeros if the instance would only be created.
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
