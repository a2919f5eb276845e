# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The module that manages the tags of an instance, and nothing else of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._api.errors import RocketMQError, ValidationError
from .._engine.resource import PREDICTED_INSTANCE_ID, InstanceContext
from .._engine.wait import read_back
from .._resources.tag import check_tags, merge_tags, read_tags, set_tags, tags_as_dict
from .._resources.validation import check_no_null
from .module import add_instance_status, instance_context, run_task
from .options import INSTANCE_OPTIONS, INSTANCE_RULES, STATE_OPTION, wait_options


def run_tags() -> None:
    """Be the module that manages the tags of an instance."""
    options = {
        **INSTANCE_OPTIONS,
        "tags": {"type": "dict", "required": True},
        **STATE_OPTION,
        "purge": {"type": "bool", "default": False},
        **wait_options(),
    }

    def check(params: Mapping[str, Any]) -> None:
        if params["state"] == "present":
            check_no_null("Instance", "tags", params["tags"])
        check_tags(tags_as_dict(params["tags"]))
        if params["purge"] and params["state"] == "absent":
            raise ValidationError("'purge' requires state=present.")

    run_task(options, _run, check=check, **INSTANCE_RULES)


def _run(module: AnsibleModule, client: Client) -> dict[str, Any]:
    context = instance_context(module, client)
    present = {} if context.instance_id == PREDICTED_INSTANCE_ID else read_tags(client, context.instance_id)
    wanted = after = _wanted(module.params, present)
    if wanted != present and not module.check_mode:
        try:
            after = set_tags(client, context.instance_id, present, lambda there: _wanted(module.params, there))
        except RocketMQError as error:
            raise add_instance_status(context, error) from error
        after = _read_back(module, context, after)
    return {
        "changed": wanted != present and after != present,
        "instance_id": context.instance_id,
        "tags": after,
        "diff": {"before": present, "after": after},
    }


def _read_back(module: AnsibleModule, context: InstanceContext, written: dict[str, str]) -> dict[str, str]:
    """Return the tags as they are, with a warning if they are not what was written."""
    client = context.client
    try:
        shown = read_back(client, lambda: read_tags(client, context.instance_id), lambda tags: tags == written)
    except RocketMQError as error:
        module.warn(f"The tags were written and could not be read back: {error.message}")
        return written
    if shown != written:
        module.warn("The service took the tags, and still shows others.")
    return shown


def _wanted(params: Mapping[str, Any], present: Mapping[str, str]) -> dict[str, str]:
    tags = tags_as_dict(params["tags"])
    if params["state"] == "present":
        return merge_tags(present, tags, params["purge"])
    return {key: value for key, value in present.items() if key not in tags}
