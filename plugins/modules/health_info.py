#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: health_info
short_description: Read the present state of many RocketMQ instances
version_added: 2.0.0
description:
  - Reads the state of instances and of what is on them, in parallel - status, disk, nodes, access, background tasks,
    and the lag and the dead letters of consumer groups.
  - What cannot be read is listed in RV(instances[].failures) and RV(connections[].failures), and does not stop the
    rest. The module fails only if no connection can be read at all.
  - Instances that failed to be created are included, and so are those that are being created or deleted; of these,
    nothing but the instance itself is read.
  - The playbook C(huaweicloud.rocketmq.health) renders it as a page.
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
      - The names of the instances. Otherwise, all instances are read. A name that does not exist is listed in
        RV(connections[].failures) of the first connection.
    type: list
    elements: str
  tags:
    description:
      - Only instances that have all these tags.
    type: dict
  connections:
    description:
      - The connections to read, each a dictionary of connection options, such as C(region) and C(project_id). What one
        leaves out comes from the options of the task and the environment. Otherwise, the connection of the task is
        read.
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
      - What to read beside the instances and their consumer groups.
      - V(lag) costs a request for each group and one for each of its topics, V(dead_letters) one or two for each group.
    type: list
    elements: str
    choices: [nodes, users, tasks, lag, dead_letters, quotas]
    default: [nodes, users, tasks, lag, dead_letters, quotas]
  hours:
    description:
      - How many hours back background tasks are listed, and dead letters count as new.
    type: int
    default: 24
  concurrency:
    description:
      - How many requests may run at the same time on each endpoint, 1 to 50.
    type: int
    default: 10
seealso:
  - module: huaweicloud.rocketmq.fleet_info
  - module: huaweicloud.rocketmq.consumer_group_info
  - ref: Health of an estate <ansible_collections.huaweicloud.rocketmq.docsite.guide_health>
    description: The playbook that makes a page of it, and its thresholds.
"""

EXAMPLES = r"""
- name: Read the state of all instances
  huaweicloud.rocketmq.health_info:
    gather: [lag]
  register: found

- name: Show the instances that do not run
  ansible.builtin.debug:
    msg: "{{ found.instances | rejectattr('status', 'eq', 'RUNNING') | map(attribute='name') | list }}"
"""

RETURN = r"""
instances:
  description: The instances, by connection and name. A value that the service does not tell is null.
  returned: success
  type: list
  elements: dict
  contains:
    region:
      description: The region, as the connection tells it.
      returned: always
      type: str
      sample: eu-west-0
    endpoint:
      description: The address of the service.
      returned: always
      type: str
      sample: https://dms.eu-west-0.myhuaweicloud.com
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
    engine_version:
      description: The version of the engine.
      returned: always
      type: str
      sample: "4.8.0"
    broker_num:
      description: The number of brokers.
      returned: always
      type: int
      sample: 2
    storage_space:
      description: The disk space that can be used, in GB.
      returned: always
      type: int
      sample: 512
    used_storage_space:
      description: The disk space in use, in GB.
      returned: always
      type: int
      sample: 128
    enable_publicip:
      description: Whether public access is on.
      returned: always
      type: bool
      sample: false
    publicip_address:
      description: The public addresses.
      returned: always
      type: str
      sample: ""
    enable_acl:
      description: Whether access control is on.
      returned: always
      type: bool
      sample: true
    ssl_enable:
      description: Whether TLS is on.
      returned: always
      type: bool
      sample: true
    tls_mode:
      description: How clients may connect, V(PLAINTEXT), V(SSL) or V(PERMISSIVE).
      returned: always
      type: str
      sample: SSL
    nodes:
      description: The nodes, as M(huaweicloud.rocketmq.instance_node_info) returns them; null if they were not read.
      returned: always
      type: list
      elements: dict
      sample: [{id: 5f2f4e0c-4ca3-4b70-9ca1-a1d0c1f1f0a1, broker_name: broker-0, broker_id: 0}]
    users:
      description: The ACL users, without secrets; null if they were not read.
      returned: always
      type: list
      elements: dict
      contains:
        access_key:
          description: The name.
          returned: always
          type: str
          sample: shop-producer
        admin:
          description: Whether it is an administrator.
          returned: always
          type: bool
          sample: false
        white_remote_address:
          description: The addresses from which nobody is asked for a secret.
          returned: always
          type: str
          sample: ""
    tasks:
      description:
        - The background tasks of the last O(hours) that did not succeed, the newest first; null if they were not read.
      returned: always
      type: list
      elements: dict
      contains:
        id:
          description: The ID.
          returned: always
          type: str
          sample: 8abfa7b27da211df0127da2a5e4b0000
        name:
          description: What the service does.
          returned: always
          type: str
          sample: extendInstance
        status:
          description: How far it is, such as V(EXECUTING) or V(FAILED).
          returned: always
          type: str
          sample: FAILED
        created_at:
          description: When it began.
          returned: always
          type: str
          sample: "2026-01-31T12:00:00.000Z"
        updated_at:
          description: When it last changed.
          returned: always
          type: str
          sample: "2026-01-31T12:20:00.000Z"
    consumer_groups:
      description: The consumer groups, by name, without those of the service; null if they were not read.
      returned: always
      type: list
      elements: dict
      contains:
        name:
          description: The name.
          returned: always
          type: str
          sample: billing
        enabled:
          description: Whether it may consume.
          returned: always
          type: bool
          sample: true
        online:
          description: Whether consumers are connected; null if that is not known.
          returned: always
          type: bool
          sample: true
        lag:
          description: How many messages it is behind in all; null if that is not known.
          returned: always
          type: int
          sample: 120
        unknown_queues:
          description: Of how many queues the lag is unknown.
          returned: always
          type: int
          sample: 0
        topics:
          description: The lag by topic, each with C(topic), C(lag) and C(unknown_queues).
          returned: always
          type: list
          elements: dict
          sample: [{topic: order-events, lag: 120, unknown_queues: 0}]
        dead_letters:
          description: How many dead letters the service keeps; null if that is not known.
          returned: always
          type: int
          sample: 3
        new_dead_letters:
          description: How many of them are of the last O(hours).
          returned: always
          type: int
          sample: 1
    failures:
      description: What could not be read of the instance, and why.
      returned: always
      type: list
      elements: dict
      contains:
        part:
          description: What could not be read.
          returned: always
          type: str
          sample: nodes
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
          description: Whether a retry may succeed without any change by the user.
          returned: always
          type: bool
          sample: false
connections:
  description: What was read of each connection as a whole, in the order of O(connections).
  returned: success
  type: list
  elements: dict
  contains:
    region:
      description: The region, as the connection tells it.
      returned: always
      type: str
      sample: eu-west-0
    endpoint:
      description: The address of the service.
      returned: always
      type: str
      sample: https://dms.eu-west-0.myhuaweicloud.com
    quotas:
      description: The quotas of the project; null if they were not read.
      returned: always
      type: list
      elements: dict
      contains:
        type:
          description: What is limited.
          returned: always
          type: str
          sample: rocketmqInstance
        quota:
          description: How many there may be.
          returned: always
          type: int
          sample: 100
        used:
          description: How many there are.
          returned: always
          type: int
          sample: 7
    failures:
      description: What could not be read of the connection, and why.
      returned: always
      type: list
      elements: dict
      contains:
        part:
          description: What could not be read.
          returned: always
          type: str
          sample: quotas
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
          description: Whether a retry may succeed without any change by the user.
          returned: always
          type: bool
          sample: false
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.health_info import read_estate


def main() -> None:
    read_estate()


if __name__ == "__main__":
    main()
