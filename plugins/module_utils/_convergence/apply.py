# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Carrying out a plan: side by side, one item's failure apart from the others, nothing done twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from .._client.errors import LostAnswer, RocketMQError, ServiceError, Unreachable, in_doubt
from .._client.pace import backoff
from .field import Field, differences
from .observe import read_actual
from .plan import CREATE, DELETE, NOTHING, REFUSE, UPDATE, Change, plan_item, predicted, without_secrets
from .resource import Resource, Scope, Thing

CREATED, UPDATED, DELETED, UNCHANGED, FAILED = "created", "updated", "deleted", "unchanged", "failed"
IDLE = (NOTHING, REFUSE)
DONE = {CREATE: CREATED, UPDATE: UPDATED, DELETE: DELETED, NOTHING: UNCHANGED}

# From this many on, one batch request and one look at the list are fewer than single requests.
BATCH_FROM = 3
BATCH_SIZE = 50
# What was written may show a moment later; after these waits (s) it is taken for ignored.
SETTLING = (0.5, 1.0, 2.0)
# How long (s) a job is waited for. What a batch has not done by then is done by single requests.
JOB_PATIENCE = 120.0
# The same for a job that updates: what it does not show by then may be what this edition takes no notice of.
UPDATE_PATIENCE = 30.0


class Outcome(NamedTuple):
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
    thing: Thing | None = None
    error: RocketMQError | None = None
    changed: bool = False
    ignored: Sequence[Field] = ()
    seen: bool = False


def predict(resource: Resource, changes: Sequence[Change]) -> list[Outcome]:
    """Return the outcomes that carrying out the changes is going to have, without a request (check mode)."""
    return [
        refused(change)
        if change.action == REFUSE
        else Outcome(change, DONE[change.action], _foreseen(resource, change), None, change.action != NOTHING)
        for change in changes
    ]


def _foreseen(resource: Resource, change: Change) -> Thing | None:
    return predicted(resource.fields, change, resource.name_key)


def refused(change: Change) -> Outcome:
    """Return the outcome of a change that the plan refuses."""
    return Outcome(change, FAILED, change.actual, RocketMQError(change.reason))


def carry_out(resource: Resource, scope: Scope, changes: Sequence[Change], listed: bool = False) -> list[Outcome]:
    """Carry out the changes and return an outcome for each, in their order.

    `listed` says that the objects were read by list, which may show less of them than they have. Raises nothing for a
    failed item: its outcome tells. What is raised was raised before anything was written.
    """
    outcomes = {change.name: _without_request(resource, change) for change in changes if change.action in IDLE}
    changes = _with_unlisted(resource, scope, changes) if listed else changes
    in_batches, begun = _in_batches(resource, scope, changes)
    outcomes.update(in_batches)
    rest = [change for change in changes if change.name not in outcomes]
    singly = scope.client.in_parallel(lambda change: _carry_out_one(resource, scope, change), rest)
    outcomes.update((outcome.change.name, _since_batch(outcome, begun)) for outcome in singly)
    outcomes.update(_look_again(resource, scope, list(outcomes.values())))
    return [outcomes[change.name] for change in changes]


def _with_unlisted(resource: Resource, scope: Scope, changes: Sequence[Change]) -> list[Change]:
    """Return the changes with what the list leaves out of objects to be updated: a whole update would erase it."""
    unlisted = [field.api_key for field in resource.fields if not field.listed]
    lacking = [
        change
        for change in changes
        if resource.whole_updates and change.action == UPDATE and not set(unlisted) <= set(change.actual or {})
    ]
    if not lacking:
        return list(changes)
    things = scope.client.in_parallel(lambda change: resource.read_one(scope, change.name), lacking)
    read = {change.name: thing for change, thing in zip(lacking, things, strict=True) if thing is not None}
    return [
        change._replace(actual={**(change.actual or {}), **read[change.name]}) if change.name in read else change
        for change in changes
    ]


# One object


def _without_request(resource: Resource, change: Change) -> Outcome:
    if change.action == REFUSE:
        return refused(change)
    return Outcome(change, UNCHANGED, _public(resource, change.actual))


def _carry_out_one(resource: Resource, scope: Scope, change: Change) -> Outcome:
    try:
        return _until_done(resource, scope, change)
    except _HalfDone as half:
        return Outcome(change, FAILED, None, half.error, changed=True)
    except RocketMQError as error:
        return Outcome(change, FAILED, _public(resource, change.actual), error)


class _HalfDone(Exception):
    """A failure after something had been changed."""

    def __init__(self, error: RocketMQError) -> None:
        super().__init__(str(error))
        self.error = error


def _until_done(resource: Resource, scope: Scope, planned: Change) -> Outcome:
    """Send what is planned; where an answer is lost or someone else was faster, look and plan again.

    A write whose answer was lost is never repeated before a look at what became of it.
    """
    change, result, failures, answer_missing = planned, "", 0, False
    while change.action not in IDLE:
        error: RocketMQError | None = None
        try:
            thing = _send(resource, scope, change)
            result = result or DONE[change.action]
            if not (change.action == CREATE and _has_second_part(resource, change)):
                return Outcome(planned, result, _public(resource, thing), changed=True)
        except RocketMQError as refusal:
            error = refusal
            failures += 1
            if failures > scope.client.settings.max_retries or not _worth_a_look(resource, change, error):
                doubtful = isinstance(error, LostAnswer) or (answer_missing and error.passing)
                told = _in_doubt(resource, change, error) if doubtful else error
                raise _after(result, resource, told) from error
        lost = isinstance(error, LostAnswer)
        if lost:
            # What got no answer may be done at any time from now on, after a look that shows nothing, too.
            answer_missing = True
            scope.client.sleep(backoff(failures))
        try:
            again = _plan_again(resource, scope, planned, change, error)
        except RocketMQError as failure:
            told = _in_doubt(resource, change, failure) if lost else failure
            raise _after(result, resource, told) from failure
        if answer_missing and again.action != change.action:
            result = result or DONE[change.action]
        change = again
    if change.action == REFUSE:
        raise _after(result, resource, RocketMQError(change.reason))
    warned = planned._replace(warnings=change.warnings)
    return Outcome(warned, result or UNCHANGED, _public(resource, change.actual), changed=bool(result), seen=True)


def _plan_again(
    resource: Resource, scope: Scope, planned: Change, change: Change, error: RocketMQError | None
) -> Change:
    """Look at the object and return what is still to be done. Raises the error if the look does not explain it."""
    thing = resource.read_one(scope, change.name)
    if thing is None and change.action == CREATE and not isinstance(error, LostAnswer):
        if error is not None:
            raise error
        thing = _shown_at_last(resource, scope, change.name)
    state = "absent" if planned.action == DELETE else "present"
    return plan_item(resource.fields, change.name, planned.desired, thing, state, resource.comparable, resource.lacking)


def _shown_at_last(resource: Resource, scope: Scope, name: str) -> Thing:
    """Return an object that was created and does not show at once."""
    for wait in SETTLING:
        scope.client.sleep(wait)
        thing = resource.read_one(scope, name)
        if thing is not None:
            return thing
    raise RocketMQError("the service does not show it, so the rest of what is wanted could not be written.")


def _send(resource: Resource, scope: Scope, change: Change) -> Thing | None:
    if change.action == CREATE:
        return resource.create(scope, change)
    update = change.action == UPDATE
    answer = resource.update(scope, change) if update else resource.delete(scope, change.name)
    # Some editions do it in the background, and say so by naming the job.
    if isinstance(answer, Mapping) and answer.get("job_id"):
        remaining = _not_yet_as_wanted(resource) if update else _still_there(resource)
        if _unfinished(scope, [change], remaining, UPDATE_PATIENCE if update else JOB_PATIENCE):
            raise _HalfDone(_late_job(resource, change, str(answer["job_id"])))
    return None


def _late_job(resource: Resource, change: Change, job_id: str) -> RocketMQError:
    return RocketMQError(
        f"The {resource.noun.replace('_', ' ')} has not been {DONE[change.action]} yet, though the service has taken "
        f"the request (its job is {job_id}). Run the task again to see whether it has."
    )


def _has_second_part(resource: Resource, change: Change) -> bool:
    return any(not field.in_create and field.wanted(change.desired) is not None for field in resource.fields)


def _worth_a_look(resource: Resource, change: Change, error: RocketMQError) -> bool:
    """True if the object may not be any more what the plan was made for."""
    if isinstance(error, LostAnswer):
        return True
    if not isinstance(error, ServiceError):
        return False
    # The service has several codes for "exists already"; if the object is there now, somebody else was faster.
    return error.status in (400, 409) if change.action == CREATE else resource.is_absent(error)


def _in_doubt(resource: Resource, change: Change, error: RocketMQError) -> RocketMQError:
    return in_doubt(error, f"the {resource.noun.replace('_', ' ')} was {DONE[change.action]}")


def _after(result: str, resource: Resource, error: RocketMQError) -> Exception:
    return _HalfDone(_but_then(result, resource, error)) if result else error


def _but_then(result: str, resource: Resource, error: RocketMQError) -> RocketMQError:
    error.message = f"The {resource.noun} was {result}, but then: {error.message}"
    return error


def _public(resource: Resource, thing: Thing | None) -> Thing | None:
    return None if thing is None else without_secrets(resource.fields, thing)


# Many with one request


class _Batch(NamedTuple):
    """What became of batch requests: the changes that may have been carried out, and those that surely were."""

    begun: list[Change]
    done: list[Change]


def _in_batches(resource: Resource, scope: Scope, changes: Sequence[Change]) -> tuple[dict[str, Outcome], set[str]]:
    """Carry out what batch requests can; the rest is for single requests.

    Returns the outcomes of what they did, and the names of all they may have done. The jobs that batch requests start
    are waited for by looking at the objects themselves.
    """
    outcomes: dict[str, Outcome] = {}
    begun: set[str] = set()
    deletions = [change for change in changes if change.action == DELETE]
    if resource.delete_many is not None and len(deletions) >= BATCH_FROM:
        send = resource.delete_many
        batch = _batch(
            scope,
            deletions,
            lambda part: send(scope, [change.name for change in part]),
            _still_there(resource),
            JOB_PATIENCE,
        )
        begun.update(change.name for change in batch.begun)
        outcomes.update((change.name, Outcome(change, DELETED, changed=True)) for change in batch.done)
    updates = [change for change in changes if change.action == UPDATE]
    if resource.update_many is not None and len(updates) >= BATCH_FROM:
        send_updates = resource.update_many
        batch = _batch(
            scope, updates, lambda part: send_updates(scope, part), _not_yet_as_wanted(resource), UPDATE_PATIENCE
        )
        begun.update(change.name for change in batch.begun)
        outcomes.update(
            (change.name, Outcome(change, UPDATED, _foreseen(resource, change), changed=True, seen=True))
            for change in batch.done
        )
    return outcomes, begun


Remaining = Callable[[Scope, Sequence[Change]], "list[Change]"]


def _batch(
    scope: Scope,
    changes: Sequence[Change],
    send: Callable[[Sequence[Change]], Any],
    remaining: Remaining,
    patience: float,
) -> _Batch:
    """Send the changes in parts of 50, as long as the service takes them, and wait `patience` s for what it took."""
    accepted: list[Change] = []
    doubtful: list[Change] = []
    for start in range(0, len(changes), BATCH_SIZE):
        part = changes[start : start + BATCH_SIZE]
        try:
            taken = _accepted(scope, part, send, remaining)
        except RocketMQError:
            doubtful = list(part)
            break
        if not taken:
            break
        accepted += part
    unfinished = {change.name for change in _unfinished(scope, accepted, remaining, patience)}
    return _Batch(accepted + doubtful, [change for change in accepted if change.name not in unfinished])


def _unfinished(scope: Scope, changes: Sequence[Change], remaining: Remaining, patience: float) -> list[Change]:
    """Wait `patience` s until a job has carried out the changes, and return those that it has not done by then."""
    pause = 0.5
    left = _left(scope, changes, remaining)
    patience = min(scope.client.time_left(), patience)
    while left and patience > 0:
        wait = min(pause, scope.client.patience.interval)
        scope.client.sleep(wait)
        patience -= wait
        pause *= 2
        left = _left(scope, left, remaining)
    return left


def _since_batch(outcome: Outcome, begun: set[str]) -> Outcome:
    """Return the outcome of a single request, for which a batch may have done the work."""
    if outcome.change.name not in begun or outcome.change.action in IDLE:
        return outcome
    done = DONE[outcome.change.action] if outcome.error is None else outcome.result
    return outcome._replace(result=done, changed=True)


def _left(scope: Scope, changes: Sequence[Change], remaining: Remaining) -> list[Change]:
    """Return those of the changes that are not seen to be done. A look that fails sees nothing."""
    try:
        return remaining(scope, changes) if changes else []
    except RocketMQError:
        return list(changes)


def _accepted(
    scope: Scope, part: Sequence[Change], send: Callable[[Sequence[Change]], Any], remaining: Remaining
) -> bool:
    """Send one batch, again after a look if its answer was lost; False if the service refuses batches.

    Raises LostAnswer, or what the look raised, if it is not known what became of the batch.
    """
    attempt = 0
    while True:
        try:
            send(part)
            return True
        except LostAnswer:
            attempt += 1
            if attempt > scope.client.settings.max_retries:
                raise
            scope.client.sleep(backoff(attempt))
            part = remaining(scope, part)
            if not part:
                return True
        except (ServiceError, Unreachable):
            if attempt:
                raise
            return False


def _still_there(resource: Resource) -> Remaining:
    def remaining(scope: Scope, deletions: Sequence[Change]) -> list[Change]:
        actual = read_actual(resource, scope, [{"name": change.name} for change in deletions])
        return [change for change in deletions if change.name in actual]

    return remaining


def _not_yet_as_wanted(resource: Resource) -> Remaining:
    def remaining(scope: Scope, updates: Sequence[Change]) -> list[Change]:
        actual = read_actual(resource, scope, [{**change.desired, "name": change.name} for change in updates])
        return [change for change in updates if _unmet(resource, change, actual.get(change.name))]

    return remaining


def _unmet(resource: Resource, change: Change, actual: Thing | None) -> list[Field]:
    """Return the fields the change was to bring in and that the object does not have as wanted."""
    if change.action == CREATE:
        return [] if actual is None else [item.field for item in _second_look(resource, change, actual).differences]
    if actual is None:
        return [difference.field for difference in change.differences]
    changed = {difference.field.option for difference in change.differences if not difference.field.secret}
    compared, _warnings = resource.comparable(change.desired, actual)
    return [item.field for item in differences(resource.fields, compared, actual) if item.field.option in changed]


# What came of it


def _look_again(resource: Resource, scope: Scope, outcomes: Sequence[Outcome]) -> dict[str, Outcome]:
    """Read again what was updated, and the first of what was created, to tell what the service made of it.

    A field the service took no notice of is no change: saying "changed" at every run would hide it for ever.
    """
    created = [outcome for outcome in outcomes if outcome.result == CREATED and not outcome.seen][:1]
    unseen = created + [outcome for outcome in outcomes if outcome.result == UPDATED and not outcome.seen]
    if not unseen:
        return {}
    try:
        actual = _settled(resource, scope, unseen)
    except RocketMQError as error:
        return {outcome.change.name: _unread(resource, outcome, error) for outcome in unseen}
    judged = {item.change.name: _judged(resource, item, actual.get(item.change.name)) for item in unseen}
    if any(judged[item.change.name].ignored for item in created):
        made = [item for item in outcomes if item.result == CREATED and not item.seen]
        judged.update(_complete(resource, scope, made, actual))
    return judged


def _complete(
    resource: Resource, scope: Scope, created: Sequence[Outcome], seen: Mapping[str, Thing]
) -> dict[str, Outcome]:
    """Update what was created by an edition that takes no notice of some fields at creation.

    `seen` has those of the objects that have been read since.
    """
    others = [item for item in created if item.change.name not in seen]
    try:
        wanted = [{**item.change.desired, "name": item.change.name} for item in others]
        actual = {**seen, **(read_actual(resource, scope, wanted) if others else {})}
    except RocketMQError as error:
        return {item.change.name: _unread(resource, item, error) for item in others}
    judged = {item.change.name: _judged(resource, item, actual.get(item.change.name)) for item in created}
    changes = [_completion(resource, item.change, actual[name]) for name, item in judged.items() if name in actual]
    updates = [change for change in changes if change.action == UPDATE]
    updated = scope.client.in_parallel(lambda change: _carry_out_one(resource, scope, change), updates)
    again = _look_again(resource, scope, updated)
    for outcome in updated:
        name = outcome.change.name
        judged[name] = _created_and(resource, judged[name], again.get(name, outcome))
    return judged


def _completion(resource: Resource, created: Change, actual: Thing) -> Change:
    """Return the update that a created object still needs. Its secret is known: it has just been written."""
    secrets = {field.shown_key: field.wanted(created.desired) for field in resource.fields if field.secret}
    known = {key: value for key, value in secrets.items() if value is not None}
    return _second_look(resource, created, actual)._replace(desired=created.desired, actual={**actual, **known})


def _created_and(resource: Resource, created: Outcome, updated: Outcome) -> Outcome:
    """Return what became of an object that was created, and then updated."""
    if updated.error is not None:
        error = _but_then(CREATED, resource, updated.error)
        return Outcome(created.change, FAILED, None, error, changed=True)
    warnings = dict.fromkeys([*created.change.warnings, *updated.change.warnings])
    return updated._replace(change=created.change._replace(warnings=[*warnings]), result=CREATED, changed=True)


def _settled(resource: Resource, scope: Scope, outcomes: Sequence[Outcome]) -> dict[str, Thing]:
    """Read the objects until what was written shows, or for as long as that may take."""
    actual: dict[str, Thing] = {}
    for wait in (0.0, *SETTLING):
        if wait:
            scope.client.sleep(wait)
        actual = read_actual(resource, scope, [{**item.change.desired, "name": item.change.name} for item in outcomes])
        if not any(_unmet(resource, item.change, actual.get(item.change.name)) for item in outcomes):
            break
    return actual


def _second_look(resource: Resource, created: Change, actual: Thing) -> Change:
    """Return what is still to be done with an object that was created."""
    # A secret has just been written, shown or not.
    written = {field.option: None for field in resource.fields if field.secret}
    desired = {**created.desired, **written}
    return plan_item(resource.fields, created.name, desired, actual, "present", resource.comparable)


def _unread(resource: Resource, outcome: Outcome, error: RocketMQError) -> Outcome:
    """Return the outcome of a write that went through and could not be read back."""
    told = f"What was written could not be read back, so the result shows what was asked for: {error.message}"
    change = outcome.change._replace(warnings=[*outcome.change.warnings, told])
    return outcome._replace(change=change, thing=outcome.thing or _foreseen(resource, outcome.change))


def _judged(resource: Resource, outcome: Outcome, actual: Thing | None) -> Outcome:
    if actual is None:
        return outcome
    change = outcome.change
    if change.action == CREATE:
        change = change._replace(warnings=_second_look(resource, change, actual).warnings)
    ignored = _unmet(resource, change, actual)
    without_effect = change.action == UPDATE and bool(ignored) and len(ignored) == len(change.differences)
    return outcome._replace(
        change=change,
        thing=_public(resource, actual),
        result=UNCHANGED if without_effect else outcome.result,
        changed=outcome.changed and not without_effect,
        ignored=ignored,
    )
