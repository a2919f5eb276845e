#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: audit_info
short_description: Read who may do what on many RocketMQ instances, and what is not as wanted
version_added: 2.0.0
description:
  - Reads instances, the names of their topics and consumer groups, and their ACL users with permissions, side by side.
  - On request compares instances and what is on them with what is wanted. Nothing is changed.
  - An instance that cannot be identified, read or compared has a RV(instances[].failure), and does not stop the others;
    the module does not fail.
  - The playbook C(huaweicloud.rocketmq.audit) makes reports of it.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_all
  - huaweicloud.rocketmq.auth
options:
  instances:
    description:
      - The instances. Each is given by O(instances[].instance_id) or O(instances[].name); if both are given, they must
        mean one instance.
      - How an instance is reached is said by its own options, and where it leaves them out by those of the task and the
        environment. Credentials given with an instance are not mixed with others of the task.
    type: list
    elements: dict
    required: true
    suboptions:
      instance_id:
        description:
          - The ID.
        type: str
      name:
        description:
          - The name. One that failed to be created, or is being deleted, steps back behind a living one.
        type: str
      wanted:
        description:
          - What is wanted of the instance - any options that an entry of M(huaweicloud.rocketmq.fleet) has for it, and
            C(topics), C(consumer_groups) and C(users). Of what is left out nothing is said.
          - Of a list that is given, also what is there and not listed is a difference.
          - A user without C(secret) is compared but for the secret.
        type: dict
      region:
        description:
          - As O(region) of the task, for this instance.
        type: str
      cloud:
        description:
          - As O(cloud) of the task, for this instance.
        type: str
      endpoint:
        description:
          - As O(endpoint) of the task, for this instance.
        type: str
      iam_endpoint:
        description:
          - As O(iam_endpoint) of the task, for this instance.
        type: str
      access_key:
        description:
          - As O(access_key) of the task, for this instance.
        type: str
      secret_key:
        description:
          - As O(secret_key) of the task, for this instance.
        type: str
      security_token:
        description:
          - As O(security_token) of the task, for this instance.
        type: str
      auth_token:
        description:
          - As O(auth_token) of the task, for this instance.
        type: str
      username:
        description:
          - As O(username) of the task, for this instance.
        type: str
      password:
        description:
          - As O(password) of the task, for this instance.
        type: str
      domain_name:
        description:
          - As O(domain_name) of the task, for this instance.
        type: str
      project_id:
        description:
          - As O(project_id) of the task, for this instance.
        type: str
      project_name:
        description:
          - As O(project_name) of the task, for this instance.
        type: str
      validate_certs:
        description:
          - As O(validate_certs) of the task, for this instance.
        type: bool
      ca_path:
        description:
          - As O(ca_path) of the task, for this instance.
        type: path
      request_timeout:
        description:
          - As O(request_timeout) of the task, for this instance.
        type: float
      max_retries:
        description:
          - As O(max_retries) of the task, for this instance.
        type: int
  concurrency:
    description:
      - The most requests that are sent to an endpoint at one time, from 1 to 50.
    type: int
    default: 10
seealso:
  - module: huaweicloud.rocketmq.health_info
  - module: huaweicloud.rocketmq.fleet
  - ref: Daily work <ansible_collections.huaweicloud.rocketmq.docsite.guide_operations>
    description: The playbook that makes reports of it.
"""

EXAMPLES = r"""
- name: Read who may do what on two instances
  huaweicloud.rocketmq.audit_info:
    instances:
      - name: orders
        wanted:
          topics:
            - name: order-events
            - name: order-audit
          users:
            - name: shop-producer
              default_topic_perm: PUB
      - name: invoices
  register: found

- name: Show the administrators
  ansible.builtin.debug:
    msg: "{{ item.instance.name }}: {{ item.users | selectattr('admin') | map(attribute='access_key') | list }}"
  loop: "{{ found.instances | selectattr('failure', 'none') }}"
  loop_control:
    label: "{{ item.instance.name }}"
"""

RETURN = r"""
instances:
  description: What was found of the instances, in the order of O(instances).
  returned: success
  type: list
  elements: dict
  contains:
    candidates:
      description: The instances that have the ID and the name that are given; null if they could not be looked up.
      returned: always
      type: list
      elements: dict
      contains:
        instance_id:
          description: The ID.
          returned: always
          type: str
          sample: 68fdc9a8-805e-439d-8dd9-25adc1c58bf6
        name:
          description: The name.
          returned: always
          type: str
          sample: orders
        status:
          description: The status.
          returned: always
          type: str
          sample: RUNNING
    rivals:
      description:
        - If both are given and no instance has both, those that have one of them; null as above.
      returned: always
      type: list
      elements: dict
      contains:
        instance_id:
          description: The ID.
          returned: always
          type: str
          sample: 68fdc9a8-805e-439d-8dd9-25adc1c58bf6
        name:
          description: The name.
          returned: always
          type: str
          sample: orders
        status:
          description: The status.
          returned: always
          type: str
          sample: RUNNING
    instance:
      description: The instance, as M(huaweicloud.rocketmq.instance_info) returns it; null if it could not be read.
      returned: always
      type: dict
      sample: {instance_id: 68fdc9a8-805e-439d-8dd9-25adc1c58bf6, name: orders, status: RUNNING, enable_acl: true}
    topics:
      description: The names of the topics; null where the service cannot list them, or if they could not be read.
      returned: always
      type: list
      elements: str
      sample: ["order-events"]
    consumer_groups:
      description: The names of the consumer groups; null if they could not be read.
      returned: always
      type: list
      elements: str
      sample: ["billing"]
    users:
      description:
        - The ACL users, without secrets, as M(huaweicloud.rocketmq.user_info) returns them; null if they could not be
          read.
      returned: always
      type: list
      elements: dict
      sample: [{access_key: shop-producer, admin: false, default_topic_perm: PUB, topic_perms: []}]
    drift:
      description:
        - What is not as wanted. For C(instance), C(topics), C(consumer_groups) and C(users) a dictionary, or null where
          nothing is wanted. It has the lists of names C(created) (missing), C(updated) (different) and C(deleted) (not
          listed), the number C(unchanged), C(failures) (what cannot be as wanted, each with C(name) and C(msg)), and
          C(diff).
        - Null if it could not be compared.
      returned: always
      type: dict
      sample:
        instance: null
        topics:
          created: ["order-audit"]
          updated: []
          deleted: []
          unchanged: 1
          failures: []
          diff: {before: {}, after: {}}
        consumer_groups: null
        users: null
    differences:
      description: How many objects are not as wanted; null if it could not be compared.
      returned: always
      type: int
      sample: 1
    failure:
      description: Why the instance could not be identified, read or compared; null if nothing failed.
      returned: always
      type: dict
      contains:
        part:
          description:
            - What failed - V(options) if these are wrong, otherwise what the result has instead of null, such as
              V(instance), V(users), or V(drift.users) if users can be read but not compared.
          returned: always
          type: str
          sample: topics
        msg:
          description: What went wrong.
          returned: always
          type: str
          sample: The service is busy.
        error_code:
          description: The error code of the service. Empty if there was no answer.
          returned: always
          type: str
          sample: DMS.00501000
        transient:
          description: Whether the same may well succeed a little later.
          returned: always
          type: bool
          sample: false
        http_status:
          description: The HTTP status.
          returned: where the service answered
          type: int
          sample: 400
        request_id:
          description: The ID under which support finds the request.
          returned: where the service tells
          type: str
          sample: 8abfa7b27da211df017da340427b0979
        hint:
          description: What to do about this error code.
          returned: where something is known
          type: str
          sample: wait a little and try again
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.audit_info import audit_instances


def main() -> None:
    audit_instances()


if __name__ == "__main__":
    main()
