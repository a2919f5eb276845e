# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The VPC service's list of EIPs: clients that distrust `publicip_id` look addresses up there."""

from __future__ import annotations

from .call import Call
from .instance_fields import public_address
from .instances import settled_instances
from .routing import Answer, Route, ok


def list_eips(call: Call) -> Answer:
    """GET publicips: those that are bound to instances of the project."""
    # A client asks for several addresses by repeating the parameter.
    wanted = {value for name, value in call.parameters if name == "public_ip_address"}
    eip_ids = [
        eip_id
        for instance in settled_instances(call.project, call.now)
        for eip_id in str(instance.fields.get("publicip_id") or "").split(",")
        if eip_id
    ]
    eips = [
        {
            "id": eip_id,
            "status": "ACTIVE",
            "type": "5_bgp",
            "public_ip_address": public_address(eip_id),
            "tenant_id": call.project.id,
            "enterprise_project_id": "0",
            "ip_version": 4,
        }
        for eip_id in dict.fromkeys(eip_ids)
        if not wanted or public_address(eip_id) in wanted
    ]
    return ok({"publicips": eips})


ROUTES = [Route("GET", "/v1/{project_id}/publicips", list_eips, query=("*",))]
