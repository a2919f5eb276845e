# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Automatic expansion of the disk: its rules, and who may set them. The disk itself grows by the control path."""

from __future__ import annotations

from .call import Call
from .catalogue import MAX_STORAGE_PER_BROKER
from .errors import ServiceError, invalid
from .fields import Field, read, within
from .orders import require_no_order
from .routing import Answer, Route, no_content, ok
from .state import Record
from .tasks import require_ready

_STEP = 100
_NUMBERS = ("expand_threshold", "max_volume_size", "expand_increment")
_CONFIG = {
    "auto_volume_expand_enable": Field("boolean", required=True),
    "expand_threshold": Field("integer", check=within(20, 80)),
    "max_volume_size": Field("integer"),
    "expand_increment": Field("integer", check=within(10, 100)),
}


def show_expansion(call: Call) -> Answer:
    """GET auto-volume-expand: numbers that were never set are 0."""
    enabled = bool(call.instance.fields.get("auto_volume_expand_enable"))
    stored = call.instance.volume_expansion
    return ok({"auto_volume_expand_enable": enabled, **{name: stored.get(name, 0) for name in _NUMBERS}})


def _check_limit(call: Call, limit: int) -> None:
    size, most = call.instance.fields["total_storage_space"], MAX_STORAGE_PER_BROKER * len(call.instance.brokers)
    if limit % _STEP or not size < limit < most:
        raise ServiceError(
            "DMS.00400500", f"max_volume_size must be a multiple of {_STEP} above {size} and below {most}."
        )


def update_expansion(call: Call) -> Answer:
    """PUT auto-volume-expand: numbers that are left out stay; to enable it, all must be known."""
    body = read(call.json(), _CONFIG)
    require_ready(call)
    require_no_order(call)
    wanted: Record = {**call.instance.volume_expansion, **{name: body[name] for name in _NUMBERS if name in body}}
    if body["auto_volume_expand_enable"]:
        missing = [name for name in _NUMBERS if name not in wanted]
        if missing:
            raise invalid(f"{missing[0]} is required to enable the automatic expansion.")
        _check_limit(call, wanted["max_volume_size"])
    elif "max_volume_size" in body:
        _check_limit(call, body["max_volume_size"])
    call.instance.volume_expansion = wanted
    call.instance.fields["auto_volume_expand_enable"] = body["auto_volume_expand_enable"]
    if call.settings.volume_expansion_answer == "204":
        return no_content()
    return Answer(200, b"success", content_type="text/plain")


_PATH = "/v2/{project_id}/instances/{instance_id}/auto-volume-expand"
ROUTES = [Route("GET", _PATH, show_expansion), Route("PUT", _PATH, update_expansion)]
