# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What to do about an error code, in short. Imported only when something has failed."""

from __future__ import annotations

# Advice, and the codes it is for: those of the service without their "DMS.", others as they are.
HINTS = (
    ("wait until the instance is RUNNING, or raise 'wait_timeout'", "00400017 00400026 00400052 00400099"),
    ("wait until the instance's order is done, or raise 'wait_timeout'", "00400108 CBC.99003651"),
    ("pay or cancel the instance's open order in the console first", "00400107 00400134"),
    ("check 'instance_id', 'region' and 'project_id'; instance_info lists the instances", "00404022"),
    ("check 'instance_id': it is the instance's id, not its name", "00400030 00400061"),
    ("check 'name': this object has narrower rules for names", "00400010 10240007 10240011 10240012"),
    ("choose another 'name', or manage the instance that has it by 'instance_id'", "00400060 00400081"),
    ("check 'description': it is too long or has characters that are not allowed", "00400011 10240010 10240013"),
    ("check 'product_id' and 'engine_version'; product_info lists the products", "00400007 00400008 00400009"),
    ("check that 'product_id' is one for this 'engine' and version; see product_info", "00400022 00400125"),
    ("check 'product_id'; product_info lists what the region offers", "00400028 00400029"),
    ("check 'vpc_id': it must be a VPC of this project and region", "00400013 00400068"),
    ("check 'subnet_id': it must be a subnet of 'vpc_id'", "00400016 00400018"),
    ("enable DHCP for the subnet, or choose another 'subnet_id'", "00400020"),
    ("check 'security_group_id': it must be one of this project and region", "00400014 00400046"),
    ("let the security group allow protocol ANY, inbound and outbound", "00400048"),
    ("check 'available_zones'; availability_zone_info lists the zones", "00400042 00400067"),
    ("choose zones with IPv6 as 'available_zones', or leave 'ipv6_enable' out", "00400049"),
    ("sold out: choose other 'available_zones' or another 'product_id', or try later", "00400055"),
    ("check 'storage_space' against the product's limits (product_info)", "00400500"),
    ("the storage was expanded as often as allowed: move to a larger instance", "00400124"),
    ("check 'publicip_ids': the number of addresses depends on product and brokers", "00400128"),
    ("check 'configs': the name, and the range of the value", "00400063 00400066"),
    ("the instance's version does not support this; ask support for an upgrade", "00400127 00400129"),
    ("ask for a higher quota, or delete what is not needed any more", "00400035 00400039 10240019 10240020"),
    ("check 'timestamp', 'start_time' and 'end_time'", "00400142"),
    ("check the options: a value is not one the service takes", "00400062 00400005 00400085 10240009 10540001"),
    ("check the options, and whether an object of this name exists already", "00400800"),
    ("choose a stronger 'secret': 8 to 32 characters of at least three kinds", "00400012 00400019"),
    ("check the user's 'name'", "00400015"),
    ("check the user's 'name'; user_info lists the users", "00500972"),
    ("check that the topic exists, and that a consumer of the group is connected", "00050004"),
    ("start a consumer of the group first; consumer_client_info lists those connected", "50050004"),
    ("check the group's name; consumer_group_info lists the groups", "00050012 10240016 10240405"),
    ("check the topic's name; topic_info lists the topics", "10240015 10240401 10540401"),
    ("it exists already: run the task again, which compares it", "10240017 10240018"),
    ("check 'task_id', 'name' and 'type'; migration_task_info lists the tasks", "00400070 00405011"),
    ("check the key of the tag: 1 to 128 letters, digits, inner spaces, or _.:=+-@", "10240004 10240035 10240036"),
    ("check the value of the tag: up to 255 letters, digits, spaces, or _.:/=+-@", "10240038 10240039"),
    ("the instance has as many tags as allowed: remove some", "10240044"),
    ("the tags were changed by somebody else meanwhile: run the task again", "10240045 10240426"),
    ("get a new 'auth_token', or use 'access_key' and 'secret_key'", "10240101 10240102 10240103 APIGW.0307"),
    ("'auth_token' is for another project than 'project_id'", "10240104"),
    ("check 'access_key', 'secret_key' and the clock; failures lock a key for 5 minutes", "APIGW.0301 APIGW.0303"),
    ("check 'project_id'; project_info lists the projects", "00400002 10240005"),
    ("the IAM user may only read: give it a role or policy that allows changes", "00403002 10240310"),
    ("give the IAM user a role or policy that allows this", "00403003 10240309 10240311 APIGW.0302 APIGW.0305"),
    ("the account is frozen or restricted: see the billing center", "00500986 10240306 10240312"),
    ("the account's balance is too low: top it up", "00500987"),
    ("give the IAM user the permission to create agencies", "00501000"),
    ("check 'endpoint' and 'region': there is no such URL there", "00404001 00405001 10240406 APIGW.0101"),
    ("lower 'concurrency', or raise 'max_retries'", "10240407 APIGW.0308"),
)

HINTS_BY_STATUS = {
    401: "check the credentials, that they are of this region's cloud, and the machine's clock",
    403: "give the IAM user a role or policy that allows this in this project",
    404: "check 'endpoint', 'region' and 'project_id'",
    405: "check 'endpoint': this edition of the service cannot do this",
    413: "ask for less at once",
    429: "lower 'concurrency', or raise 'max_retries'",
}
INTERNAL_ERROR = "try again later; if it goes on, tell support the 'request_id'"


def hint(code: str, status: int) -> str:
    """Return advice for an error code of the service, or for an HTTP status if the code is not known ("" if none)."""
    # The gateway has two names for itself.
    known = code.removeprefix("DMS.").replace("APIG.", "APIGW.", 1)
    for advice, codes in HINTS:
        if known in codes.split():
            return advice
    return HINTS_BY_STATUS.get(status, INTERNAL_ERROR if status >= 500 else "")
