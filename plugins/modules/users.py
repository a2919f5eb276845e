#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: users
short_description: Manage many users of a RocketMQ instance in one task
description:
  - Creates, modifies and deletes any number of users in one task, and optionally deletes all others. Clients
    authenticate with their names and secrets (ACL).
  - Existing users are read as one list, only those that differ are written, and several requests run at the same time.
    A loop over M(huaweicloud.rocketmq.user) takes one task per user instead.
  - One user that fails does not stop the others. The task fails at the end, and RV(failures) says which ones failed and
    why.
  - Users only matter on instances with access control. Set O(huaweicloud.rocketmq.instance#module:enable_acl=true)
    there first.
  - The service replaces a user as a whole. What the task does not name is sent along as it is. Some services want the
    secret in each change and show a mask only, so give O(users[].secret) even if something else is to be changed.
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
      - With O(users[].update_secret=always), where the service shows a mask in place of secrets, each run writes the
        secret and reports a change, since it cannot be compared.
options:
  users:
    description:
      - The users. Each name may be listed once.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - The name of the user, which clients use as their access key. It has 7 to 64 letters, digits, hyphens and
            underscores, and starts with a letter.
          - The service calls it C(access_key). Here O(access_key) is the key that signs the module's own requests.
        type: str
        required: true
      secret:
        description:
          - The secret of the user, which clients use as their secret key. It has 8 to 32 characters of at least three
            kinds (upper-case letters, lower-case letters, digits, special characters), and must not be the name,
            forwards or backwards.
          - Required to create a user. It never appears in a result or a diff.
          - The service calls it C(secret_key). Here O(secret_key) is the key that signs the module's own requests.
        type: str
      update_secret:
        description:
          - When O(users[].secret) is written to a user that exists already. Some regions show the secrets of users,
            others a mask (C(*****)).
          - With V(auto), a secret that the service shows is compared, and written if it differs. A masked one is left
            alone with a warning, except that it is sent along when something else about the user changes.
          - With V(always), it is also written if it is masked. Each run then changes the user, since the secret cannot
            be compared.
          - With V(on_create), only a new user gets it. Use this if secrets are rotated elsewhere.
        type: str
        choices: [auto, always, on_create]
        default: auto
      white_remote_address:
        description:
          - The IP addresses the user may connect from without further checks, such as V(192.168.1.*). V("") removes
            them.
        type: str
      admin:
        description:
          - Whether the user is an administrator, who may do everything.
          - The basic edition of 5.x makes every user an administrator. Asking for anything else fails there.
        type: bool
      default_topic_perm:
        description:
          - What the user may do with topics that O(users[].topic_perms) does not name. V(DENY), V(PUB) (publish),
            V(SUB) (subscribe) or V(PUB|SUB), in any letter case and order.
        type: str
      default_group_perm:
        description:
          - What the user may do with consumer groups that O(users[].group_perms) does not name. V(DENY), V(PUB), V(SUB)
            or V(PUB|SUB), in any letter case and order. Many regions accept only V(DENY) and V(SUB) for groups.
        type: str
      topic_perms:
        description:
          - What the user may do with single topics. The list replaces what is there, and V([]) removes all of them. If
            it is left out, they stay as they are.
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
  state:
    description:
      - Whether the listed users should exist. With V(absent), only their names matter.
    type: str
    choices: [present, absent]
    default: present
  purge:
    description:
      - Whether to delete users of the instance that are not listed. Requires O(state=present).
      - An empty list deletes all of them, with a warning.
      - This includes users created in the console. Their clients lose access.
      - No user is deleted if a listed user cannot be created because its secret is missing.
    type: bool
    default: false
  concurrency:
    description:
      - How many requests may run at the same time, 1 to 50. The module slows down when the service throttles.
    type: int
    default: 10
seealso:
  - module: huaweicloud.rocketmq.user
  - module: huaweicloud.rocketmq.user_info
  - module: huaweicloud.rocketmq.access_policy_info
  - module: huaweicloud.rocketmq.instance
"""

EXAMPLES = r"""
- name: Ensure these users exist
  huaweicloud.rocketmq.users:
    instance_name: orders
    users:
      - name: order_service
        secret: "{{ vault_orders_secret }}"
        default_topic_perm: DENY
        default_group_perm: DENY
        topic_perms:
          - name: order-events
            perm: PUB|SUB
        group_perms:
          - name: order-workers
            perm: SUB
      - name: order_operator
        secret: "{{ vault_operator_secret }}"
        admin: true

- name: Ensure exactly these users exist, and leave their secrets alone
  huaweicloud.rocketmq.users:
    instance_name: orders
    users:
      - name: order_service
      - name: order_operator
    purge: true

- name: Delete a user
  huaweicloud.rocketmq.users:
    instance_name: orders
    users:
      - name: order_service
    state: absent
"""

RETURN = r"""
instance_id:
  description: The ID of the instance. In check mode, all zeros if the instance would only be created.
  returned: success, or when some items failed
  type: str
  sample: 8b1f6a5e-4d0c-4c39-9b5c-0d2f6c7a1e21
created:
  description: The names of the users that were created, or would be in check mode.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["order_service"]
updated:
  description: The names of the users that were changed, or would be.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["order_operator"]
deleted:
  description: The names of the users that were deleted, or would be.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["order_tester"]
unchanged:
  description: The names of the users that needed no change.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["order_auditor"]
failures:
  description: The users that could not be brought to the desired state, and why. The others were processed.
  returned: success, or when some items failed
  type: list
  elements: dict
  contains:
    name:
      description: The name.
      returned: success
      type: str
      sample: order_reporter
    msg:
      description: What went wrong.
      returned: success
      type: str
      sample: The quota is insufficient.
    error_code:
      description: The error code of the service. Empty if no request was sent.
      returned: always
      type: str
      sample: DMS.10240020
    transient:
      description: Whether a retry may succeed without any change by the user.
      returned: always
      type: bool
      sample: false
    http_status:
      description: The HTTP status.
      returned: when the service answered
      type: int
      sample: 400
    request_id:
      description: The ID by which support finds the request.
      returned: when provided by the service
      type: str
      sample: 8abfa7b27da211df017da340427b0979
    hint:
      description: What to do about this error code.
      returned: when there is advice
      type: str
      sample: ask for a higher quota, or delete what is not needed any more
phases:
  description: What each phase of the task took.
  returned: success, or when some items failed
  type: dict
  contains:
    read:
      description: Reading what exists.
      returned: success
      type: dict
      contains:
        count:
          description: The number of objects.
          returned: success
          type: int
          sample: 40
        requests:
          description: The number of requests.
          returned: success
          type: int
          sample: 1
        seconds:
          description: The time, in seconds.
          returned: success
          type: float
          sample: 0.184
    write:
      description: Changing what differs. In check mode no request is sent.
      returned: success
      type: dict
      contains:
        count:
          description: The number of objects.
          returned: success
          type: int
          sample: 3
        requests:
          description: The number of requests.
          returned: success
          type: int
          sample: 4
        seconds:
          description: The time, in seconds.
          returned: success
          type: float
          sample: 0.731
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.manage import run_bulk
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.user import USER_RESOURCE


def main() -> None:
    run_bulk(USER_RESOURCE)


if __name__ == "__main__":
    main()
