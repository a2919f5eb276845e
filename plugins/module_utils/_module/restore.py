# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The module that brings instances back from the recycle bin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._api.errors import ValidationError
from .._engine.outcome import RESTORED, UNCHANGED
from .._engine.resource import InstanceContext
from .._resources.instance import INSTANCE_RESOURCE
from .._resources.instance_restore import plan_named
from .._resources.recycle_bin import read_bin
from .manage import PhaseTimer, apply_or_predict, bulk_result
from .manage_instances import CONCURRENCY, WAIT_TIMEOUT, context_of
from .module import run_task
from .options import WAIT_OPTION, wait_options
from .progress import progress_reporter


def run_restore() -> None:
    """Be the module that brings instances back."""
    options = {
        "names": {"type": "list", "elements": "str"},
        "instance_ids": {"type": "list", "elements": "str"},
        **WAIT_OPTION,
        **wait_options(WAIT_TIMEOUT),
    }
    run_task(options, _run, concurrency=CONCURRENCY, check=_check, required_one_of=[("names", "instance_ids")])


def _check(params: Mapping[str, Any]) -> None:
    for option in ("names", "instance_ids"):
        wanted = params[option] or []
        if not all(wanted):
            raise ValidationError(f"'{option}' has a blank entry.")
        if len(set(wanted)) != len(wanted):
            raise ValidationError(f"'{option}' lists {next(one for one in wanted if wanted.count(one) > 1)!r} twice.")


def _run(module: AnsibleModule, client: Client) -> dict[str, Any]:
    timer, wait = PhaseTimer(client), module.params["wait"]
    items = [{"name": name} for name in module.params["names"] or ()]
    items += [{"instance_id": instance_id} for instance_id in module.params["instance_ids"] or ()]
    changes = plan_named(client, read_bin(client), items)
    timer.lap("read", len(items))
    on_poll = progress_reporter(client, INSTANCE_RESOURCE.noun, "present")
    context = InstanceContext(client, "")
    results = apply_or_predict(module, INSTANCE_RESOURCE, context, changes, timer, wait=wait, on_poll=on_poll)
    return bulk_result(
        module,
        INSTANCE_RESOURCE,
        results,
        timer.phases,
        lambda result: context_of(client, result),
        kinds=(RESTORED, UNCHANGED),
        instances=[dict(result.object) for result in results if result.object],
    )
