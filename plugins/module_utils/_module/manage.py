# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The modules that manage objects: one object, or many in one task. One is many with one item."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ansible.module_utils.basic import AnsibleModule

from .._api.client import Client
from .._api.errors import RocketMQError, ValidationError
from .._engine.outcome import CREATED, DELETED, UNCHANGED, UPDATED, ChangeResult, predict
from .._engine.plan import NO_OP, REJECT, Change, build_diff, plan_purge
from .._engine.read import read_current
from .._engine.resource import InstanceContext, Resource
from .module import add_instance_status, instance_context, run_task
from .options import (
    INSTANCE_OPTIONS,
    INSTANCE_RULES,
    STATE_OPTION,
    check_item,
    item_options,
    wait_options,
)

MAX_CONCURRENCY = 50


def run_single(resource: Resource) -> None:
    """Be the module that manages one object of a resource."""
    options = {**INSTANCE_OPTIONS, **item_options(resource), **STATE_OPTION, **wait_options()}

    def check(params: Mapping[str, Any]) -> None:
        resource.validate(params["name"], params, params["state"])

    def run(module: AnsibleModule, client: Client) -> dict[str, Any]:
        context = instance_context(module, client)
        item = {name: module.params[name] for name in item_options(resource)}
        results, _phases = _converge(module, resource, context, [item])
        if results[0].error is not None:
            raise add_instance_status(context, single_failure(resource.noun, results[0]))
        return {**single_result(resource, results[0]), "instance_id": context.instance_id}

    run_task(options, run, check=check, **INSTANCE_RULES)


def run_bulk(resource: Resource) -> None:
    """Be the module that manages many objects of a resource in one task."""
    options = {
        **INSTANCE_OPTIONS,
        resource.plural: {"type": "list", "elements": "dict", "required": True, "options": item_options(resource)},
        **STATE_OPTION,
        "purge": {"type": "bool", "default": False},
        "concurrency": {"type": "int", "default": 10},
        **wait_options(),
    }

    def run(module: AnsibleModule, client: Client) -> dict[str, Any]:
        context = instance_context(module, client)
        results, phases = _converge(module, resource, context, module.params[resource.plural])
        return bulk_result(module, resource, results, phases, lambda _result: context, instance_id=context.instance_id)

    run_task(options, run, check=lambda params: _check_bulk(resource, params), **INSTANCE_RULES)


def _check_bulk(resource: Resource, params: Mapping[str, Any]) -> None:
    if not 1 <= params["concurrency"] <= MAX_CONCURRENCY:
        raise ValidationError(f"'concurrency' is {params['concurrency']}; it must be from 1 to {MAX_CONCURRENCY}.")
    if params["purge"] and params["state"] == "absent":
        raise ValidationError("'purge' requires state=present.")
    items = params[resource.plural]
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        at = first.setdefault(item["name"], index)
        if at != index:
            raise ValidationError(f"'{resource.plural}' names {item['name']!r} twice, at positions {at} and {index}.")
        check_item(resource, params["state"], f"{resource.plural}[{index}]", item)


def _converge(
    module: AnsibleModule, resource: Resource, context: InstanceContext, items: Sequence[Mapping[str, Any]]
) -> tuple[list[ChangeResult], dict[str, Any]]:
    """Bring the objects to what the task wants, or predict that in check mode. Returns results and phases."""
    state, purge = module.params["state"], bool(module.params.get("purge"))
    timer = PhaseTimer(context.client)
    plan = plan_items(resource, context, items, state, purge)
    for warning in plan.warnings:
        module.warn(warning)
    timer.lap("read", plan.found)
    results = apply_or_predict(module, resource, context, plan.changes, timer, listed=purge or len(items) > 1)
    return results, timer.phases


class Plan(NamedTuple):
    """What is to be done with the objects of a kind, what the user should know of that, and how many there are."""

    changes: list[Change]
    warnings: list[str]
    found: int


def plan_items(
    resource: Resource, context: InstanceContext, items: Sequence[Mapping[str, Any]], state: str, purge: bool
) -> Plan:
    """Return what is to be done with the objects on an instance. Raises what a read raises.

    With `purge`, what is there and not listed is to be deleted.
    """
    actual = read_current(resource, context, items, whole_list=purge, confirm_absence=state == "absent")
    changes = [resource.plan(str(item["name"]), item, actual.get(str(item["name"])), state) for item in items]
    if not purge:
        return Plan(changes, [], len(actual))
    unlisted = plan_purge(actual, {change.name for change in changes}, resource.is_protected)
    # What cannot be created may be what was to take the place of the unlisted.
    if any(change.action == REJECT and change.actual is None for change in changes):
        kept = f"Since some of the listed {_label(resource)} cannot be created, nothing is purged."
        return Plan(changes, [kept], len(actual))
    return Plan(changes + unlisted, _purge_warnings(resource, context, changes, unlisted), len(actual))


def _purge_warnings(
    resource: Resource, context: InstanceContext, changes: Sequence[Change], unlisted: Sequence[Change]
) -> list[str]:
    """Return warnings of deletions that the user may not expect."""
    warnings = []
    if not changes and unlisted:
        warnings.append(
            f"'{resource.plural}' is empty and 'purge' is true: all {len(unlisted)} {_label(resource)} are deleted."
        )
    used = _names_in_use(resource, context, unlisted)
    if used:
        warnings.append(f"'purge' deletes {_label(resource)} that consumers are using: {_shortened(used)}.")
    return warnings


def _names_in_use(resource: Resource, context: InstanceContext, deletions: Sequence[Change]) -> list[str]:
    """Return the names of the objects that clients use, where the service tells. Once it does not, it is not asked."""
    is_in_use, cannot_tell = resource.is_in_use, False
    if is_in_use is None:
        return []

    def check(change: Change) -> bool:
        nonlocal cannot_tell
        try:
            return not cannot_tell and is_in_use(context, change.actual or {})
        except RocketMQError:
            cannot_tell = True
            return False

    found = context.client.map_concurrently(check, deletions)
    return [change.name for change, used in zip(deletions, found, strict=True) if used]


def _shortened(names: Sequence[str]) -> str:
    return ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")


def apply_or_predict(
    module: AnsibleModule,
    resource: Resource,
    context: InstanceContext,
    changes: Sequence[Change],
    timer: PhaseTimer,
    **how: Any,
) -> list[ChangeResult]:
    """Apply the changes, or predict their results in check mode; pass on the warnings. `how` is for `apply_changes`."""
    results = results_of(resource, context, changes, module.check_mode, **how)
    timer.lap("write", sum(1 for result in results if result.result != UNCHANGED))
    for warning in warnings_of(resource, results):
        module.warn(warning)
    return results


def results_of(
    resource: Resource, context: InstanceContext, changes: Sequence[Change], check_mode: bool, **how: Any
) -> list[ChangeResult]:
    """Apply the changes, or predict their results in check mode. `how` is for `apply_changes`."""
    nothing_due = all(change.action == NO_OP and resource.is_settled(change) for change in changes)
    if check_mode or nothing_due:
        return predict(resource, changes)
    from .._engine.apply import apply_changes

    return apply_changes(resource, context, changes, **how)


def _label(resource: Resource) -> str:
    return resource.plural.replace("_", " ")


def warnings_of(resource: Resource, results: Sequence[ChangeResult]) -> list[str]:
    """Return each warning once, however many objects it is about."""
    warnings = dict.fromkeys(warning for result in results for warning in result.change.warnings)
    for field in resource.fields:
        names = [result.change.name for result in results if field in result.ignored_fields]
        if names:
            listed = _shortened(names)
            text = f"The service ignored '{field.option}' of {listed}: it still shows another value."
            warnings[text] = None
    return list(warnings)


class PhaseTimer:
    """Counts what each phase of a task took, for its result."""

    def __init__(self, *clients: Client) -> None:
        self._clients = clients
        self._since, self._requests = self._now()
        self.phases: dict[str, Any] = {}

    def lap(self, name: str, count: int) -> None:
        """Note that phase `name` is over; it was about `count` objects."""
        now, requests = self._now()
        self.phases[name] = {
            "count": count,
            "requests": requests - self._requests,
            "seconds": round(now - self._since, 3),
        }
        self._since, self._requests = now, requests

    def _now(self) -> tuple[float, int]:
        moment = self._clients[0].clock.monotonic() if self._clients else 0.0
        return moment, sum(client.requests_sent for client in self._clients)


def single_result(resource: Resource, result: ChangeResult) -> dict[str, Any]:
    """Return the result of a singular module."""
    diff = build_diff(resource.fields, [result.change] if result.changed else [])
    return {
        "changed": result.changed,
        resource.noun: dict(result.object or {}),
        "diff": {side: named.get(result.change.name, {}) for side, named in diff.items()},
    }


def single_failure(noun: str, result: ChangeResult) -> RocketMQError:
    """Return the failure of a singular module: it names the object, and says whether anything was changed."""
    error = result.error or RocketMQError(result.change.reason)
    is_unnamed = repr(result.change.name) not in error.message and result.change.action == REJECT
    prefix = f"{noun.replace('_', ' ').capitalize()} {result.change.name!r}: " if is_unnamed else ""
    return error.with_context(prefix, changed=result.changed)


def bulk_result(
    module: AnsibleModule,
    resource: Resource,
    results: Sequence[ChangeResult],
    phases: Mapping[str, Any],
    context_of: Callable[[ChangeResult], InstanceContext],
    kinds: Sequence[str] = (CREATED, UPDATED, DELETED, UNCHANGED),
    **more: Any,
) -> dict[str, Any]:
    """Return the result of a plural module, `more` included; where items failed, fail with it.

    It has a list of names for each of the `kinds` of results. `context_of(result)` returns the instance whose status
    explains why an item failed.
    """
    names: dict[str, list[str]] = {kind: [] for kind in kinds}
    failures: list[dict[str, Any]] = []
    statuses: dict[str, str] = {}
    for result in results:
        if result.error is not None:
            error = add_instance_status(context_of(result), result.error, statuses)
            failures.append(failure_of(result.change.name, error))
        else:
            names[result.result].append(result.change.name)
    changed = [result.change for result in results if result.changed]
    returned = {
        "changed": bool(changed),
        **names,
        "failures": failures,
        "phases": dict(phases),
        "diff": build_diff(resource.fields, changed),
        **more,
    }
    if failures:
        transient = all(failure["transient"] for failure in failures)
        module.fail_json(msg=_summary(resource, failures, len(results)), transient=transient, **returned)
    return returned


def failure_of(name: str, error: RocketMQError) -> dict[str, Any]:
    """Return a failure of one object as an entry of the list `failures`."""
    details = {"error_code": "", **error.result()}
    return {"name": name, **{key: value for key, value in details.items() if key != "changed"}}


def _summary(resource: Resource, failures: Sequence[Mapping[str, Any]], total: int) -> str:
    first = failures[0]
    more = f" (and {len(failures) - 1} more, see failures)" if len(failures) > 1 else ""
    return f"{len(failures)} of {total} {_label(resource)} failed: {first['name']}: {first['msg']}{more}"
