# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Access from other VPCs: the address that each node tells its clients."""

from __future__ import annotations

import json

from .call import Call
from .errors import ServiceError, invalid
from .fields import Field, read
from .instance_fields import cross_vpc_info
from .routing import Answer, Route, ok
from .state import Record
from .tasks import require_ready


def _contents(call: Call) -> dict[str, str]:
    contents = read(call.json(), {"advertised_ip_contents": Field("anything", required=True)})["advertised_ip_contents"]
    if not isinstance(contents, dict) or not contents:
        raise invalid("advertised_ip_contents must be a JSON object that is not empty.")
    for listener, advertised in contents.items():
        if not isinstance(advertised, str) or not advertised:
            raise invalid(f"advertised_ip_contents.{listener[:64]} must be an address or a domain name.")
    return contents


def modify(call: Call) -> Answer:
    """POST crossvpc/modify: at once, with a result for each listener; a listener that is unknown fails all."""
    contents, instance = _contents(call), call.instance
    require_ready(call)
    present: Record = json.loads(instance.fields["cross_vpc_info"])
    left_out = [listener for listener in present if listener not in contents]
    if left_out and call.settings.cross_vpc_left_out == "refused":
        raise ServiceError("DMS.00400062", "advertised_ip_contents must hold every listener.")
    good = all(listener in present for listener in contents)
    if good:
        kept = instance.advertised if call.settings.cross_vpc_left_out == "kept" else {}
        instance.advertised = {**kept, **contents}
        instance.fields["cross_vpc_info"] = cross_vpc_info(instance.fields, instance.advertised)
    results = [
        {"advertised_ip": advertised, "success": listener in present, "ip": listener}
        for listener, advertised in contents.items()
    ]
    return ok({"success": good, "results": results})


ROUTES = [Route("POST", "/v2/{project_id}/instances/{instance_id}/crossvpc/modify", modify)]
