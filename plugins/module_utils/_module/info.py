# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The modules that only tell: they read, and never change anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._engine.resource import PREDICTED_INSTANCE_ID, InstanceContext
from .module import instance_context, run_task
from .options import INSTANCE_OPTIONS, INSTANCE_RULES

CONCURRENCY = 10


def run_info(
    key: str,
    options: Mapping[str, Any],
    read: Callable[[Client, Mapping[str, Any]], list[Any]],
    check: Callable[[Mapping[str, Any]], None] | None = None,
    **rules: Any,
) -> None:
    """Be a module that returns, under `key`, what `read(client, params)` finds in the project."""

    def run(module: AnsibleModule, client: Client) -> dict[str, Any]:
        return {"changed": False, key: read(client, module.params)}

    run_task(options, run, concurrency=CONCURRENCY, check=check, **rules)


def run_instance_info(
    key: str,
    options: Mapping[str, Any],
    read: Callable[[InstanceContext, Mapping[str, Any]], list[Any]],
    check: Callable[[Mapping[str, Any]], None] | None = None,
    **rules: Any,
) -> None:
    """Be a module that returns, under `key`, what `read(context, params)` finds on one instance."""

    def run(module: AnsibleModule, client: Client) -> dict[str, Any]:
        context = instance_context(module, client)
        nothing_yet = context.instance_id == PREDICTED_INSTANCE_ID
        return {"changed": False, key: [] if nothing_yet else read(context, module.params)}

    merged = {name: [*INSTANCE_RULES.get(name, []), *rules.get(name, [])] for name in {**INSTANCE_RULES, **rules}}
    run_task({**INSTANCE_OPTIONS, **options}, run, concurrency=CONCURRENCY, check=check, **merged)
