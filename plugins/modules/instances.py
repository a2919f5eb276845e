#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: instances
short_description: Manage many RocketMQ instances in one task
description:
  - Orders, modifies, resizes, tags and deletes any number of instances of Distributed Message Service (DMS) for
    RocketMQ in one task.
  - All instances are waited for together, so that ten take as long as one. To find out how they are, one list is asked
    for, however many they are. A loop over M(huaweicloud.rocketmq.instance) waits for one after the other instead.
  - An instance that exists is adopted by its name, even one that is still being created by an earlier run, and is never
    ordered twice.
  - The failure of one instance does not stop the others. The task fails at the end and says in RV(failures) which
    failed.
  - With O(state=absent) it deletes the instances that O(instances), O(instance_ids) or O(names) tell, and with
    O(all_failed) those that failed to be created. Deletions are sent together.
author:
  - Contributors to the huaweicloud.rocketmq collection (@huaweicloud)
extends_documentation_fragment:
  - huaweicloud.rocketmq.attributes
  - huaweicloud.rocketmq.attributes.manage
  - huaweicloud.rocketmq.attributes.group_write
  - huaweicloud.rocketmq.wait.instance
  - huaweicloud.rocketmq.wait.progress
  - huaweicloud.rocketmq.auth
options:
  instances:
    description:
      - The instances. Each is told by O(instances[].name) or O(instances[].instance_id), and may be listed once.
      - It is required with O(state=present). With O(state=absent) only O(instances[].name), O(instances[].instance_id)
        and O(instances[].force_delete) count.
    type: list
    elements: dict
    suboptions:
      instance_id:
        description:
          - The id of the instance. An instance with this id must exist if the state is V(present).
          - With O(instances[].name) beside it, O(instances[].name) is the name the instance is to have, so that the
            instance is renamed. One of the two is required.
        type: str
      name:
        description:
          - The name of the instance, by which it is found, unless O(instances[].instance_id) is given. It is an error
            if more than one instance has it.
          - It has 4 to 64 letters, digits, hyphens and underscores, and starts with a letter. An instance cannot be
            renamed to a name with an underscore.
        type: str
      description:
        description:
          - A description of the instance, up to 1024 characters. V("") removes it.
        type: str
      engine:
        description:
          - The engine, V(reliability), for which V(rocketmq) is another name. It is set when the instance is created,
            then V(reliability) if it is left out, and cannot be changed.
        type: str
      engine_version:
        description:
          - The version of the engine, V(4.8.0) or V(5.x). It is set when the instance is created, then V(4.8.0) if it
            is left out, and cannot be changed.
          - V(5.x) is met by every version that starts with C(5.).
        type: str
      product_id:
        description:
          - The product, which says how much an instance can do, such as V(c6.4u8g.cluster) for 4.8.0 and
            V(rocketmq.b2.large.4) for 5.x. M(huaweicloud.rocketmq.product_info) lists them. It is required to create an
            instance.
          - A difference resizes the instance, see O(instances[].allow_resize).
        type: str
      broker_num:
        description:
          - The number of brokers. A new instance has V(1) if it is left out.
          - A larger number resizes the instance, see O(instances[].allow_resize). It cannot shrink.
        type: int
      storage_space:
        description:
          - The storage of all brokers together, in GB. It is required to create an instance. Which sizes are possible
            depends on the product, see M(huaweicloud.rocketmq.product_info).
          - This is what is ordered and shown as C(total_storage_space). The service shows less as C(storage_space),
            which is what is left of it for messages, and is not compared.
          - A larger size resizes the instance, see O(instances[].allow_resize). It cannot shrink.
        type: int
      storage_spec_code:
        description:
          - The kind of storage, such as V(dms.physical.storage.high.v2) (high I/O) or V(dms.physical.storage.ultra.v2)
            (ultra-high I/O). It is required to create an instance, and cannot be changed.
        type: str
      vpc_id:
        description:
          - The id of the VPC. It is required to create an instance, and cannot be changed.
        type: str
      subnet_id:
        description:
          - The id of the subnet in the VPC. It is required to create an instance, and cannot be changed.
        type: str
      security_group_id:
        description:
          - The id of the security group. It is required to create an instance, and can be changed.
        type: str
      available_zones:
        description:
          - The availability zones, told by id, code or name. An instance is in one zone, or in three or more. It is
            required to create an instance, and cannot be changed. The order does not matter.
          - M(huaweicloud.rocketmq.availability_zone_info) lists them.
        type: list
        elements: str
      ssl_enable:
        description:
          - Whether clients connect with TLS. It is set when the instance is created, then V(false) if it is left out,
            and cannot be changed.
        type: bool
      enable_acl:
        description:
          - Whether access control is on. Users (M(huaweicloud.rocketmq.user)) need it. A new instance has V(false) if
            it is left out.
        type: bool
      ipv6_enable:
        description:
          - Whether the instance has IPv6 addresses. It is set when the instance is created, then V(false) if it is left
            out, and cannot be changed. Not every zone has IPv6.
        type: bool
      enable_publicip:
        description:
          - Whether the instance can be reached from the Internet. With V(true), O(instances[].publicip_ids) says by
            which addresses. A new instance has V(false) if it is left out.
        type: bool
      publicip_ids:
        description:
          - The ids of the elastic IP addresses for public access. How many it takes depends on the product and the
            number of brokers. The order does not matter.
          - Addresses are not exchanged. Those bound are unbound first, then those wanted are bound, so public access is
            interrupted. If brokers are added, the addresses for them are handed over with the resize.
        type: list
        elements: str
      enterprise_project_id:
        description:
          - The id of the enterprise project. V(0) is the default one. Accounts with enterprise projects need it.
        type: str
      tags:
        description:
          - The tags, as keys and values. These are all the tags the instance is to have, unless
            O(instances[].purge_tags) is V(false).
          - A key has 1 to 128 letters, digits, spaces and characters of C(_.:=+-@), with no space at either end. A
            value has at most 255, and may have C(/) too.
        type: dict
      configs:
        description:
          - Settings of the instance, as names and values, such as C(fileReservedTime), which is for how many hours
            messages are kept.
          - Only those named are compared and written. What is not named stays as it is. A name the instance does not
            have is an error.
        type: dict
      purge_tags:
        description:
          - Whether tags that O(instances[].tags) does not have are removed. Only matters if O(instances[].tags) is
            given.
        type: bool
        default: true
      allow_resize:
        description:
          - Whether an instance that exists may be resized to meet O(instances[].product_id), O(instances[].broker_num)
            and O(instances[].storage_space). Without it, a difference in them is an error, as a resize costs money and
            time and cannot be undone.
          - The service resizes one of the three at a time, the product first, then the brokers, then the storage.
        type: bool
        default: false
      force_delete:
        description:
          - Whether the instance is deleted for good at once. Otherwise it may be kept in the recycle bin for some days,
            in regions that have one. Only with O(state=absent).
        type: bool
        default: false
      recreate_failed:
        description:
          - Whether an instance that failed to be created (its status is V(CREATEFAILED)) is deleted and ordered again.
            Without it, such an instance is an error.
        type: bool
        default: false
  instance_ids:
    description:
      - The ids of instances to delete. Only with O(state=absent).
    type: list
    elements: str
  names:
    description:
      - The names of instances to delete. Only with O(state=absent).
    type: list
    elements: str
  all_failed:
    description:
      - Whether all instances of the project that failed to be created are deleted too. Only with O(state=absent).
    type: bool
    default: false
  state:
    description:
      - Whether the instances are to be there. With V(present) each is ordered if it is not, and brought to what is
        wanted if it is. With V(absent) they are deleted with all their messages.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: huaweicloud.rocketmq.instance
  - module: huaweicloud.rocketmq.instance_info
  - module: huaweicloud.rocketmq.instance_tags
  - module: huaweicloud.rocketmq.product_info
  - module: huaweicloud.rocketmq.availability_zone_info
"""

EXAMPLES = r"""
- name: Have two instances, ordered and waited for side by side
  huaweicloud.rocketmq.instances:
    instances:
      - name: orders
        engine_version: "4.8.0"
        product_id: c6.4u8g.cluster
        broker_num: 1
        storage_space: 600
        storage_spec_code: dms.physical.storage.ultra.v2
        vpc_id: 3db8490c-4d6d-4d8f-8d3f-047b0de4c5cf
        subnet_id: 0a0f1fcf-f019-458d-b9e5-301867394d50
        security_group_id: 23c5977f-ff33-4b95-a73e-08d8a0bc4e6c
        available_zones: [eu-west-0a]
        tags:
          team: shop
      - name: payments
        engine_version: 5.x
        product_id: rocketmq.b2.large.4
        storage_space: 600
        storage_spec_code: dms.physical.storage.ultra.v2
        vpc_id: 3db8490c-4d6d-4d8f-8d3f-047b0de4c5cf
        subnet_id: 0a0f1fcf-f019-458d-b9e5-301867394d50
        security_group_id: 23c5977f-ff33-4b95-a73e-08d8a0bc4e6c
        available_zones: [eu-west-0a, eu-west-0b, eu-west-0c]
  register: fleet

- name: Show where clients connect
  ansible.builtin.debug:
    msg: "{{ fleet.instances | items2dict(key_name='name', value_name='namesrv_address') }}"

- name: Turn access control on for both
  huaweicloud.rocketmq.instances:
    instances:
      - name: orders
        enable_acl: true
      - name: payments
        enable_acl: true

- name: Delete instances by name
  huaweicloud.rocketmq.instances:
    names: [orders, payments]
    state: absent

- name: Clean up what failed to be created
  huaweicloud.rocketmq.instances:
    all_failed: true
    state: absent
"""

RETURN = r"""
created:
  description: The names of the instances that were created, or would be in check mode.
  returned: success, and when single ones failed
  type: list
  elements: str
  sample: ["orders"]
updated:
  description: The names of the instances that were changed, or would be.
  returned: success, and when single ones failed
  type: list
  elements: str
  sample: ["payments"]
deleted:
  description: The names of the instances that were deleted, or would be.
  returned: success, and when single ones failed
  type: list
  elements: str
  sample: ["returns"]
unchanged:
  description: The names of the instances that were as wanted.
  returned: success, and when single ones failed
  type: list
  elements: str
  sample: ["stock"]
failures:
  description: The instances that could not be brought to what is wanted, and why. The others were handled all the same.
  returned: success, and when single ones failed
  type: list
  elements: dict
  contains:
    name:
      description: The name.
      returned: success
      type: str
      sample: reports
    msg:
      description: What went wrong.
      returned: success
      type: str
      sample: The quota is insufficient.
    error_code:
      description: The error code of the service. Empty if the service was not asked.
      returned: always
      type: str
      sample: DMS.00400035
    transient:
      description: Whether the same may well succeed a little later, with nothing changed by the user.
      returned: always
      type: bool
      sample: false
    http_status:
      description: The HTTP status.
      returned: where the service answered
      type: int
      sample: 400
    request_id:
      description: The id under which support finds the request.
      returned: where the service tells
      type: str
      sample: 8abfa7b27da211df017da340427b0979
    hint:
      description: What to do about this error code.
      returned: where something is known
      type: str
      sample: ask for a higher quota, or delete what is not needed any more
instances:
  description:
    - The instances as the service shows them, or in check mode as they would be, without those that are absent.
    - Fields that are not listed here are passed on as the service tells them.
  returned: success, and when single ones failed
  type: list
  elements: dict
  contains:
    instance_id:
      description: The id.
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
      description: The product and the number of brokers in words.
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
      description: What is left of the storage for messages, in GB.
      returned: success
      type: int
      sample: 558
    used_storage_space:
      description: What messages take of it, in GB.
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
      description: The id of the storage.
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
      description: The id of the VPC.
      returned: success
      type: str
      sample: 3db8490c-4d6d-4d8f-8d3f-047b0de4c5cf
    vpc_name:
      description: The name of the VPC.
      returned: success
      type: str
      sample: vpc-shop
    subnet_id:
      description: The id of the subnet.
      returned: success
      type: str
      sample: 0a0f1fcf-f019-458d-b9e5-301867394d50
    subnet_name:
      description: The name of the subnet.
      returned: success
      type: str
      sample: subnet-shop
    subnet_cidr:
      description: The addresses of the subnet.
      returned: success
      type: str
      sample: 192.168.1.0/24
    security_group_id:
      description: The id of the security group.
      returned: success
      type: str
      sample: 23c5977f-ff33-4b95-a73e-08d8a0bc4e6c
    security_group_name:
      description: The name of the security group.
      returned: success
      type: str
      sample: Sys-default
    available_zones:
      description: The ids of the availability zones.
      returned: success
      type: list
      elements: str
      sample: ["9f1c5806706d4c1fb0eb72f0a9b18c77"]
    available_zone_names:
      description: The names of the availability zones.
      returned: where the service tells
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
      description: The ids of the elastic IP addresses, separated by commas.
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
      description: The id of the enterprise project.
      returned: where the service tells
      type: str
      sample: "0"
    tags:
      description: The tags.
      returned: where the service tells
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
      description: The id of the IAM user that ordered the instance.
      returned: success
      type: str
      sample: 0b01ffb53600d4671fa8c00673c71260
    user_name:
      description: The name of that IAM user.
      returned: success
      type: str
      sample: shop-deployer
    charging_mode:
      description: How it is paid, V(1) by use, V(0) in advance.
      returned: success
      type: int
      sample: 1
    new_spec_billing_enable:
      description: Whether it is paid by the newer specifications.
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
      description: What the instance can do, separated by commas.
      returned: success
      type: str
      sample: rocketmq.acl,message_trace_enable
    cross_vpc_info:
      description: How the instance is reached from other VPCs, as JSON text.
      returned: success
      type: str
      sample: "{}"
    ces_version:
      description: The version for monitoring.
      returned: success
      type: str
      sample: linux,v1,v2
    configs:
      description: The settings that the task manages, as names and values.
      returned: if O(instances[].configs) is given
      type: dict
      sample: {"fileReservedTime": "72"}
phases:
  description: What the two phases of the task took.
  returned: success, and when single ones failed
  type: dict
  contains:
    read:
      description: Finding out what is there.
      returned: success
      type: dict
      contains:
        count:
          description: The number of objects it was about.
          returned: success
          type: int
          sample: 40
        requests:
          description: The number of requests it took.
          returned: success
          type: int
          sample: 1
        seconds:
          description: The time it took, in seconds.
          returned: success
          type: float
          sample: 0.184
    write:
      description: Changing what differs. In check mode no request is sent.
      returned: success
      type: dict
      contains:
        count:
          description: The number of objects it was about.
          returned: success
          type: int
          sample: 3
        requests:
          description: The number of requests it took.
          returned: success
          type: int
          sample: 4
        seconds:
          description: The time it took, in seconds.
          returned: success
          type: float
          sample: 0.731
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.manage_instances import manage_instances


def main() -> None:
    manage_instances()


if __name__ == "__main__":
    main()
