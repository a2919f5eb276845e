# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Reads back what was written, to tell what the service made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .._api.errors import RocketMQError
from .field import Field, differences
from .outcome import CREATED, DELETED, FAILED, UNCHANGED, UPDATED, ChangeResult, predicted_object, shown_object
from .plan import CREATE, DELETE, UPDATE, Change
from .read import read_current
from .resource import ApiObject, InstanceContext, Resource
from .single import apply_one
from .wait import CONSISTENCY_TIMEOUT, wait_until

# How long (s) what limits access may take to show, where being taken for ignored is a failure.
ACCESS_TIMEOUT = 15.0
# The same for what the service has said to do in the background, by action.
JOB_TIMEOUTS = {DELETE: 120.0, UPDATE: 30.0}


def verify(resource: Resource, context: InstanceContext, results: Sequence[ChangeResult]) -> dict[str, ChangeResult]:
    """Read again what was updated, and what was created; return what is known better now, by name.

    Of what was created, the first stands for the others, except where access is limited. A field that the service
    ignored is no change: saying "changed" at every run would hide it for ever. If it ignored one at creation, all that
    was created is updated.
    """
    unverified = [item for item in results if not item.verified]
    created = [item for item in unverified if item.result == CREATED]
    changed = [item for item in unverified if item.result == UPDATED or (item.result == DELETED and item.is_pending)]
    probes = [item for index, item in enumerate(created) if index == 0 or _limits_access(resource, item.change)]
    verified, actual = _read_back(resource, context, [*probes, *changed])
    if any(verified[item.change.name].ignored_fields for item in probes):
        verified.update(_update_created(resource, context, created, actual))
    return {name: _refuse_open_access(resource, item) for name, item in verified.items()}


def _limits_access(resource: Resource, change: Change) -> bool:
    return any(field.limits_access and field.desired_value(change.desired) is not None for field in resource.fields)


def _refuse_open_access(resource: Resource, item: ChangeResult) -> ChangeResult:
    """Return a result as a failure if the service ignored what limits access."""
    ignored = [f"'{field.option}'" for field in item.ignored_fields if field.limits_access]
    if not ignored or item.error is not None:
        return item
    made = f"The {resource.noun} was {item.result}, but the" if item.changed else "The"
    error = RocketMQError(
        f"{made} service ignored {', '.join(ignored)} of {item.change.name!r}: it still shows another value, "
        "so who has access is not what the task says."
    )
    others = [field for field in item.ignored_fields if not field.limits_access]
    return item._replace(result=FAILED, error=error, ignored_fields=others)


def _read_back(
    resource: Resource, context: InstanceContext, results: Sequence[ChangeResult]
) -> tuple[dict[str, ChangeResult], dict[str, ApiObject]]:
    """Return the results as they are once what was written has been read, by name, and what was read."""
    if not results:
        return {}, {}
    try:
        actual = _read_until_consistent(resource, context, results)
    except RocketMQError as error:
        return {item.change.name: _unverified(resource, item, error) for item in results}, {}
    unseen = RocketMQError("the service does not show it yet.")
    return {
        item.change.name: _unverified(resource, item, unseen)
        if item.change.name not in actual and _must_show(resource, item.change)
        else _verified(resource, item, actual.get(item.change.name))
        for item in results
    }, actual


def _must_show(resource: Resource, change: Change) -> bool:
    """Return whether a new object has to be seen: until then, nothing says who has access to it."""
    return change.action == CREATE and _limits_access(resource, change)


def _read_until_consistent(
    resource: Resource, context: InstanceContext, results: Sequence[ChangeResult]
) -> dict[str, ApiObject]:
    """Read the objects until what was written shows, or for as long as that may take."""
    actual: dict[str, ApiObject] = {}
    items = [{**item.change.desired, "name": item.change.name} for item in results]
    must_show = [one for one, item in zip(items, results, strict=True) if _must_show(resource, item.change)]

    def poll() -> bool | None:
        nonlocal actual
        actual = read_current(resource, context, items)
        unseen = [one for one in must_show if one["name"] not in actual]
        if unseen:
            actual.update(read_current(resource, context, unseen, confirm_absence=True))
        missing = any(unapplied_fields(resource, item.change, actual.get(item.change.name)) for item in results)
        missing = missing or any(one["name"] not in actual for one in unseen)
        return None if missing or _still_there(results, actual) else True

    longer = [JOB_TIMEOUTS[item.change.action] for item in results if item.is_pending]
    longer += [ACCESS_TIMEOUT for item in results if _limits_access(resource, item.change)]
    timeout = max(CONSISTENCY_TIMEOUT, min(max(longer, default=0.0), context.client.remaining_time()))
    wait_until(context.client, poll, timeout, lambda poll: min(0.5 * 2.0 ** (poll - 1), 10.0))
    return actual


def _still_there(results: Sequence[ChangeResult], actual: Mapping[str, ApiObject]) -> bool:
    return any(item.change.action == DELETE and item.change.name in actual for item in results)


def _update_created(
    resource: Resource, context: InstanceContext, created: Sequence[ChangeResult], seen: Mapping[str, ApiObject]
) -> dict[str, ChangeResult]:
    """Update what was created by an API variant that ignores some fields at creation.

    `seen` has those of the objects that have been read since.
    """
    others = [item for item in created if item.change.name not in seen]
    try:
        items = [{**item.change.desired, "name": item.change.name} for item in others]
        actual = {**seen, **(read_current(resource, context, items) if others else {})}
    except RocketMQError as error:
        return {item.change.name: _unverified(resource, item, error) for item in others}
    verified = {item.change.name: _verified(resource, item, actual.get(item.change.name)) for item in created}
    changes = [
        _follow_up_update(resource, item.change, actual[name]) for name, item in verified.items() if name in actual
    ]
    updates = [change for change in changes if change.action == UPDATE]
    updated = context.client.map_concurrently(lambda change: apply_one(resource, context, change), updates)
    again, _actual = _read_back(resource, context, [item for item in updated if item.result == UPDATED])
    for item in updated:
        name = item.change.name
        verified[name] = _merge_results(resource, verified[name], again.get(name, item))
    return verified


def _follow_up_update(resource: Resource, created: Change, actual: ApiObject) -> Change:
    """Return the update that a created object still needs. Its secret is known: it has just been written."""
    secrets = {field.response_key: field.desired_value(created.desired) for field in resource.fields if field.secret}
    known = {key: value for key, value in secrets.items() if value is not None}
    return _plan_created(resource, created, actual)._replace(desired=created.desired, actual={**actual, **known})


def _merge_results(resource: Resource, created: ChangeResult, updated: ChangeResult) -> ChangeResult:
    """Return what became of an object that was created, and then updated."""
    if updated.error is not None:
        error = updated.error.with_context(f"The {resource.noun} was {CREATED}, but then: ")
        return ChangeResult(created.change, FAILED, None, error, changed=True)
    warnings = dict.fromkeys([*created.change.warnings, *updated.change.warnings])
    return updated._replace(change=created.change._replace(warnings=[*warnings]), result=CREATED, changed=True)


def unapplied_fields(resource: Resource, change: Change, actual: ApiObject | None) -> list[Field]:
    """Return the fields that a change was to bring in and that the object does not have as desired."""
    if change.action == DELETE:
        return []
    if change.action == CREATE:
        return [] if actual is None else [item.field for item in _plan_created(resource, change, actual).differences]
    if actual is None:
        return [difference.field for difference in change.differences]
    changed = {difference.field.option for difference in change.differences if not difference.field.secret}
    compared, _warnings = resource.customize_diff(change.desired, actual)
    return [item.field for item in differences(resource.fields, compared, actual) if item.field.option in changed]


def _plan_created(resource: Resource, created: Change, actual: ApiObject) -> Change:
    """Return what is still to be done with an object that was created."""
    # A secret has just been written, shown or not.
    written = {field.option: None for field in resource.fields if field.secret}
    desired = {**created.desired, **written}
    return resource.plan(created.name, desired, actual)


def _unverified(resource: Resource, item: ChangeResult, error: RocketMQError) -> ChangeResult:
    """Return the result of a write that went through and could not be read back."""
    warning = f"What was written could not be read back, so the result shows what was requested: {error.message}"
    change = item.change._replace(warnings=[*item.change.warnings, warning])
    return item._replace(change=change, object=item.object or predicted_object(resource, item.change))


def _verified(resource: Resource, item: ChangeResult, actual: ApiObject | None) -> ChangeResult:
    if actual is None:
        return item
    change = item.change
    if change.action == DELETE:
        noun = resource.noun.replace("_", " ")
        error = RocketMQError(
            f"The {noun} has not been deleted yet, though the service accepted the request. Run the task "
            "again to check."
        )
        return item._replace(result=FAILED, error=error)
    if change.action == CREATE:
        change = change._replace(warnings=_plan_created(resource, change, actual).warnings)
    ignored = unapplied_fields(resource, change, actual)
    without_effect = change.action == UPDATE and bool(ignored) and len(ignored) == len(change.differences)
    return item._replace(
        change=change,
        object=shown_object(resource, actual),
        result=UNCHANGED if without_effect else item.result,
        changed=item.changed and not without_effect,
        ignored_fields=ignored,
    )
