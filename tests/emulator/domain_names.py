# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Domain names of an instance: they can be enabled, and never disabled again."""

from __future__ import annotations

from .call import Call
from .orders import require_no_order
from .routing import Answer, no_content, spellings
from .state import Instance, Record
from .tasks import require_ready, schedule, start_task


def _names(instance: Instance) -> Record:
    fields, stem = instance.fields, instance.id[:8]
    names: Record = {"dns_enable": True, "namesrv_domain_name": f"{stem}-namesrv.rocketmq.emulator.invalid:8100"}
    if instance.is_5x:
        names["grpc_domain_name"] = f"{stem}-grpc.rocketmq.emulator.invalid:8080"
    if fields["enable_publicip"]:
        names["public_namesrv_domain_name"] = f"{stem}-namesrv.public.rocketmq.emulator.invalid:8200"
        if instance.is_5x:
            names["public_grpc_domain_name"] = f"{stem}-grpc.public.rocketmq.emulator.invalid:8080"
    return names


def enable_dns(call: Call) -> Answer:
    """POST dns: a background task; nothing happens where there are domain names already."""
    instance, settings = call.instance, call.settings
    require_ready(call)
    require_no_order(call)
    if not instance.fields["dns_enable"]:
        start_task(instance, "enableDns", call.now, settings.change_seconds, settings.task_outcome)
        if settings.task_outcome == "SUCCESS":
            schedule(instance, call.now + settings.change_seconds, "set", _names(instance))
    return no_content()


ROUTES = spellings("POST", "/{instance_id}/dns", enable_dns, "r")
