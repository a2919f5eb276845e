# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The module that manages the tags of an instance, and nothing else of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._client.connection import Client
from .._client.errors import InputError, RocketMQError
from .._convergence.resource import FUTURE_INSTANCE_ID
from .._resources.tag import as_dict, bring_tags, check_tags, read_tags, wanted_tags
from .options import INSTANCE_OPTIONS, ONE_INSTANCE, STATE_OPTION, wait_options
from .task import explain, instance_scope, run_task


def manage_tags() -> None:
    """Be the module that manages the tags of an instance."""
    options = {
        **INSTANCE_OPTIONS,
        "tags": {"type": "dict", "required": True},
        **STATE_OPTION,
        "purge": {"type": "bool", "default": False},
        **wait_options(),
    }

    def check(params: Mapping[str, Any]) -> None:
        check_tags(as_dict(params["tags"]))
        if params["purge"] and params["state"] == "absent":
            raise InputError("'purge' removes what is not listed, so it goes with state present alone.")

    run_task(options, _run, check=check, **ONE_INSTANCE)


def _run(module: AnsibleModule, client: Client) -> dict[str, Any]:
    scope = instance_scope(module, client)
    present = {} if scope.instance_id == FUTURE_INSTANCE_ID else read_tags(client, scope.instance_id)
    wanted = after = _wanted(module.params, present)
    if wanted != present and not module.check_mode:
        try:
            after = bring_tags(client, scope.instance_id, present, lambda there: _wanted(module.params, there))
        except RocketMQError as error:
            raise explain(scope, error) from error
    return {
        "changed": wanted != present,
        "instance_id": scope.instance_id,
        "tags": after,
        "diff": {"before": present, "after": after},
    }


def _wanted(params: Mapping[str, Any], present: Mapping[str, str]) -> dict[str, str]:
    tags = as_dict(params["tags"])
    if params["state"] == "present":
        return wanted_tags(present, tags, params["purge"])
    return {key: value for key, value in present.items() if key not in tags}
