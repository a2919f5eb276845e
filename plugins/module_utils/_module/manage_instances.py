# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The modules that manage instances: one, or many that are waited for together. One is many with one item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._api.errors import ValidationError
from .._engine.apply import ChangeResult
from .._engine.plan import build_diff
from .._engine.resource import InstanceContext
from .._resources import instance as instances
from .._resources import instance_lifecycle
from .._resources.instance_api import list_instances, select_one
from .manage import PhaseTimer, bulk_result, single_failure
from .module import add_instance_status, run_task
from .options import STATE_OPTION, field_options, wait_options

WAIT_TIMEOUT = 3600
CONCURRENCY = 10

ITEM_OPTIONS: dict[str, Any] = {
    "instance_id": {"type": "str"},
    **field_options(instances.FIELDS),
    **instances.DIRECTIVES,
}
WAIT_OPTION: dict[str, Any] = {"wait": {"type": "bool", "default": True}}


def manage_instance() -> None:
    """Be the module that manages one instance."""
    options = {**ITEM_OPTIONS, **STATE_OPTION, **WAIT_OPTION, **wait_options(WAIT_TIMEOUT)}

    def check(params: Mapping[str, Any]) -> None:
        instances.check(params, params["state"])

    def run(module: AnsibleModule, client: Client) -> dict[str, Any]:
        item = {name: module.params[name] for name in ITEM_OPTIONS}
        outcomes, _phases = _converge(module, client, [item], module.params["state"])
        outcome = outcomes[0]
        instance = dict(outcome.thing or {})
        instance_id = instance.get("instance_id") or (outcome.change.actual or {}).get("instance_id")
        if outcome.error is not None:
            error = single_failure("instance", outcome)
            error = error.with_context(**{"instance_id": instance_id, **error.details})
            raise add_instance_status(_scope_of(client, outcome), error)
        diff = build_diff(instances.FIELDS, [outcome.change] if outcome.changed else [])
        return {
            "changed": outcome.changed,
            "instance": instance,
            "instance_id": instance_id,
            "diff": {side: named.get(outcome.change.name, {}) for side, named in diff.items()},
        }

    run_task(options, run, check=check, required_one_of=[("name", "instance_id")])


def manage_instances() -> None:
    """Be the module that manages many instances in one task."""
    options = {
        "instances": {"type": "list", "elements": "dict", "options": ITEM_OPTIONS},
        "instance_ids": {"type": "list", "elements": "str"},
        "names": {"type": "list", "elements": "str"},
        "all_failed": {"type": "bool", "default": False},
        **STATE_OPTION,
        **WAIT_OPTION,
        **wait_options(WAIT_TIMEOUT),
    }

    def run(module: AnsibleModule, client: Client) -> dict[str, Any]:
        clock = PhaseTimer(client)
        items = [item for _where, item in _items(module.params)]
        if module.params["all_failed"]:
            items += _failed_ones(client, items)
        outcomes, phases = _converge(module, client, items, module.params["state"], clock)
        found = [dict(outcome.thing) for outcome in outcomes if outcome.thing]
        return bulk_result(
            module,
            "instances",
            instances.FIELDS,
            outcomes,
            phases,
            lambda outcome: _scope_of(client, outcome),
            instances=found,
        )

    run_task(options, run, concurrency=CONCURRENCY, check=_check_list)


def _scope_of(client: Client, outcome: ChangeResult) -> InstanceContext:
    known = outcome.thing or outcome.change.actual or {}
    return InstanceContext(client, str(known.get("instance_id")))


def _check_list(params: Mapping[str, Any]) -> None:
    absent_only = [name for name in ("instance_ids", "names", "all_failed") if params[name]]
    if params["state"] == "present" and absent_only:
        raise ValidationError(f"{_quoted(absent_only)} is for state absent; with state present, use 'instances'.")
    if params["state"] == "present" and params["instances"] is None:
        raise ValidationError("'instances' is missing; with state present it lists the instances.")
    lists = [params[name] for name in ("instances", "instance_ids", "names")]
    if params["state"] == "absent" and not params["all_failed"] and lists == [None, None, None]:
        raise ValidationError(
            "Nothing says what is to be absent: give 'instances', 'instance_ids', 'names' or 'all_failed'."
        )
    seen: dict[str, str] = {}
    for where, item in _items(params):
        for key in filter(None, (item.get("instance_id"), item.get("name"))):
            if key in seen:
                raise ValidationError(f"Instance {key!r} is listed twice, as '{seen[key]}' and '{where}'.")
            seen[key] = where
        try:
            instances.check(item, params["state"])
        except ValidationError as error:
            raise error.with_context(f"'{where}': ") from None


def _quoted(options: Sequence[str]) -> str:
    return " and ".join(f"'{option}'" for option in options)


def _items(params: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return all that is listed, each with the place where it is."""
    lists = {
        "instances": [dict(item) for item in params["instances"] or ()],
        "instance_ids": [{"instance_id": instance_id} for instance_id in params["instance_ids"] or ()],
        "names": [{"name": name} for name in params["names"] or ()],
    }
    return [(f"{option}[{index}]", item) for option, items in lists.items() for index, item in enumerate(items)]


def _failed_ones(client: Client, items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return an item for each instance that failed to be created and is not listed by itself."""
    everything = list_instances(client, {"include_failure": "true"})
    listed = {item.get("instance_id") for item in items}
    for name in (item["name"] for item in items if not item.get("instance_id")):
        meant = select_one(name, [one for one in everything if one.get("name") == name])
        listed.add((meant or {}).get("instance_id"))
    return [
        {"instance_id": one["instance_id"]}
        for one in everything
        if one.get("status") == "CREATEFAILED" and one.get("instance_id") not in listed
    ]


def _converge(
    module: AnsibleModule,
    client: Client,
    items: Sequence[Mapping[str, Any]],
    state: str,
    clock: PhaseTimer | None = None,
) -> tuple[list[ChangeResult], dict[str, Any]]:
    clock = clock or PhaseTimer(client)
    changes = instance_lifecycle.plan_instances(client, items, state, module.params["wait"])
    clock.lap("read", len(items))
    if module.check_mode:
        outcomes = instance_lifecycle.predict(changes)
    else:
        outcomes = instance_lifecycle.apply_changes(client, changes, module.params["wait"])
    clock.lap("write", sum(1 for outcome in outcomes if outcome.changed))
    for warning in dict.fromkeys(warning for outcome in outcomes for warning in outcome.change.warnings):
        module.warn(warning)
    return outcomes, clock.phases
