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
  - All instances are waited for at the same time, so ten take as long as one. They are polled with one list request. A
    loop over M(huaweicloud.rocketmq.instance) waits for one after the other instead.
  - An existing instance is adopted by its name, even one that is still being created by an earlier run, and is never
    ordered twice.
  - One instance that fails does not stop the others. The task fails at the end, and RV(failures) says which ones failed
    and why.
  - With O(state=absent) it deletes the instances given by O(instances), O(instance_ids) or O(names), and with
    O(all_failed) those that failed to be created.
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
      - The instances. Each is given by O(instances[].name) or O(instances[].instance_id), and may be listed once.
      - Required with O(state=present). With O(state=absent) only O(instances[].name), O(instances[].instance_id) and
        O(instances[].force_delete) matter.
    type: list
    elements: dict
    suboptions:
      instance_id:
        description:
          - The ID of the instance. An instance with this ID must exist if the state is V(present).
          - If O(instances[].name) is given too, the instance is renamed to it. At least one of the two is required.
        type: str
      name:
        description:
          - The name of the instance, by which it is found unless O(instances[].instance_id) is given. It is an error if
            more than one instance has it.
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
            with V(reliability) as default, and cannot be changed.
        type: str
      engine_version:
        description:
          - The version of the engine, V(4.8.0) or V(5.x). It is set when the instance is created, with V(4.8.0) as
            default, and cannot be changed.
          - V(5.x) matches every version that starts with C(5.).
        type: str
      product_id:
        description:
          - The product, which determines the capacity of an instance, such as V(c6.4u8g.cluster) for 4.8.0 and
            V(rocketmq.b2.large.4) for 5.x. M(huaweicloud.rocketmq.product_info) lists them. Required to create an
            instance.
          - A difference resizes the instance, see O(instances[].allow_resize).
        type: str
      broker_num:
        description:
          - The number of brokers. The default for a new instance is V(1).
          - A larger number resizes the instance, see O(instances[].allow_resize). It cannot shrink, so where the
            instance has more, it stays as it is, with a warning.
        type: int
      storage_space:
        description:
          - The storage of all brokers together, in GB. Required to create an instance. Which sizes are possible depends
            on the product, see M(huaweicloud.rocketmq.product_info).
          - This is what is ordered and shown as C(total_storage_space). The service shows less as C(storage_space),
            which is what is left for messages and is not compared.
          - A larger size resizes the instance, see O(instances[].allow_resize). It cannot shrink, so where the instance
            has more (a disk may grow by itself), it stays as it is, with a warning.
        type: int
      storage_spec_code:
        description:
          - The kind of storage, such as V(dms.physical.storage.high.v2) (high I/O) or V(dms.physical.storage.ultra.v2)
            (ultra-high I/O). Required to create an instance; cannot be changed.
        type: str
      vpc_id:
        description:
          - The ID of the VPC. Required to create an instance; cannot be changed.
        type: str
      subnet_id:
        description:
          - The ID of the subnet in the VPC. Required to create an instance; cannot be changed.
        type: str
      security_group_id:
        description:
          - The ID of the security group. Required to create an instance.
        type: str
      available_zones:
        description:
          - The availability zones, given by ID, code or name. An instance is in one zone, or in three or more. Required
            to create an instance; cannot be changed. The order does not matter.
          - M(huaweicloud.rocketmq.availability_zone_info) lists them.
        type: list
        elements: str
      ssl_enable:
        description:
          - Whether clients may connect with TLS; the short form of O(instances[].tls_mode). The default for a new
            instance is V(false). On an existing instance, V(true) switches to V(SSL) and V(false) to V(PLAINTEXT).
        type: bool
      tls_mode:
        description:
          - How clients connect. V(PLAINTEXT) is without TLS, V(SSL) with TLS alone, and V(PERMISSIVE) takes both, so
            that clients can move from one to the other. It can be changed, which the service does in the background.
          - Set this or O(instances[].ssl_enable). Regions whose service cannot switch refuse the change.
        version_added: 2.0.0
        type: str
        choices: [PLAINTEXT, SSL, PERMISSIVE]
      enable_acl:
        description:
          - Whether access control is on. Users (M(huaweicloud.rocketmq.user)) need it. The default for a new instance
            is V(false).
        type: bool
      ipv6_enable:
        description:
          - Whether the instance has IPv6 addresses. It is set when the instance is created, with V(false) as default,
            and cannot be changed. Not every zone has IPv6.
        type: bool
      enable_publicip:
        description:
          - Whether the instance can be reached from the Internet. With V(true), O(instances[].publicip_ids) names the
            addresses. The default for a new instance is V(false).
        type: bool
      publicip_ids:
        description:
          - The IDs of the elastic IP addresses for public access. How many are needed depends on the product and the
            number of brokers. The order does not matter.
          - To replace addresses, the bound ones are unbound first, so public access is interrupted. If the new ones are
            refused, the former ones are bound again.
          - A resize that adds brokers (4.8.0) or changes the product (5.x) binds the additional addresses itself, so
            list them along with the present ones.
        type: list
        elements: str
      enterprise_project_id:
        description:
          - The ID of the enterprise project. V(0) is the default project. Accounts with enterprise projects require it.
        type: str
      tags:
        description:
          - The tags, as keys and values. Other tags are removed, unless O(instances[].purge_tags) is V(false).
          - A key has 1 to 128 letters, digits, spaces and characters of C(_.:=+-@), with no space at either end. A
            value has at most 255, and may have C(/) too.
        type: dict
      configs:
        description:
          - Settings of the instance, as names and values, such as C(fileReservedTime), the hours that messages are
            kept.
          - Settings that are not named stay as they are. A name that the instance does not have is an error, and so is
            one without a value.
          - A setting that takes effect only after a restart is written with a warning that says so. Until the restart,
            the service shows the former value, so each run writes it again.
        type: dict
      ipv6_broker_address:
        description:
          - The IPv6 address of the brokers, for an instance with O(instances[].ipv6_enable). Otherwise, the service
            chooses. It can only be set when the instance is created.
        version_added: 2.0.0
        type: str
      ipv6_namesrv_address:
        description:
          - The IPv6 address of the name servers, likewise.
        version_added: 2.0.0
        type: str
      arch_type:
        description:
          - The architecture of the processors. It can only be set when the instance is created. Otherwise, the product
            decides.
        version_added: 2.0.0
        type: str
        choices: [X86, ARM]
      disk_encrypted_enable:
        description:
          - Whether the disks are encrypted, with the key O(instances[].disk_encrypted_key). It can only be set when the
            instance is created. The default for a new instance is V(false).
        version_added: 2.0.0
        type: bool
      disk_encrypted_key:
        description:
          - The ID of the key in Key Management Service (KMS) that encrypts the disks. It can only be set when the
            instance is created.
        version_added: 2.0.0
        type: str
      proxy_enable:
        description:
          - Whether a new instance gets a proxy in front of its brokers. The service does not show whether an instance
            has one, so on an existing instance this option is not compared.
        version_added: 2.0.0
        type: bool
      bss_param:
        description:
          - How a new instance is paid for. Otherwise, it is paid for by the hour. It can only be set when the instance
            is created. Of an existing one, the service shows no more than the charging mode, so only that is compared.
          - A prepaid instance is not deleted by O(state=absent), which fails before anything is sent. It ends with its
            order, which is unsubscribed from in the billing center of the console.
        version_added: 2.0.0
        type: dict
        suboptions:
          charging_mode:
            description:
              - V(prePaid) pays for a period in advance, V(postPaid) by the hour.
            type: str
            choices: [prePaid, postPaid]
            required: true
          period_type:
            description:
              - The unit of C(period_num). Required for V(prePaid).
            type: str
            choices: [month, year]
          period_num:
            description:
              - How many months (1 to 9) or years (1 to 3) are paid for. Required for V(prePaid).
            type: int
          is_auto_renew:
            description:
              - Whether the order is renewed by itself. The service's default is V(false).
            type: bool
          is_auto_pay:
            description:
              - Whether the order is paid for by itself. Otherwise, the instance is neither made nor shown before
                somebody pays for it in the console. Until then, another run of the task orders one more.
            type: bool
      enable_dns:
        description:
          - Whether the instance can be reached by domain names. They can be switched on for an existing instance, which
            the service does in the background, but not off.
        version_added: 2.0.0
        type: bool
      cross_vpc_accesses:
        description:
          - The addresses at which clients in other VPCs reach the nodes of the instance. Nodes that are not listed keep
            the address that they have.
          - The nodes have addresses once the instance exists; it shows them in C(cross_vpc_info).
        version_added: 2.0.0
        type: list
        elements: dict
        suboptions:
          listener_ip:
            description:
              - The address of the node in the instance's own VPC.
            type: str
            required: true
          advertised_ip:
            description:
              - The address that clients in other VPCs use.
            type: str
            required: true
      volume_auto_expand:
        description:
          - Whether the disk grows by itself when it fills up, and how. Suboptions that are left out stay as they are.
          - An instance with a disk that has grown meets a smaller O(instances[].storage_space).
        version_added: 2.0.0
        type: dict
        suboptions:
          auto_volume_expand_enable:
            description:
              - Whether the disk grows by itself. With V(false), the other suboptions do not matter.
            type: bool
            required: true
          expand_threshold:
            description:
              - How full the disk has to be to grow, in percent, from 20 to 80.
            type: int
          expand_increment:
            description:
              - By how much the disk grows each time, in percent, from 10 to 100.
            type: int
          max_volume_size:
            description:
              - How far the disk may grow, in GB. A multiple of 100.
            type: int
      purge_tags:
        description:
          - Whether to remove tags that are not in O(instances[].tags). Only matters if O(instances[].tags) is given.
        type: bool
        default: true
      allow_resize:
        description:
          - Whether an existing instance may be resized to match O(instances[].product_id), O(instances[].broker_num)
            and O(instances[].storage_space). Otherwise, a difference in them is an error, since a resize costs money
            and time and cannot be undone.
          - They are resized one at a time, first the product, then the brokers, then the storage.
        type: bool
        default: false
      force_delete:
        description:
          - Whether to delete the instance permanently. Otherwise, regions that have a recycle bin may keep it there for
            some days. Requires O(state=absent).
        type: bool
        default: false
      recreate_failed:
        description:
          - Whether an instance that failed to be created (its status is V(CREATEFAILED)) is deleted and ordered again.
            Otherwise, such an instance is an error.
        type: bool
        default: false
      restore:
        description:
          - Whether an instance that does not exist is brought back, where the recycle bin holds one with this name or
            ID, instead of being ordered. It is then changed as any other one. If the recycle bin holds several of the
            name, say which by O(instances[].instance_id).
          - Otherwise, and in regions without a recycle bin, it is ordered. M(huaweicloud.rocketmq.instance_restore)
            brings instances back without ordering any.
        version_added: 2.0.0
        type: bool
        default: false
  instance_ids:
    description:
      - The IDs of instances to delete. Requires O(state=absent).
    type: list
    elements: str
  names:
    description:
      - The names of instances to delete. Requires O(state=absent).
    type: list
    elements: str
  all_failed:
    description:
      - Whether to also delete all instances of the project that failed to be created. Requires O(state=absent).
    type: bool
    default: false
  state:
    description:
      - Whether the instances should exist. With V(present), each is ordered if it does not exist, and changed where it
        differs. With V(absent), they are deleted with all their messages.
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
- name: Ensure two instances exist
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
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["orders"]
restored:
  description: The names of the instances that were brought back from the recycle bin, or would be.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["archive"]
updated:
  description: The names of the instances that were changed, or would be.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["payments"]
deleted:
  description: The names of the instances that were deleted, or would be.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["returns"]
unchanged:
  description: The names of the instances that needed no change.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: ["stock"]
failures:
  description: The instances that could not be brought to the desired state, and why. The others were processed.
  returned: success, or when some items failed
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
      description: The error code of the service. Empty if no request was sent.
      returned: always
      type: str
      sample: DMS.00400035
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
recycled:
  description:
    - The deleted instances that the recycle bin holds. Empty in check mode, and where the service does not tell.
    - With O(wait=false), an instance may not be in the recycle bin yet.
  returned: success, or when some items failed
  type: list
  elements: dict
  contains:
    instance_id:
      description: The ID. An instance that is brought back keeps it.
      returned: success
      type: str
      sample: 68fdc9a8-805e-439d-8dd9-25adc1c58bf6
    name:
      description: The name.
      returned: success
      type: str
      sample: orders
    restorable_until:
      description: Until when the instance can be brought back, in ISO 8601 (UTC). Empty if the service does not tell.
      returned: success
      type: str
      sample: "2026-02-07T12:00:00Z"
instances:
  description:
    - The instances as the service shows them, or in check mode as they would be, without those that are absent.
    - Fields that are not listed here are passed on as the service returns them.
  returned: success, or when some items failed
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
      returned: success
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
    volume_auto_expand:
      description: How the disk grows by itself, in the suboptions of O(instances[].volume_auto_expand).
      returned: if O(instances[].volume_auto_expand) is given
      type: dict
      sample: {"auto_volume_expand_enable": true, "expand_threshold": 80, "max_volume_size": 1000}
    configs:
      description: The settings that the task manages, as names and values.
      returned: if O(instances[].configs) is given
      type: dict
      sample: {"fileReservedTime": "72"}
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

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.manage_instances import manage_instances


def main() -> None:
    manage_instances()


if __name__ == "__main__":
    main()
