# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Operations that the service has under several paths, older and newer: a region may lack either."""

from __future__ import annotations

_OLDER = "/v2/{engine}/{project_id}/instances"
_OLDER_BY_NAME = "/v2/rocketmq/{project_id}/instances"
_NEWER = "/v2/{project_id}/rocketmq/instances"
# Where either word for the engine may stand.
_ANY_WORD = "/v2/{project_id}/{engine}/instances"
_INSTANCE = "/{instance_id}"
_GROUP = _INSTANCE + "/groups/{group}"


def _pair(tail: str, first: str = _OLDER, second: str = _NEWER) -> tuple[str, ...]:
    return first + tail, second + tail


# The paths of each operation in the order in which they are tried; the client goes on with one that the region has.
ROUTES: dict[str, tuple[str, ...]] = {
    "create_instance": ("/v2/{project_id}/instances", _OLDER, _NEWER),
    # The oldest path takes no bss_param and no IPv6 addresses.
    "create_any_instance": (_OLDER, _NEWER),
    "extend": _pair(_INSTANCE + "/extend", _OLDER_BY_NAME),
    "tls": _pair(_INSTANCE + "/plain-ssl-switch", _NEWER, _ANY_WORD),
    "restart": _pair(_INSTANCE + "/restart", _NEWER, _ANY_WORD),
    "nodes": _pair(_INSTANCE + "/nodes", _NEWER, _ANY_WORD),
    "group_clients": _pair(_GROUP + "/clients", _OLDER_BY_NAME),
    "group_access_policy": _pair(_GROUP + "/accesspolicy"),
    "reset_offset": _pair(_GROUP + "/reset-message-offset"),
    "messages": _pair(_INSTANCE + "/messages"),
    "trace": _pair(_INSTANCE + "/trace"),
    "resend_dead_letters": _pair(_INSTANCE + "/messages/deadletter-resend"),
    "verify_consumption": _pair(_INSTANCE + "/messages/resend"),
    "diagnoses": _pair(_INSTANCE + "/diagnosis"),
    "delete_diagnoses": _pair(_INSTANCE + "/diagnosis/batch-delete", _ANY_WORD),
    "diagnosis": ("/v2/{engine}/{project_id}/diagnosis/{report_id}", "/v2/{project_id}/rocketmq/diagnosis/{report_id}"),
    "stack": (
        "/v2/{engine}/{project_id}/diagnosis/stack/{stack_id}",
        "/v2/{project_id}/rocketmq/diagnosis/stack/{stack_id}",
    ),
}
