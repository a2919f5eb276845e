#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: fleet_info
short_description: Read RocketMQ instances and all that is on them, in the shape of a fleet
version_added: 2.0.0
description:
  - Reads instances with their topics, consumer groups and ACL users, in parallel, and returns them in the form that
    M(huaweicloud.rocketmq.fleet) accepts, so that an existing estate can be kept as YAML.
  - Passing the result to M(huaweicloud.rocketmq.fleet) changes nothing.
  - Topics and consumer groups of the service itself are left out, and so are instances that failed to be created or are
    being deleted.
  - Users come without secrets, and with C(update_secret=on_create), so that the secrets they have stay. To create such
    a user elsewhere, add C(secret).
  - Where access control is off, users are left out, since a fleet with users switches it on.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_all
  - huaweicloud.rocketmq.auth
options:
  names:
    description:
      - The names of the instances. Otherwise, all instances are returned. A name that does not exist is a warning.
    type: list
    elements: str
  tags:
    description:
      - Only instances that have all these tags.
    type: dict
  status:
    description:
      - Only instances in this status, such as V(RUNNING).
    type: str
  connections:
    description:
      - The connections to read, each a dictionary of connection options, such as C(region) and C(project_id). What one
        leaves out comes from the options of the task and the environment. Otherwise, the connection of the task is
        read.
      - The options of a connection are repeated in each of its entries, except for credentials.
    type: list
    elements: dict
    suboptions:
      region:
        description:
          - As O(region) of the task, for this connection.
        type: str
      cloud:
        description:
          - As O(cloud) of the task, for this connection.
        type: str
      endpoint:
        description:
          - As O(endpoint) of the task, for this connection.
        type: str
      iam_endpoint:
        description:
          - As O(iam_endpoint) of the task, for this connection.
        type: str
      access_key:
        description:
          - As O(access_key) of the task, for this connection.
        type: str
      secret_key:
        description:
          - As O(secret_key) of the task, for this connection.
        type: str
      security_token:
        description:
          - As O(security_token) of the task, for this connection.
        type: str
      auth_token:
        description:
          - As O(auth_token) of the task, for this connection.
        type: str
      username:
        description:
          - As O(username) of the task, for this connection.
        type: str
      password:
        description:
          - As O(password) of the task, for this connection.
        type: str
      domain_name:
        description:
          - As O(domain_name) of the task, for this connection.
        type: str
      project_id:
        description:
          - As O(project_id) of the task, for this connection.
        type: str
      project_name:
        description:
          - As O(project_name) of the task, for this connection.
        type: str
      validate_certs:
        description:
          - As O(validate_certs) of the task, for this connection.
        type: bool
      ca_path:
        description:
          - As O(ca_path) of the task, for this connection.
        type: path
      request_timeout:
        description:
          - As O(request_timeout) of the task, for this connection.
        type: float
      max_retries:
        description:
          - As O(max_retries) of the task, for this connection.
        type: int
  gather:
    description:
      - What to read of each instance. V(configs) are its settings, and how its disk grows.
    type: list
    elements: str
    choices: [topics, consumer_groups, users, configs]
    default: [topics, consumer_groups, users, configs]
  omit_defaults:
    description:
      - Whether to leave out what equals a default.
    type: bool
    default: true
seealso:
  - module: huaweicloud.rocketmq.fleet
  - module: huaweicloud.rocketmq.instance_info
"""

EXAMPLES = r"""
- name: Read the estate of two regions
  huaweicloud.rocketmq.fleet_info:
    connections:
      - region: eu-west-0
      - region: eu-west-101
    tags:
      team: shop
  register: found

- name: Keep it as YAML
  ansible.builtin.copy:
    content: "{{ {'fleet': found.fleet} | to_nice_yaml(sort_keys=false) }}"
    dest: fleet.yml
    mode: "0644"
  delegate_to: localhost
"""

RETURN = r"""
fleet:
  description: The instances, by connection and name, as O(huaweicloud.rocketmq.fleet#module:instances) takes them.
  returned: success
  type: list
  elements: dict
  sample:
    - name: orders
      region: eu-west-0
      product_id: c6.4u8g.cluster
      storage_space: 600
      storage_spec_code: dms.physical.storage.ultra.v2
      vpc_id: 3db8490c-4d6d-4d8f-8d3f-047b0de4c5cf
      subnet_id: 0a0f1fcf-f019-458d-b9e5-301867394d50
      security_group_id: 23c5977f-ff33-4b95-a73e-08d8a0bc4e6c
      available_zones: [8c90c2a4e2594c0782faa6b205afeca7]
      enable_acl: true
      topics:
        - name: order-events
          queue_num: 8
      users:
        - name: shop-producer
          update_secret: on_create
          default_topic_perm: PUB
          default_group_perm: DENY
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.fleet_info import read_fleet


def main() -> None:
    read_fleet()


if __name__ == "__main__":
    main()
