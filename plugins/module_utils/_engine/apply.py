# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Carrying out a plan: side by side, one item's failure apart from the others, nothing done twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from .._api.errors import ApiError, OutcomeUnknown, RocketMQError, TransportFailure, outcome_unknown
from .._api.retry import backoff
from .field import Field, differences
from .plan import CREATE, DELETE, NO_OP, REJECT, UPDATE, Change, plan_object, predict_object, strip_secrets
from .read import read_current
from .resource import ApiObject, InstanceContext, Resource

CREATED, UPDATED, DELETED, UNCHANGED, FAILED = "created", "updated", "deleted", "unchanged", "failed"
NO_REQUEST = (NO_OP, REJECT)
RESULT_OF = {CREATE: CREATED, UPDATE: UPDATED, DELETE: DELETED, NO_OP: UNCHANGED}

# From this many on, one batch request and one look at the list are fewer than single requests.
BATCH_THRESHOLD = 3
BATCH_SIZE = 50
# What was written may show a moment later; after these waits (s) it is taken for ignored.
READ_AFTER_WRITE_DELAYS = (0.5, 1.0, 2.0)
# How long (s) a job is waited for. What a batch has not done by then is done by single requests.
JOB_TIMEOUT = 120.0
# The same for a job that updates: what it does not show by then may be what this edition takes no notice of.
UPDATE_JOB_TIMEOUT = 30.0


class ChangeResult(NamedTuple):
    """What became of one planned change.

    result: created, updated, deleted, unchanged or failed.
    thing: the object afterwards, without secrets, as far as it is known.
    error: why it failed.
    changed: whether the service changed anything, which it may have even for what failed.
    ignored: the wanted fields the service took no notice of.
    seen: whether the object has been looked at since.
    """

    change: Change
    result: str
    thing: ApiObject | None = None
    error: RocketMQError | None = None
    changed: bool = False
    ignored: Sequence[Field] = ()
    seen: bool = False


def predict(resource: Resource, changes: Sequence[Change]) -> list[ChangeResult]:
    """Return the outcomes that carrying out the changes is going to have, without a request (check mode)."""
    return [
        rejected_result(change)
        if change.action == REJECT
        else ChangeResult(
            change, RESULT_OF[change.action], _predicted_object(resource, change), None, change.action != NO_OP
        )
        for change in changes
    ]


def _predicted_object(resource: Resource, change: Change) -> ApiObject | None:
    return predict_object(resource.fields, change, resource.name_key)


def rejected_result(change: Change) -> ChangeResult:
    """Return the outcome of a change that the plan refuses."""
    return ChangeResult(change, FAILED, change.actual, RocketMQError(change.reason))


def apply_changes(
    resource: Resource, scope: InstanceContext, changes: Sequence[Change], listed: bool = False
) -> list[ChangeResult]:
    """Carry out the changes and return an outcome for each, in their order.

    `listed` says that the objects were read by list, which may show less of them than they have. Raises nothing for a
    failed item: its outcome tells. What is raised was raised before anything was written.
    """
    outcomes = {
        change.name: _result_without_request(resource, change) for change in changes if change.action in NO_REQUEST
    }
    changes = _load_omitted_fields(resource, scope, changes) if listed else changes
    in_batches, begun = _apply_batches(resource, scope, changes)
    outcomes.update(in_batches)
    rest = [change for change in changes if change.name not in outcomes]
    singly = scope.client.map_concurrently(lambda change: _apply_one(resource, scope, change), rest)
    outcomes.update((outcome.change.name, _credit_batch(outcome, begun)) for outcome in singly)
    outcomes.update(_verify(resource, scope, list(outcomes.values())))
    return [outcomes[change.name] for change in changes]


def _load_omitted_fields(resource: Resource, scope: InstanceContext, changes: Sequence[Change]) -> list[Change]:
    """Return the changes with what the list leaves out of objects to be updated: a whole update would erase it."""
    unlisted = [field.request_key for field in resource.fields if not field.listed]
    validate_create = [
        change
        for change in changes
        if resource.replaces_on_update and change.action == UPDATE and not set(unlisted) <= set(change.actual or {})
    ]
    if not validate_create:
        return list(changes)
    things = scope.client.map_concurrently(lambda change: resource.read_one(scope, change.name), validate_create)
    read = {change.name: thing for change, thing in zip(validate_create, things, strict=True) if thing is not None}
    return [
        change._replace(actual={**(change.actual or {}), **read[change.name]}) if change.name in read else change
        for change in changes
    ]


# One object


def _result_without_request(resource: Resource, change: Change) -> ChangeResult:
    if change.action == REJECT:
        return rejected_result(change)
    return ChangeResult(change, UNCHANGED, _public(resource, change.actual))


def _apply_one(resource: Resource, scope: InstanceContext, change: Change) -> ChangeResult:
    try:
        return _apply_with_replan(resource, scope, change)
    except PartialFailure as half:
        return ChangeResult(change, FAILED, None, half.error, changed=True)
    except RocketMQError as error:
        return ChangeResult(change, FAILED, _public(resource, change.actual), error)


class PartialFailure(Exception):
    """A failure after something had been changed."""

    def __init__(self, error: RocketMQError) -> None:
        super().__init__(str(error))
        self.error = error


def _apply_with_replan(resource: Resource, scope: InstanceContext, planned: Change) -> ChangeResult:
    """Send what is planned; where an answer is lost or someone else was faster, look and plan again.

    A write whose answer was lost is never repeated before a look at what became of it.
    """
    change, result, failures, answer_missing = planned, "", 0, False
    while change.action not in NO_REQUEST:
        error: RocketMQError | None = None
        try:
            thing = _send(resource, scope, change)
            result = result or RESULT_OF[change.action]
            if not (change.action == CREATE and _needs_follow_up_update(resource, change)):
                return ChangeResult(planned, result, _public(resource, thing), changed=True)
        except RocketMQError as refusal:
            error = refusal
            failures += 1
            if failures > scope.client.settings.max_retries or not _should_reread(resource, change, error):
                doubtful = isinstance(error, OutcomeUnknown) or (answer_missing and error.is_transient)
                told = _in_doubt(resource, change, error) if doubtful else error
                raise _as_partial(result, resource, told) from error
        lost = isinstance(error, OutcomeUnknown)
        if lost:
            # What got no answer may be done at any time from now on, after a look that shows nothing, too.
            answer_missing = True
            scope.client.sleep(backoff(failures))
        try:
            again = _replan(resource, scope, planned, change, error)
        except RocketMQError as failure:
            told = _in_doubt(resource, change, failure) if lost else failure
            raise _as_partial(result, resource, told) from failure
        if answer_missing and again.action != change.action:
            result = result or RESULT_OF[change.action]
        change = again
    if change.action == REJECT:
        raise _as_partial(result, resource, RocketMQError(change.reason))
    warned = planned._replace(warnings=change.warnings)
    return ChangeResult(warned, result or UNCHANGED, _public(resource, change.actual), changed=bool(result), seen=True)


def _replan(
    resource: Resource, scope: InstanceContext, planned: Change, change: Change, error: RocketMQError | None
) -> Change:
    """Look at the object and return what is still to be done. Raises the error if the look does not explain it."""
    thing = resource.read_one(scope, change.name)
    if thing is None and change.action == CREATE and not isinstance(error, OutcomeUnknown):
        if error is not None:
            raise error
        thing = _wait_until_visible(resource, scope, change.name)
    state = "absent" if planned.action == DELETE else "present"
    return plan_object(
        resource.fields, change.name, planned.desired, thing, state, resource.customize_diff, resource.validate_create
    )


def _wait_until_visible(resource: Resource, scope: InstanceContext, name: str) -> ApiObject:
    """Return an object that was created and does not show at once."""
    for wait in READ_AFTER_WRITE_DELAYS:
        scope.client.sleep(wait)
        thing = resource.read_one(scope, name)
        if thing is not None:
            return thing
    raise RocketMQError("the service does not show it, so the rest of what is wanted could not be written.")


def _send(resource: Resource, scope: InstanceContext, change: Change) -> ApiObject | None:
    if change.action == CREATE:
        return resource.create(scope, change)
    update = change.action == UPDATE
    answer = resource.update(scope, change) if update else resource.delete(scope, change.name)
    # Some API variants do it in the background, and say so by naming the job.
    if isinstance(answer, Mapping) and answer.get("job_id"):
        pending = _not_updated_yet(resource) if update else _not_deleted_yet(resource)
        if _unfinished(scope, [change], pending, UPDATE_JOB_TIMEOUT if update else JOB_TIMEOUT):
            noun = resource.noun.replace("_", " ")
            text = f"The {noun} has not been {RESULT_OF[change.action]} yet, though the service has taken the request"
            raise PartialFailure(RocketMQError(f"{text} (job {answer['job_id']}). Run the task again to see."))
    return None


def _needs_follow_up_update(resource: Resource, change: Change) -> bool:
    return any(not field.sent_on_create and field.wanted(change.desired) is not None for field in resource.fields)


def _should_reread(resource: Resource, change: Change, error: RocketMQError) -> bool:
    """True if the object may not be any more what the plan was made for."""
    if isinstance(error, OutcomeUnknown):
        return True
    if not isinstance(error, ApiError):
        return False
    # The service has several codes for "exists already"; if the object is there now, somebody else was faster.
    return error.status in (400, 409) if change.action == CREATE else resource.is_not_found(error)


def _in_doubt(resource: Resource, change: Change, error: RocketMQError) -> RocketMQError:
    return outcome_unknown(error, f"the {resource.noun.replace('_', ' ')} was {RESULT_OF[change.action]}")


def _as_partial(result: str, resource: Resource, error: RocketMQError) -> Exception:
    return PartialFailure(_prefix_partial(result, resource, error)) if result else error


def _prefix_partial(result: str, resource: Resource, error: RocketMQError) -> RocketMQError:
    return error.with_context(f"The {resource.noun} was {result}, but then: ")


def _public(resource: Resource, thing: ApiObject | None) -> ApiObject | None:
    return None if thing is None else strip_secrets(resource.fields, thing)


# Many with one request


class _Batch(NamedTuple):
    """What became of batch requests: the changes that may have been carried out, and those that surely were."""

    begun: list[Change]
    done: list[Change]


def _apply_batches(
    resource: Resource, scope: InstanceContext, changes: Sequence[Change]
) -> tuple[dict[str, ChangeResult], set[str]]:
    """Carry out what batch requests can; the rest is for single requests.

    Returns the outcomes of what they did, and the names of all they may have done. The jobs that batch requests start
    are waited for by looking at the objects themselves.
    """
    outcomes: dict[str, ChangeResult] = {}
    begun: set[str] = set()
    deletions = [change for change in changes if change.action == DELETE]
    if resource.delete_many is not None and len(deletions) >= BATCH_THRESHOLD:
        send = resource.delete_many
        batch = _batch(
            scope,
            deletions,
            lambda part: send(scope, [change.name for change in part]),
            _not_deleted_yet(resource),
            JOB_TIMEOUT,
        )
        begun.update(change.name for change in batch.begun)
        outcomes.update((change.name, ChangeResult(change, DELETED, changed=True)) for change in batch.done)
    updates = [change for change in changes if change.action == UPDATE]
    if resource.update_many is not None and len(updates) >= BATCH_THRESHOLD:
        send_updates = resource.update_many
        batch = _batch(
            scope, updates, lambda part: send_updates(scope, part), _not_updated_yet(resource), UPDATE_JOB_TIMEOUT
        )
        begun.update(change.name for change in batch.begun)
        outcomes.update(
            (change.name, ChangeResult(change, UPDATED, _predicted_object(resource, change), changed=True, seen=True))
            for change in batch.done
        )
    return outcomes, begun


Remaining = Callable[[InstanceContext, Sequence[Change]], "list[Change]"]


def _batch(
    scope: InstanceContext,
    changes: Sequence[Change],
    send: Callable[[Sequence[Change]], Any],
    remaining: Remaining,
    wait_policy: float,
) -> _Batch:
    """Send the changes in parts of 50, as long as the service takes them, and wait `patience` s for what it took."""
    accepted: list[Change] = []
    doubtful: list[Change] = []
    for start in range(0, len(changes), BATCH_SIZE):
        part = changes[start : start + BATCH_SIZE]
        try:
            taken = _submit_batch(scope, part, send, remaining)
        except RocketMQError:
            doubtful = list(part)
            break
        if not taken:
            break
        accepted += part
    unfinished = {change.name for change in _unfinished(scope, accepted, remaining, wait_policy)}
    return _Batch(accepted + doubtful, [change for change in accepted if change.name not in unfinished])


def _unfinished(
    scope: InstanceContext, changes: Sequence[Change], remaining: Remaining, wait_policy: float
) -> list[Change]:
    """Wait `patience` s until a job has carried out the changes, and return those that it has not done by then."""
    pause = 0.5
    left = _left(scope, changes, remaining)
    wait_policy = min(scope.client.remaining_time(), wait_policy)
    while left and wait_policy > 0:
        wait = min(pause, scope.client.wait_policy.interval)
        scope.client.sleep(wait)
        wait_policy -= wait
        pause *= 2
        left = _left(scope, left, remaining)
    return left


def _credit_batch(outcome: ChangeResult, begun: set[str]) -> ChangeResult:
    """Return the outcome of a single request, for which a batch may have done the work."""
    if outcome.change.name not in begun or outcome.change.action in NO_REQUEST:
        return outcome
    done = RESULT_OF[outcome.change.action] if outcome.error is None else outcome.result
    return outcome._replace(result=done, changed=True)


def _left(scope: InstanceContext, changes: Sequence[Change], remaining: Remaining) -> list[Change]:
    """Return those of the changes that are not seen to be done. A look that fails sees nothing."""
    try:
        return remaining(scope, changes) if changes else []
    except RocketMQError:
        return list(changes)


def _submit_batch(
    scope: InstanceContext, part: Sequence[Change], send: Callable[[Sequence[Change]], Any], remaining: Remaining
) -> bool:
    """Send one batch, again after a look if its answer was lost; False if the service refuses batches.

    Raises OutcomeUnknown, or what the look raised, if it is not known what became of the batch.
    """
    attempt = 0
    while True:
        try:
            send(part)
            return True
        except OutcomeUnknown:
            attempt += 1
            if attempt > scope.client.settings.max_retries:
                raise
            scope.client.sleep(backoff(attempt))
            part = remaining(scope, part)
            if not part:
                return True
        except (ApiError, TransportFailure):
            if attempt:
                raise
            return False


def _not_deleted_yet(resource: Resource) -> Remaining:
    def remaining(scope: InstanceContext, deletions: Sequence[Change]) -> list[Change]:
        actual = read_current(resource, scope, [{"name": change.name} for change in deletions])
        return [change for change in deletions if change.name in actual]

    return remaining


def _not_updated_yet(resource: Resource) -> Remaining:
    def remaining(scope: InstanceContext, updates: Sequence[Change]) -> list[Change]:
        actual = read_current(resource, scope, [{**change.desired, "name": change.name} for change in updates])
        return [change for change in updates if _unapplied_fields(resource, change, actual.get(change.name))]

    return remaining


def _unapplied_fields(resource: Resource, change: Change, actual: ApiObject | None) -> list[Field]:
    """Return the fields the change was to bring in and that the object does not have as wanted."""
    if change.action == CREATE:
        return [] if actual is None else [item.field for item in _replan_created(resource, change, actual).differences]
    if actual is None:
        return [difference.field for difference in change.differences]
    changed = {difference.field.option for difference in change.differences if not difference.field.secret}
    compared, _warnings = resource.customize_diff(change.desired, actual)
    return [item.field for item in differences(resource.fields, compared, actual) if item.field.option in changed]


# What came of it


def _verify(resource: Resource, scope: InstanceContext, outcomes: Sequence[ChangeResult]) -> dict[str, ChangeResult]:
    """Read again what was updated, and the first of what was created, to tell what the service made of it.

    A field the service took no notice of is no change: saying "changed" at every run would hide it for ever.
    """
    created = [outcome for outcome in outcomes if outcome.result == CREATED and not outcome.seen][:1]
    unseen = created + [outcome for outcome in outcomes if outcome.result == UPDATED and not outcome.seen]
    if not unseen:
        return {}
    try:
        actual = _read_until_consistent(resource, scope, unseen)
    except RocketMQError as error:
        return {outcome.change.name: _unverified(resource, outcome, error) for outcome in unseen}
    judged = {item.change.name: _verified_result(resource, item, actual.get(item.change.name)) for item in unseen}
    if any(judged[item.change.name].ignored for item in created):
        made = [item for item in outcomes if item.result == CREATED and not item.seen]
        judged.update(_complete(resource, scope, made, actual))
    return judged


def _complete(
    resource: Resource, scope: InstanceContext, created: Sequence[ChangeResult], seen: Mapping[str, ApiObject]
) -> dict[str, ChangeResult]:
    """Update what was created by an edition that takes no notice of some fields at creation.

    `seen` has those of the objects that have been read since.
    """
    others = [item for item in created if item.change.name not in seen]
    try:
        wanted = [{**item.change.desired, "name": item.change.name} for item in others]
        actual = {**seen, **(read_current(resource, scope, wanted) if others else {})}
    except RocketMQError as error:
        return {item.change.name: _unverified(resource, item, error) for item in others}
    judged = {item.change.name: _verified_result(resource, item, actual.get(item.change.name)) for item in created}
    changes = [
        _follow_up_update(resource, item.change, actual[name]) for name, item in judged.items() if name in actual
    ]
    updates = [change for change in changes if change.action == UPDATE]
    updated = scope.client.map_concurrently(lambda change: _apply_one(resource, scope, change), updates)
    again = _verify(resource, scope, updated)
    for outcome in updated:
        name = outcome.change.name
        judged[name] = _merge_results(resource, judged[name], again.get(name, outcome))
    return judged


def _follow_up_update(resource: Resource, created: Change, actual: ApiObject) -> Change:
    """Return the update that a created object still needs. Its secret is known: it has just been written."""
    secrets = {field.response_key: field.wanted(created.desired) for field in resource.fields if field.secret}
    known = {key: value for key, value in secrets.items() if value is not None}
    return _replan_created(resource, created, actual)._replace(desired=created.desired, actual={**actual, **known})


def _merge_results(resource: Resource, created: ChangeResult, updated: ChangeResult) -> ChangeResult:
    """Return what became of an object that was created, and then updated."""
    if updated.error is not None:
        error = _prefix_partial(CREATED, resource, updated.error)
        return ChangeResult(created.change, FAILED, None, error, changed=True)
    warnings = dict.fromkeys([*created.change.warnings, *updated.change.warnings])
    return updated._replace(change=created.change._replace(warnings=[*warnings]), result=CREATED, changed=True)


def _read_until_consistent(
    resource: Resource, scope: InstanceContext, outcomes: Sequence[ChangeResult]
) -> dict[str, ApiObject]:
    """Read the objects until what was written shows, or for as long as that may take."""
    actual: dict[str, ApiObject] = {}
    for wait in (0.0, *READ_AFTER_WRITE_DELAYS):
        if wait:
            scope.client.sleep(wait)
        actual = read_current(resource, scope, [{**item.change.desired, "name": item.change.name} for item in outcomes])
        if not any(_unapplied_fields(resource, item.change, actual.get(item.change.name)) for item in outcomes):
            break
    return actual


def _replan_created(resource: Resource, created: Change, actual: ApiObject) -> Change:
    """Return what is still to be done with an object that was created."""
    # A secret has just been written, shown or not.
    written = {field.option: None for field in resource.fields if field.secret}
    desired = {**created.desired, **written}
    return plan_object(resource.fields, created.name, desired, actual, "present", resource.customize_diff)


def _unverified(resource: Resource, outcome: ChangeResult, error: RocketMQError) -> ChangeResult:
    """Return the outcome of a write that went through and could not be read back."""
    told = f"What was written could not be read back, so the result shows what was asked for: {error.message}"
    change = outcome.change._replace(warnings=[*outcome.change.warnings, told])
    return outcome._replace(change=change, thing=outcome.thing or _predicted_object(resource, outcome.change))


def _verified_result(resource: Resource, outcome: ChangeResult, actual: ApiObject | None) -> ChangeResult:
    if actual is None:
        return outcome
    change = outcome.change
    if change.action == CREATE:
        change = change._replace(warnings=_replan_created(resource, change, actual).warnings)
    ignored = _unapplied_fields(resource, change, actual)
    without_effect = change.action == UPDATE and bool(ignored) and len(ignored) == len(change.differences)
    return outcome._replace(
        change=change,
        thing=_public(resource, actual),
        result=UNCHANGED if without_effect else outcome.result,
        changed=outcome.changed and not without_effect,
        ignored=ignored,
    )
