# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The modules of the recycle bin: one manages its policy, one tells what is in it."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._resources.recycle_bin import POLICY_OPTIONS, check_policy, read_bin, restorable_until, set_policy
from .module import run_task
from .options import wait_options


def run_recycle_bin() -> None:
    """Be the module that manages the policy of the recycle bin."""
    options = {
        "retention_days": {"type": "int"},
        "default_use_recycle": {"type": "bool"},
        **wait_options(),
    }
    run_task(options, _manage, check=check_policy, required_one_of=[POLICY_OPTIONS])


def _manage(module: AnsibleModule, client: Client) -> dict[str, Any]:
    present = read_bin(client).policy
    given = {option: module.params[option] for option in POLICY_OPTIONS if module.params[option] is not None}
    wanted = after = {**present, **given}
    if wanted != present and not module.check_mode:
        after = set_policy(client, wanted)
        ignored = [f"'{option}'" for option in given if after[option] != wanted[option]]
        if ignored:
            module.warn(f"The service ignored {', '.join(ignored)} of the recycle bin: it still shows another value.")
    return {"changed": after != present, "policy": after, "diff": {"before": present, "after": after}}


def run_recycle_bin_info() -> None:
    """Be the module that tells the policy and the content of the recycle bin."""
    run_task({"name": {"type": "str"}, "instance_id": {"type": "str"}}, _tell)


def _tell(module: AnsibleModule, client: Client) -> dict[str, Any]:
    recycled, params = read_bin(client), module.params
    found = [
        {**one, "restorable_until": restorable_until(one)}
        for one in recycled.instances
        if all(params[key] in (None, "", one.get(key)) for key in ("name", "instance_id"))
    ]
    return {"changed": False, "recycled_instances": found, "policy": recycled.policy}
