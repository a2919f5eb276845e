#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: instance_info
short_description: List RocketMQ instances
description:
  - Returns the instances of a project, all of them or those that match the options. If there is none, the list is
    empty.
  - One instance with all details is returned if O(instance_id) is given. Lists leave out a few fields, such as the name
    of the subnet.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.info
  - huaweicloud.rocketmq.attributes.group_all
  - huaweicloud.rocketmq.auth
options:
  instance_id:
    description:
      - The ID of the one instance to return. Other options are ignored then.
    type: str
  name:
    description:
      - The exact name of the instances to return.
    type: str
  status:
    description:
      - The status of the instances to return, such as V(RUNNING), V(CREATING), V(EXTENDING) or V(ERROR).
    type: str
  include_failure:
    description:
      - Whether to also return instances that failed to be created.
    type: bool
    default: false
  enterprise_project_id:
    description:
      - The ID of the enterprise project of the instances to return.
    type: str
seealso:
  - module: huaweicloud.rocketmq.instance
  - module: huaweicloud.rocketmq.instances
  - module: huaweicloud.rocketmq.broker_info
"""

EXAMPLES = r"""
- name: Find all instances
  huaweicloud.rocketmq.instance_info:
  register: found

- name: Show their names and statuses
  ansible.builtin.debug:
    msg: "{{ found.instances | items2dict(key_name='name', value_name='status') }}"

- name: Find one instance by name
  huaweicloud.rocketmq.instance_info:
    name: orders

- name: Find one instance by ID, with all details
  huaweicloud.rocketmq.instance_info:
    instance_id: 68fdc9a8-805e-439d-8dd9-25adc1c58bf6

- name: Find those that failed to be created
  huaweicloud.rocketmq.instance_info:
    status: CREATEFAILED
    include_failure: true
"""

RETURN = r"""
instances:
  description:
    - The instances.
    - Fields that are not listed here are passed on as the service returns them.
  returned: success
  type: list
  elements: dict
  contains:
    instance_id:
      description: The ID.
      returned: success
      type: str
      sample: 68fdc9a8-805e-439d-8dd9-25adc1c58bf6
    name:
      description: The name.
      returned: success
      type: str
      sample: orders
    description:
      description: The description.
      returned: success
      type: str
      sample: Orders of the shop
    status:
      description:
        - The status, such as V(CREATING), V(RUNNING), V(EXTENDING), V(DELETING), V(CREATEFAILED), V(EXTENDEDFAILED) or
          V(ERROR).
      returned: success
      type: str
      sample: RUNNING
    engine:
      description: The engine.
      returned: success
      type: str
      sample: reliability
    engine_version:
      description: The version of the engine.
      returned: success
      type: str
      sample: 4.8.0
    type:
      description: The kind of instance.
      returned: success
      type: str
      sample: cluster
    specification:
      description: The product and the number of brokers, as text.
      returned: success
      type: str
      sample: c6.4u8g.cluster * 1 broker
    product_id:
      description: The product.
      returned: success
      type: str
      sample: c6.4u8g.cluster
    resource_spec_code:
      description: The specification of the resources.
      returned: success
      type: str
      sample: ""
    broker_num:
      description: The number of brokers.
      returned: success
      type: int
      sample: 1
    node_num:
      description: The number of nodes.
      returned: on instances of 4.8.0
      type: int
      sample: 5
    total_storage_space:
      description: The storage of all brokers together, as it was ordered, in GB.
      returned: success
      type: int
      sample: 600
    storage_space:
      description: The storage that is available to messages, in GB.
      returned: success
      type: int
      sample: 558
    used_storage_space:
      description: The storage that messages use, in GB.
      returned: success
      type: int
      sample: 28
    storage_spec_code:
      description: The kind of storage.
      returned: success
      type: str
      sample: dms.physical.storage.ultra.v2
    storage_type:
      description: The category of the storage.
      returned: success
      type: str
      sample: hec
    storage_resource_id:
      description: The ID of the storage.
      returned: success
      type: str
      sample: 164bdaef-2e67-4fd5-be8b-a18f91d455a2
    extend_times:
      description: How often the storage was expanded.
      returned: success
      type: int
      sample: 0
    disk_encrypted:
      description: Whether the disks are encrypted.
      returned: success
      type: bool
      sample: false
    vpc_id:
      description: The ID of the VPC.
      returned: success
      type: str
      sample: 3db8490c-4d6d-4d8f-8d3f-047b0de4c5cf
    vpc_name:
      description: The name of the VPC.
      returned: success
      type: str
      sample: vpc-shop
    subnet_id:
      description: The ID of the subnet.
      returned: success
      type: str
      sample: 0a0f1fcf-f019-458d-b9e5-301867394d50
    subnet_name:
      description: The name of the subnet.
      returned: if O(instance_id) is given
      type: str
      sample: subnet-shop
    subnet_cidr:
      description: The addresses of the subnet.
      returned: success
      type: str
      sample: 192.168.1.0/24
    security_group_id:
      description: The ID of the security group.
      returned: success
      type: str
      sample: 23c5977f-ff33-4b95-a73e-08d8a0bc4e6c
    security_group_name:
      description: The name of the security group.
      returned: success
      type: str
      sample: Sys-default
    available_zones:
      description: The IDs of the availability zones.
      returned: success
      type: list
      elements: str
      sample: ["9f1c5806706d4c1fb0eb72f0a9b18c77"]
    available_zone_names:
      description: The names of the availability zones.
      returned: when provided by the service
      type: list
      elements: str
      sample: ["AZ 3"]
    enable_acl:
      description: Whether access control is on.
      returned: success
      type: bool
      sample: true
    ssl_enable:
      description: Whether clients connect with TLS.
      returned: success
      type: bool
      sample: false
    ipv6_enable:
      description: Whether the instance has IPv6 addresses.
      returned: success
      type: bool
      sample: false
    enable_publicip:
      description: Whether the instance can be reached from the Internet.
      returned: success
      type: bool
      sample: false
    publicip_id:
      description: The IDs of the elastic IP addresses, separated by commas.
      returned: with public access
      type: str
      sample: 7e6b7beb-ef13-4805-878d-285890b17a12,87827295-84e1-4118-9ab3-a90dd8c9dace
    publicip_address:
      description: The elastic IP addresses.
      returned: with public access
      type: str
      sample: 203.0.113.10
    namesrv_address:
      description: Where clients find the name servers.
      returned: success
      type: str
      sample: 192.168.1.21:8100;192.168.1.159:8100
    broker_address:
      description: Where clients find the brokers.
      returned: success
      type: str
      sample: 192.168.1.246:10100
    public_namesrv_address:
      description: Where clients on the Internet find the name servers.
      returned: with public access
      type: str
      sample: 203.0.113.10:8200
    public_broker_address:
      description: Where clients on the Internet find the brokers.
      returned: with public access
      type: str
      sample: 203.0.113.11:10101
    grpc_address:
      description: Where clients that speak gRPC connect.
      returned: on instances of 5.x
      type: str
      sample: 192.168.1.21:8081
    enterprise_project_id:
      description: The ID of the enterprise project.
      returned: when provided by the service
      type: str
      sample: "0"
    tags:
      description: The tags.
      returned: when provided by the service
      type: list
      elements: dict
      contains:
        key:
          description: The key.
          returned: success
          type: str
          sample: team
        value:
          description: The value.
          returned: success
          type: str
          sample: shop
    created_at:
      description: When the instance was ordered, in milliseconds since 1970.
      returned: success
      type: str
      sample: "1636699753874"
    maintain_begin:
      description: When the maintenance window starts.
      returned: success
      type: str
      sample: 02:00:00
    maintain_end:
      description: When the maintenance window ends.
      returned: success
      type: str
      sample: 06:00:00
    user_id:
      description: The ID of the IAM user that ordered the instance.
      returned: success
      type: str
      sample: 0b01ffb53600d4671fa8c00673c71260
    user_name:
      description: The name of that IAM user.
      returned: success
      type: str
      sample: shop-deployer
    charging_mode:
      description: The billing mode, V(1) by use, V(0) prepaid.
      returned: success
      type: int
      sample: 1
    new_spec_billing_enable:
      description: Whether it is billed by the newer specifications.
      returned: success
      type: bool
      sample: true
    enable_log_collection:
      description: Whether logs are collected.
      returned: success
      type: bool
      sample: false
    service_type:
      description: The edition of the service.
      returned: success
      type: str
      sample: advanced
    support_features:
      description: The features of the instance, separated by commas.
      returned: success
      type: str
      sample: rocketmq.acl,message_trace_enable
    cross_vpc_info:
      description: How the instance is reached from other VPCs, as JSON text.
      returned: success
      type: str
      sample: "{}"
    arch_type:
      description: The architecture of the processors.
      returned: if the service tells it
      type: str
      sample: X86
    tls_mode:
      description: How clients connect.
      returned: if the service tells it
      type: str
      sample: PERMISSIVE
    dns_enable:
      description: Whether the instance can be reached by domain names.
      returned: if the service tells it
      type: bool
      sample: false
    auto_volume_expand_enable:
      description: Whether the disk grows by itself when it fills up.
      returned: if the service tells it
      type: bool
      sample: false
    ces_version:
      description: The version for monitoring.
      returned: success
      type: str
      sample: linux,v1,v2
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.info import run_info
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.instance_api import list_for_info


def main() -> None:
    run_info(
        "instances",
        {
            "instance_id": {"type": "str"},
            "name": {"type": "str"},
            "status": {"type": "str"},
            "include_failure": {"type": "bool", "default": False},
            "enterprise_project_id": {"type": "str"},
        },
        list_for_info,
    )


if __name__ == "__main__":
    main()
