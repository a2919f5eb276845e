#!/usr/bin/python

# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: fleet
short_description: Manage many RocketMQ instances and all that is on them in one task
version_added: 2.0.0
description:
  - Converges any number of instances of Distributed Message Service (DMS) for RocketMQ, with their topics, consumer
    groups and ACL users, to the state that one list describes, in one task and one process. The instances may be in
    several regions, projects and accounts.
  - All options are validated before the first request. An error names the index and the name of the instance.
  - The instances of a connection are read with one list, ordered or modified in parallel, and waited for together. What
    is on an instance is managed as soon as that instance is ready, not when the last one is.
  - For each instance, the module does what M(huaweicloud.rocketmq.instance), M(huaweicloud.rocketmq.topics),
    M(huaweicloud.rocketmq.consumer_groups) and M(huaweicloud.rocketmq.users) do.
  - An instance that fails, or something on it that fails, does not stop the others. The task fails at the end, and
    RV(failures) says which ones failed. The next run continues an interrupted one.
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
      - The instances, each with all that is on it. Each is identified by O(instances[].name) or
        O(instances[].instance_id), and may be listed once per connection.
      - Connection options of an instance take precedence over those of the task, and those over the environment.
        Credentials given with an instance are not mixed with those of the task.
      - With O(state=absent), only O(instances[].name), O(instances[].instance_id), O(instances[].force_delete) and the
        connection options are used.
    type: list
    elements: dict
    required: true
    suboptions:
      # What follows is written by tests/tooling/fleet_documentation.py.
      instance_id:
        description:
          - The ID of the instance. An instance with this ID must exist if the state is V(present).
          - If O(instances[].name) is given too, the instance is renamed to it. At least one of
            the two is required.
        type: str
      name:
        description:
          - The name of the instance, by which it is found unless O(instances[].instance_id) is
            given. It is an error if more than one instance has it.
          - It has 4 to 64 letters, digits, hyphens and underscores, and starts with a letter. An
            instance cannot be renamed to a name with an underscore.
        type: str
      description:
        description:
          - A description of the instance, up to 1024 characters. V("") removes it.
        type: str
      engine:
        description:
          - The engine, V(reliability), for which V(rocketmq) is another name. It is set when the
            instance is created, with V(reliability) as default, and cannot be changed.
        type: str
      engine_version:
        description:
          - The version of the engine, V(4.8.0) or V(5.x). It is set when the instance is created,
            with V(4.8.0) as default, and cannot be changed.
          - V(5.x) matches every version that starts with C(5.).
        type: str
      product_id:
        description:
          - The product, which determines the capacity of an instance, such as V(c6.4u8g.cluster)
            for 4.8.0 and V(rocketmq.b2.large.4) for 5.x. M(huaweicloud.rocketmq.product_info) lists
            them. Required to create an instance.
          - A difference resizes the instance, see O(instances[].allow_resize).
        type: str
      broker_num:
        description:
          - The number of brokers. The default for a new instance is V(1).
          - A larger number resizes the instance, see O(instances[].allow_resize). It cannot shrink,
            so where the instance has more, it stays as it is, with a warning.
        type: int
      storage_space:
        description:
          - The storage of all brokers together, in GB. Required to create an instance. Which sizes
            are possible depends on the product, see M(huaweicloud.rocketmq.product_info).
          - This is what is ordered and shown as C(total_storage_space). The service shows less
            as C(storage_space), which is what is left for messages and is not compared.
          - A larger size resizes the instance, see O(instances[].allow_resize). It cannot shrink,
            so where the instance has more (a disk may grow by itself), it stays as it is, with
            a warning.
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
          - The availability zones, given by ID, code or name. An instance is in one zone, or in
            three or more. Required to create an instance; cannot be changed. The order does not
            matter.
          - M(huaweicloud.rocketmq.availability_zone_info) lists them.
        type: list
        elements: str
      ssl_enable:
        description:
          - Whether clients may connect with TLS; the short form of O(instances[].tls_mode). The
            default for a new instance is V(false). On an existing instance, V(true) switches to
            V(SSL) and V(false) to V(PLAINTEXT).
        type: bool
      tls_mode:
        description:
          - How clients connect. V(PLAINTEXT) is without TLS, V(SSL) with TLS alone, and V(PERMISSIVE)
            takes both, so that clients can move from one to the other. It can be changed, which
            the service does in the background.
          - Set this or O(instances[].ssl_enable). Regions whose service cannot switch refuse the
            change.
        version_added: 2.0.0
        type: str
        choices:
          - PLAINTEXT
          - SSL
          - PERMISSIVE
      enable_acl:
        description:
          - Whether access control is on. Users (M(huaweicloud.rocketmq.user)) need it. The default
            for a new instance is V(false).
        type: bool
      ipv6_enable:
        description:
          - Whether the instance has IPv6 addresses. It is set when the instance is created, with
            V(false) as default, and cannot be changed. Not every zone has IPv6.
        type: bool
      enable_publicip:
        description:
          - Whether the instance can be reached from the Internet. With V(true), O(instances[].publicip_ids)
            names the addresses. The default for a new instance is V(false).
        type: bool
      publicip_ids:
        description:
          - The IDs of the elastic IP addresses for public access. How many are needed depends on
            the product and the number of brokers. The order does not matter.
          - To replace addresses, the bound ones are unbound first, so public access is interrupted.
            If the new ones are refused, the former ones are bound again.
          - A resize that adds brokers (4.8.0) or changes the product (5.x) binds the additional
            addresses itself, so list them along with the present ones.
        type: list
        elements: str
      enterprise_project_id:
        description:
          - The ID of the enterprise project. V(0) is the default project. Accounts with enterprise
            projects require it.
        type: str
      tags:
        description:
          - The tags, as keys and values. Other tags are removed, unless O(instances[].purge_tags)
            is V(false).
          - A key has 1 to 128 letters, digits, spaces and characters of C(_.:=+-@), with no space
            at either end. A value has at most 255, and may have C(/) too.
        type: dict
      configs:
        description:
          - Settings of the instance, as names and values, such as C(fileReservedTime), the hours
            that messages are kept.
          - Settings that are not named stay as they are. A name that the instance does not have
            is an error, and so is one without a value.
          - A setting that takes effect only after a restart is written with a warning that says
            so. Until the restart, the service shows the former value, so each run writes it again.
        type: dict
      ipv6_broker_address:
        description:
          - The IPv6 address of the brokers, for an instance with O(instances[].ipv6_enable). Otherwise,
            the service chooses. It can only be set when the instance is created.
        version_added: 2.0.0
        type: str
      ipv6_namesrv_address:
        description:
          - The IPv6 address of the name servers, likewise.
        version_added: 2.0.0
        type: str
      arch_type:
        description:
          - The architecture of the processors. It can only be set when the instance is created.
            Otherwise, the product decides.
        version_added: 2.0.0
        type: str
        choices:
          - X86
          - ARM
      disk_encrypted_enable:
        description:
          - Whether the disks are encrypted, with the key O(instances[].disk_encrypted_key). It
            can only be set when the instance is created. The default for a new instance is V(false).
        version_added: 2.0.0
        type: bool
      disk_encrypted_key:
        description:
          - The ID of the key in Key Management Service (KMS) that encrypts the disks. It can only
            be set when the instance is created.
        version_added: 2.0.0
        type: str
      proxy_enable:
        description:
          - Whether a new instance gets a proxy in front of its brokers. The service does not show
            whether an instance has one, so on an existing instance this option is not compared.
        version_added: 2.0.0
        type: bool
      bss_param:
        description:
          - How a new instance is paid for. Otherwise, it is paid for by the hour. It can only be
            set when the instance is created. Of an existing one, the service shows no more than
            the charging mode, so only that is compared.
          - A prepaid instance is not deleted by O(state=absent), which fails before anything is
            sent. It ends with its order, which is unsubscribed from in the billing center of the
            console.
        version_added: 2.0.0
        type: dict
        suboptions:
          charging_mode:
            description:
              - V(prePaid) pays for a period in advance, V(postPaid) by the hour.
            type: str
            choices:
              - prePaid
              - postPaid
            required: true
          period_type:
            description:
              - The unit of C(period_num). Required for V(prePaid).
            type: str
            choices:
              - month
              - year
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
              - Whether the order is paid for by itself. Otherwise, the instance is neither made
                nor shown before somebody pays for it in the console. Until then, another run of
                the task orders one more.
            type: bool
      enable_dns:
        description:
          - Whether the instance can be reached by domain names. They can be switched on for an
            existing instance, which the service does in the background, but not off.
        version_added: 2.0.0
        type: bool
      cross_vpc_accesses:
        description:
          - The addresses at which clients in other VPCs reach the nodes of the instance. Nodes
            that are not listed keep the address that they have.
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
          - Whether the disk grows by itself when it fills up, and how. Suboptions that are left
            out stay as they are.
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
          - Whether to remove tags that are not in O(instances[].tags). Only matters if O(instances[].tags)
            is given.
        type: bool
        default: true
      allow_resize:
        description:
          - Whether an existing instance may be resized to match O(instances[].product_id), O(instances[].broker_num)
            and O(instances[].storage_space). Otherwise, a difference in them is an error, since
            a resize costs money and time and cannot be undone.
          - They are resized one at a time, first the product, then the brokers, then the storage.
        type: bool
        default: false
      force_delete:
        description:
          - Whether to delete the instance permanently. Otherwise, regions that have a recycle bin
            may keep it there for some days. Requires O(state=absent).
        type: bool
        default: false
      recreate_failed:
        description:
          - Whether an instance that failed to be created (its status is V(CREATEFAILED)) is deleted
            and ordered again. Otherwise, such an instance is an error.
        type: bool
        default: false
      restore:
        description:
          - Whether an instance that does not exist is brought back, where the recycle bin holds
            one with this name or ID, instead of being ordered. It is then changed as any other
            one. If the recycle bin holds several of the name, say which by O(instances[].instance_id).
          - Otherwise, and in regions without a recycle bin, it is ordered. M(huaweicloud.rocketmq.instance_restore)
            brings instances back without ordering any.
        version_added: 2.0.0
        type: bool
        default: false
      topics:
        description:
          - The topics on the instance. A name may be listed once.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - The name of the topic, 3 to 64 letters, digits and characters of C(%|-_).
            type: str
            required: true
          brokers:
            description:
              - The brokers the topic is on. It is set when the topic is created and cannot be changed.
              - Only instances of 4.8.0 have topics on brokers of their own.
            type: list
            elements: str
          queue_num:
            description:
              - The number of queues on each broker, 1 to 50. The default of the service is 8.
              - For an existing topic, it stands for O(instances[].topics[].read_queue_num) and
                O(instances[].topics[].write_queue_num) if they are not given.
            type: int
          read_queue_num:
            description:
              - The number of queues to read from, on all brokers together. Only for instances of
                4.8.0.
            type: int
          write_queue_num:
            description:
              - The number of queues to write to, on all brokers together. Only for instances of
                4.8.0.
            type: int
          queues:
            description:
              - The queues on each broker, where they are not to be the same everywhere. Only for
                instances of 4.8.0.
              - What is not named stays as it is. The other options for brokers and numbers of queues
                are left out.
            version_added: 2.0.0
            type: list
            elements: dict
            suboptions:
              broker:
                description:
                  - The name of the broker.
                type: str
                required: true
              read_queue_num:
                description:
                  - The number of queues to read from on this broker, 1 to 50.
                type: int
              write_queue_num:
                description:
                  - The number of queues to write to on this broker, 1 to 50.
                type: int
          permission:
            description:
              - Whether the topic can be published to (V(pub)), subscribed to (V(sub)), or both
                (V(all), the default of the service). Only for instances of 4.8.0.
            type: str
            choices:
              - all
              - pub
              - sub
          message_type:
            description:
              - The type of the topic's messages. It is set when the topic is created and cannot
                be changed.
              - Only for instances of 5.x.
            type: str
            choices:
              - NORMAL
              - FIFO
              - DELAY
              - TRANSACTION
          description:
            description:
              - A description of the topic. V("") removes it. Only for instances of 5.x.
            type: str
      consumer_groups:
        description:
          - The consumer groups on the instance. A name may be listed once.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - The name of the consumer group, 3 to 64 letters, digits and characters of C(%|-_).
            type: str
            required: true
          enabled:
            description:
              - Whether the group may consume. With V(false) its consumers get no messages. The
                default for a new group is V(true).
            type: bool
          broadcast:
            description:
              - Whether each consumer of the group gets every message (V(true)), or the consumers
                share the messages (V(false)). The default for a new group is V(false).
            type: bool
          brokers:
            description:
              - The brokers the group is on. It is set when the group is created and cannot be changed.
              - Only instances of 4.8.0 have groups on brokers of their own.
            type: list
            elements: str
          retry_max_time:
            description:
              - How often a message that was not consumed is redelivered before it becomes a dead
                letter, 1 to 16 times. The default for a new group is V(16).
            type: int
          from_beginning:
            description:
              - Whether a new group starts with the oldest messages. It only matters when the group
                is created and is never compared. Newer versions of the service ignore it.
              - To move a group that exists, use M(huaweicloud.rocketmq.consumer_offset).
            type: bool
          consume_orderly:
            description:
              - Whether messages are delivered in order. Only for instances of 5.x.
            type: bool
          description:
            description:
              - A description of the group, up to 200 characters. V("") removes it.
              - Only newer versions of the service have it.
            type: str
      users:
        description:
          - The ACL users of the instance. A name may be listed once. With users, access control
            is switched on.
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - The name of the user, which clients use as their access key. It has 7 to 64 letters,
                digits, hyphens and underscores, and starts with a letter.
              - The service calls it C(access_key). Here O(instances[].access_key) is the key that
                signs the module's own requests.
            type: str
            required: true
          secret:
            description:
              - The secret of the user, which clients use as their secret key. It has 8 to 32 characters
                of at least three kinds (upper-case letters, lower-case letters, digits, special
                characters), and must not be the name, forwards or backwards.
              - Required to create a user. It never appears in a result or a diff.
              - The service calls it C(secret_key). Here O(instances[].secret_key) is the key that
                signs the module's own requests.
            type: str
          update_secret:
            description:
              - When O(instances[].users[].secret) is written to a user that exists already. Some
                regions show the secrets of users, others a mask (C(*****)).
              - With V(auto), a secret that the service shows is compared, and written if it differs.
                A masked one is left alone with a warning, except that it is sent along when something
                else about the user changes.
              - With V(always), it is also written if it is masked. Each run then changes the user,
                since the secret cannot be compared.
              - With V(on_create), only a new user gets it. Use this if secrets are rotated elsewhere.
            type: str
            choices:
              - auto
              - always
              - on_create
            default: auto
          white_remote_address:
            description:
              - The IP addresses the user may connect from without further checks, such as V(192.168.1.*).
                V("") removes them.
            type: str
          admin:
            description:
              - Whether the user is an administrator, who may do everything.
              - The basic edition of 5.x makes every user an administrator. Asking for anything
                else fails there.
            type: bool
          default_topic_perm:
            description:
              - What the user may do with topics that O(instances[].users[].topic_perms) does not
                name. V(DENY), V(PUB) (publish), V(SUB) (subscribe) or V(PUB|SUB), in any letter
                case and order.
            type: str
          default_group_perm:
            description:
              - What the user may do with consumer groups that O(instances[].users[].group_perms)
                does not name. V(DENY), V(PUB), V(SUB) or V(PUB|SUB), in any letter case and order.
                Many regions accept only V(DENY) and V(SUB) for groups.
            type: str
          topic_perms:
            description:
              - What the user may do with single topics. The list replaces what is there, and V([])
                removes all of them. If it is left out, they stay as they are.
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
                  - What the user may do with it. V(DENY), V(PUB), V(SUB) or V(PUB|SUB), in any
                    letter case and order.
                type: str
                required: true
          group_perms:
            description:
              - What the user may do with single consumer groups. The list replaces what is there,
                and V([]) removes all of them. If it is left out, they stay as they are.
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
                  - What the user may do with it. V(DENY), V(PUB), V(SUB) or V(PUB|SUB), in any
                    letter case and order.
                type: str
                required: true
      purge:
        description:
          - Whether topics, consumer groups and users that are not listed are deleted. It is off
            if it is left out.
          - Topics and consumer groups go even if there is no list of them.
          - Users are deleted only if O(instances[].users) is given; an empty list deletes all of
            them.
          - What is the service's own is never deleted.
        type: bool
      region:
        description:
          - The region, such as V(eu-west-0).
          - It determines the addresses of the service and of IAM, unless O(instances[].endpoint)
            and O(instances[].iam_endpoint) are given.
          - Falls back to E(HUAWEICLOUD_REGION), then E(HW_REGION_NAME).
          - If it is left out, O(region) of the task applies.
        type: str
      cloud:
        description:
          - The domain of the cloud, which is part of the addresses. Partner clouds have their own.
          - Without the option and the variables, it is V(myhuaweicloud.com), or V(myhuaweicloud.eu)
            for the region V(eu-west-101).
          - Falls back to E(HUAWEICLOUD_CLOUD), then E(HW_CLOUD).
          - If it is left out, O(cloud) of the task applies.
        type: str
      endpoint:
        description:
          - The base URL of the service. The default is C(https://dms.{region}.{cloud}).
          - Falls back to E(HUAWEICLOUD_ROCKETMQ_ENDPOINT).
          - If it is left out, O(endpoint) of the task applies.
        type: str
      iam_endpoint:
        description:
          - The base URL of IAM. The default is C(https://iam.{region}.{cloud}).
          - Falls back to E(HUAWEICLOUD_SDK_IAM_ENDPOINT).
          - If it is left out, O(iam_endpoint) of the task applies.
        type: str
      access_key:
        description:
          - The access key (AK) that requests are signed with, together with O(instances[].secret_key).
          - Falls back to E(HUAWEICLOUD_SDK_AK), then E(HW_ACCESS_KEY).
          - If it is left out, O(access_key) of the task applies.
        type: str
      secret_key:
        description:
          - The secret key (SK) that belongs to O(instances[].access_key).
          - Falls back to E(HUAWEICLOUD_SDK_SK), then E(HW_SECRET_KEY).
          - If it is left out, O(secret_key) of the task applies.
        type: str
      security_token:
        description:
          - The security token of a temporary O(instances[].access_key).
          - Falls back to E(HUAWEICLOUD_SDK_SECURITY_TOKEN), then E(HW_SECURITY_TOKEN).
          - If it is left out, O(security_token) of the task applies.
        type: str
      auth_token:
        description:
          - An IAM token of the project. It takes precedence over O(instances[].access_key) and
            O(instances[].username).
          - Credentials given as options are not mixed with credentials from the environment.
          - Falls back to E(HUAWEICLOUD_AUTH_TOKEN), then E(HW_AUTH_TOKEN).
          - If it is left out, O(auth_token) of the task applies.
        type: str
      username:
        description:
          - The IAM user to fetch a token for, if neither O(instances[].auth_token) nor O(instances[].access_key)
            is given.
          - The token is cached for its lifetime, in a file that only the current user of the controller
            can read.
          - Falls back to E(HW_USER_NAME).
          - If it is left out, O(username) of the task applies.
        type: str
      password:
        description:
          - The password of O(instances[].username).
          - Falls back to E(HW_USER_PASSWORD).
          - If it is left out, O(password) of the task applies.
        type: str
      domain_name:
        description:
          - The name of the account that O(instances[].username) belongs to.
          - Falls back to E(HW_DOMAIN_NAME).
          - If it is left out, O(domain_name) of the task applies.
        type: str
      project_id:
        description:
          - The ID of the project. If it is left out, it is looked up in IAM by O(instances[].project_name).
          - Falls back to E(HUAWEICLOUD_SDK_PROJECT_ID), then E(HW_PROJECT_ID).
          - If it is left out, O(project_id) of the task applies.
        type: str
      project_name:
        description:
          - The name of the project. The default is the region, whose name is that of its default
            project.
          - Falls back to E(HW_PROJECT_NAME).
          - If it is left out, O(project_name) of the task applies.
        type: str
      validate_certs:
        description:
          - Whether the certificates of the service and of IAM are verified.
          - Falls back to E(HUAWEICLOUD_VALIDATE_CERTS).
          - If it is left out, O(validate_certs) of the task applies.
        type: bool
      ca_path:
        description:
          - A file or folder with the CA certificates to trust, in place of those of the system.
          - Falls back to E(HUAWEICLOUD_CA_PATH).
          - If it is left out, O(ca_path) of the task applies.
        type: path
      request_timeout:
        description:
          - The timeout for connecting to the service and for each read, in seconds.
          - Falls back to E(HUAWEICLOUD_REQUEST_TIMEOUT).
          - If it is left out, O(request_timeout) of the task applies.
        type: float
      max_retries:
        description:
          - How often a request is retried after throttling, an internal error of the service, or
            a lost connection.
          - Falls back to E(HUAWEICLOUD_MAX_RETRIES).
          - If it is left out, O(max_retries) of the task applies.
        type: int
      # What was written ends here.
  defaults:
    description:
      - Options that apply to each of O(instances) unless it sets them itself. O(instances[].tags) and
        O(instances[].configs) are merged key by key.
    type: dict
  state:
    description:
      - Whether the instances should exist. With V(absent), they are deleted with all that is on them.
    type: str
    choices: [present, absent]
    default: present
  concurrency:
    description:
      - How many requests may run at the same time on each endpoint, 1 to 50. The module slows down on an endpoint that
        throttles; the others are not affected.
    type: int
    default: 10
  wait:
    description:
      - Whether to wait until the instances are as desired, or gone.
      - With V(false), the module starts what it can and returns. What is on instances that are not ready is left for a
        later run, with a warning.
notes:
  - The invocation that is shown with C(-vvv) and logged does not repeat the instances.
seealso:
  - module: huaweicloud.rocketmq.instances
  - module: huaweicloud.rocketmq.topics
  - module: huaweicloud.rocketmq.consumer_groups
  - module: huaweicloud.rocketmq.users
"""

EXAMPLES = r"""
- name: Ensure a fleet in two regions
  huaweicloud.rocketmq.fleet:
    defaults:
      product_id: c6.4u8g.cluster
      storage_space: 600
      storage_spec_code: dms.physical.storage.ultra.v2
      tags:
        team: shop
      topics:
        - name: order-events
          queue_num: 3
      consumer_groups:
        - name: billing
    instances:
      - name: orders-west
        region: eu-west-0
        vpc_id: 3db8490c-4d6d-4d8f-8d3f-047b0de4c5cf
        subnet_id: 0a0f1fcf-f019-458d-b9e5-301867394d50
        security_group_id: 23c5977f-ff33-4b95-a73e-08d8a0bc4e6c
        available_zones: [eu-west-0a]
      - name: orders-dublin
        region: eu-west-101
        access_key: "{{ vault_dublin_access_key }}"
        secret_key: "{{ vault_dublin_secret_key }}"
        vpc_id: 5c2f3f5e-6d0a-4a51-9b37-0d8f0c3a1f10
        subnet_id: 8f0b7f0e-1f3c-4c8e-a2a6-2f6f1f0f7c21
        security_group_id: 2d1b6a54-77c4-4d6b-8f8d-3f0f64c9a932
        available_zones: [eu-west-101a, eu-west-101b, eu-west-101c]
        users:
          - name: shop-producer
            secret: "{{ vault_shop_producer_secret }}"
            default_topic_perm: PUB
  register: result

- name: Show what was created where
  ansible.builtin.debug:
    msg: "{{ item.name }}: {{ item.topics.created | join(', ') }}"
  loop: "{{ result.instances | selectattr('topics.created') }}"
  loop_control:
    label: "{{ item.name }}"

- name: Ensure that these instances have exactly these topics and consumer groups
  huaweicloud.rocketmq.fleet:
    defaults:
      purge: true
    instances:
      - name: orders
        topics:
          - name: order-events
        consumer_groups:
          - name: billing
      - name: stock
        topics:
          - name: stock-events

- name: Delete instances with all that is on them
  huaweicloud.rocketmq.fleet:
    instances:
      - name: orders-old
      - name: stock-old
    state: absent
"""

RETURN = r"""
restored:
  description: The names of the instances that were brought back from the recycle bin, or would be in check mode.
  returned: success, or when some items failed
  type: list
  elements: str
  sample: []
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
  description: The result of each instance, in the order of O(instances).
  returned: success, or when some items failed
  type: list
  elements: dict
  contains:
    name:
      description: The name.
      returned: success
      type: str
      sample: orders
    instance_id:
      description: The ID. In check mode, it is all zeros for an instance that would be created.
      returned: success
      type: str
      sample: 68fdc9a8-805e-439d-8dd9-25adc1c58bf6
    status:
      description: The status. Empty if there is no such instance.
      returned: success
      type: str
      sample: RUNNING
    changed:
      description: Whether the instance, or anything on it, was changed, or would be.
      returned: success
      type: bool
      sample: true
    topics:
      description: What was changed about the topics of the instance.
      returned: success
      type: dict
      contains:
        created:
          description: The names of those that were created, or would be in check mode.
          returned: success
          type: list
          elements: str
          sample: ["order-events"]
        updated:
          description: The names of those that were changed, or would be.
          returned: success
          type: list
          elements: str
          sample: ["order-audit"]
        deleted:
          description: The names of those that were deleted, or would be.
          returned: success
          type: list
          elements: str
          sample: ["order-old"]
        unchanged:
          description: How many needed no change.
          returned: success
          type: int
          sample: 98
    consumer_groups:
      description: What was changed about the consumer groups of the instance.
      returned: success
      type: dict
      contains:
        created:
          description: The names of those that were created, or would be in check mode.
          returned: success
          type: list
          elements: str
          sample: ["billing"]
        updated:
          description: The names of those that were changed, or would be.
          returned: success
          type: list
          elements: str
          sample: ["stock"]
        deleted:
          description: The names of those that were deleted, or would be.
          returned: success
          type: list
          elements: str
          sample: ["reports"]
        unchanged:
          description: How many needed no change.
          returned: success
          type: int
          sample: 20
    users:
      description: What was changed about the ACL users of the instance.
      returned: success
      type: dict
      contains:
        created:
          description: The names of those that were created, or would be in check mode.
          returned: success
          type: list
          elements: str
          sample: ["shop-producer"]
        updated:
          description: The names of those that were changed, or would be.
          returned: success
          type: list
          elements: str
          sample: ["shop-consumer"]
        deleted:
          description: The names of those that were deleted, or would be.
          returned: success
          type: list
          elements: str
          sample: ["shop-former"]
        unchanged:
          description: How many needed no change.
          returned: success
          type: int
          sample: 10
failures:
  description: What could not be brought to the desired state, and why. Everything else was processed.
  returned: success, or when some items failed
  type: list
  elements: dict
  contains:
    index:
      description: The position of the instance in O(instances).
      returned: always
      type: int
      sample: 3
    instance:
      description: The name of the instance.
      returned: always
      type: str
      sample: orders
    kind:
      description: What failed, V(instance), V(topic), V(consumer_group) or V(user).
      returned: always
      type: str
      sample: topic
    name:
      description: The name of what failed. Empty if the whole list of its kind could not be read.
      returned: always
      type: str
      sample: order-events
    msg:
      description: What went wrong.
      returned: always
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
phases:
  description: What the two phases of the task took.
  returned: success, or when some items failed
  type: dict
  contains:
    read:
      description: Finding the instances of all connections.
      returned: success
      type: dict
      contains:
        count:
          description: The number of instances.
          returned: success
          type: int
          sample: 40
        requests:
          description: The number of requests it took.
          returned: success
          type: int
          sample: 2
        seconds:
          description: The time it took, in seconds.
          returned: success
          type: float
          sample: 0.184
    write:
      description: Ordering and modifying instances and waiting for them, and reading and changing what is on them.
      returned: success
      type: dict
      contains:
        count:
          description: The number of instances, topics, consumer groups and users that were changed or failed.
          returned: success
          type: int
          sample: 3
        requests:
          description: The number of requests it took.
          returned: success
          type: int
          sample: 124
        seconds:
          description: The time it took, in seconds.
          returned: success
          type: float
          sample: 0.731
"""

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.fleet import manage_fleet


def main() -> None:
    manage_fleet()


if __name__ == "__main__":
    main()
