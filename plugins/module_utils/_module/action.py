# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The modules that do something once, each time they run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._api.errors import RocketMQError
from .._engine.resource import InstanceContext
from .module import add_instance_status, instance_context, run_task
from .options import INSTANCE_OPTIONS, INSTANCE_RULES, wait_options


def run_action(
    key: str,
    options: Mapping[str, Any],
    do: Callable[[InstanceContext, Mapping[str, Any]], Any],
    check: Callable[[Mapping[str, Any]], None] | None = None,
    failure: Callable[[Mapping[str, Any], Any], RocketMQError | None] = lambda params, details: None,
    no_effect: Callable[[Mapping[str, Any], Any], str] = lambda params, details: "",
    nothing: Any = (),
    **rules: Any,
) -> None:
    """Be a module that does something and returns what `do(context, params)` returns, under `key`.

    `failure(params, details)` returns an error if what was returned is a failure, and `no_effect(params, details)` a
    warning if it shows that nothing was done. In check mode nothing is sent but the look-up of the instance, and the
    result says changed and returns `nothing`.
    """

    def run(module: AnsibleModule, client: Client) -> dict[str, Any]:
        context = instance_context(module, client)
        if module.check_mode:
            return {"changed": True, "instance_id": context.instance_id, key: nothing}
        try:
            details = do(context, module.params)
        except RocketMQError as error:
            raise add_instance_status(context, error) from error
        failed = failure(module.params, details)
        if failed is not None:
            raise failed
        warning = no_effect(module.params, details)
        if warning:
            module.warn(warning)
        return {"changed": not warning, "instance_id": context.instance_id, key: details}

    merged: dict[str, Any] = {
        name: [*INSTANCE_RULES.get(name, []), *rules.get(name, [])] for name in {**INSTANCE_RULES, **rules}
    }
    run_task({**INSTANCE_OPTIONS, **options, **wait_options()}, run, check=check, **merged)
