# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Instance tags."""

from __future__ import annotations

import re

from .call import Call
from .errors import ServiceError
from .fields import Field, read
from .instances import TAG_QUOTA, settled_instances
from .paging import PAGE_QUERY, page_of
from .routing import Answer, Route, no_content, ok
from .state import Record
from .tasks import require_running

# \w is every letter and digit of Unicode, and the underscore.
_KEY = re.compile(r"[\w .:=+@-]*")
_VALUE = re.compile(r"[\w .:/=+@-]*")
_ACTION = {
    "action": Field("string", required=True),
    "tags": Field("objects", required=True, items={"key": Field("string", required=True), "value": Field("string")}),
}


def _check(tag: Record) -> None:
    key, value = tag["key"], tag.get("value", "")
    if not 1 <= len(key) <= 128:
        raise ServiceError("DMS.10240035")
    if not _KEY.fullmatch(key) or key != key.strip():
        raise ServiceError("DMS.10240036")
    if len(value) > 255:
        raise ServiceError("DMS.10240038")
    if not _VALUE.fullmatch(value):
        raise ServiceError("DMS.10240039")


def act_on_tags(call: Call) -> Answer:
    """POST tags/action: all tags of the request or none."""
    body = read(call.json(), _ACTION)
    if body["action"] not in ("create", "delete"):
        raise ServiceError("DMS.10240040")
    for tag in body["tags"]:
        _check(tag)
    # Tags are kept beside the instance: what works on it in the background does not matter.
    require_running(call)
    keys = [tag["key"] for tag in body["tags"]]
    if body["action"] == "create":
        _create(call, body["tags"], keys)
    else:
        _delete(call, keys)
    return no_content()


def _create(call: Call, tags: list[Record], keys: list[str]) -> None:
    existing = call.instance.tags
    used = len(set(keys)) != len(keys) or (not call.settings.tag_overwrite and any(key in existing for key in keys))
    if used:
        raise ServiceError("DMS.10240045")
    if len(set(existing) | set(keys)) > TAG_QUOTA:
        raise ServiceError("DMS.10240044", f"A maximum of {TAG_QUOTA} tags can be created.")
    existing.update({tag["key"]: tag.get("value", "") for tag in tags})


def _delete(call: Call, keys: list[str]) -> None:
    existing = call.instance.tags
    if any(key not in existing for key in keys):
        raise ServiceError("DMS.10240426")
    for key in keys:
        existing.pop(key, None)


def list_tags(call: Call) -> Answer:
    """GET tags of an instance."""
    page = page_of(call, [{"key": key, "value": value} for key, value in call.instance.tags.items()])
    return ok({**page.counts(), "tags": page.records})


def list_project_tags(call: Call) -> Answer:
    """GET tags of the project: each key with all its values."""
    found: dict[str, list[str]] = {}
    for instance in settled_instances(call.project, call.now):
        for key, value in instance.tags.items():
            values = found.setdefault(key, [])
            if value not in values:
                values.append(value)
    page = page_of(call, [{"key": key, "values": values} for key, values in found.items()])
    return ok({**page.counts(), "tags": page.records})


ROUTES = [
    Route("POST", "/v2/{project_id}/rocketmq/{instance_id}/tags/action", act_on_tags),
    Route("GET", "/v2/{project_id}/rocketmq/{instance_id}/tags", list_tags, query=PAGE_QUERY),
    Route("GET", "/v2/{project_id}/rocketmq/tags", list_project_tags, query=PAGE_QUERY),
]
