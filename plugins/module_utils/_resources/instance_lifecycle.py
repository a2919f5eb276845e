# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Bringing instances to what is wanted: planning, taking many forward side by side, and waiting for them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .._client.connection import Client
from .._client.errors import InputError, LostAnswer, RocketMQError, ServiceError, Unreachable
from .._convergence.apply import CREATED, DONE, UPDATED, Outcome, refused
from .._convergence.plan import CREATE, DELETE, NOTHING, REFUSE, Change, predicted
from .._convergence.resource import FUTURE_INSTANCE_ID
from . import instance as instances
from .availability_zone import list_zones, zone_ids
from .instance_course import Course, copy_of, guarded, timed_out
from .instance_deletion import delete, delete_unless_busy
from .instance_lookup import INSTANCE, instances_named, list_instances, read_instance, the_one
from .instance_order import order, see_ordered
from .tag import as_dict, bring_tags, read_tags, wanted_tags

EXTEND_PATHS = (
    "/v2/rocketmq/{project_id}/instances/{instance_id}/extend",
    "/v2/{project_id}/rocketmq/instances/{instance_id}/extend",
)
CONFIGS = "/v2/{project_id}/rocketmq/instances/{instance_id}/configs"

# Marks an instance that was read by itself: what it lacks, the service does not show.
WHOLE = "_whole"
# After so many polls (of a running instance) a write whose answer was lost counts as not carried out.
POLLS_AFTER_LOST_ANSWER = 3


# What is there


class Located(NamedTuple):
    """An item of a task, and the instance it means (None if there is none), or why there is no saying."""

    item: Mapping[str, Any]
    actual: dict[str, Any] | None
    refusal: str = ""


def locate(client: Client, items: Sequence[Mapping[str, Any]], state: str) -> list[Located]:
    """Find the instance of each item, with what of it is managed but needs another request.

    An item is refused for an instance_id that does not exist, for a name that several instances have, and for configs
    the instance does not have.
    """

    def one(pair: tuple[Mapping[str, Any], list[dict[str, Any]]]) -> Located:
        item, candidates = pair
        try:
            actual = the_one(item.get("name") or item["instance_id"], candidates)
            if state == "absent" and item.get("instance_id") and item.get("name"):
                _refuse_contradiction(client, item, actual)
            if state == "present":
                actual = _completed(client, item, actual)
                if actual is None and item.get("instance_id"):
                    raise InputError(f"Instance {item['instance_id']!r} does not exist in project {client.project_id}.")
        except InputError as error:
            return Located(item, None, error.message)
        return Located(item, actual)

    return client.in_parallel(one, list(zip(items, _candidates(client, items), strict=True)))


def _refuse_contradiction(client: Client, item: Mapping[str, Any], actual: Mapping[str, Any] | None) -> None:
    """Raise InputError if `instance_id` and `name` of an item that should be absent mean different instances."""
    instance_id, name = item["instance_id"], item["name"]
    if actual is not None and actual.get("name") not in (name, None):
        raise InputError(f"'instance_id' {instance_id!r} is the instance {actual['name']!r}, not {name!r}: set only one.")
    if actual is None:
        for namesake in instances_named(client, name):
            raise InputError(
                f"'instance_id' {instance_id!r} does not exist, and 'name' {name!r} is the instance "
                f"{namesake['instance_id']!r}: set only one."
            )


def _candidates(client: Client, items: Sequence[Mapping[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return for each item the instances it may mean."""
    if len(items) == 1:
        item = items[0]
        if not item.get("instance_id"):
            return [instances_named(client, item["name"])]
        present = _read_present(client, str(item["instance_id"]))
        return [[] if present is None else [present]]
    everything = list_instances(client, {"include_failure": "true"}) if items else []
    keys = ["instance_id" if item.get("instance_id") else "name" for item in items]
    return [[one for one in everything if one.get(key) == item[key]] for item, key in zip(items, keys, strict=True)]


def _read_present(client: Client, instance_id: str) -> dict[str, Any] | None:
    # The instance that a check-mode run before this one would have created.
    if instance_id == FUTURE_INSTANCE_ID:
        return {"instance_id": instance_id, "status": "RUNNING", "enable_acl": False, "tags": []}
    return _read_whole(client, instance_id)


def _read_whole(client: Client, instance_id: str) -> dict[str, Any] | None:
    """Return an instance, read by itself and marked so, or None if it is absent."""
    instance = read_instance(client, instance_id)
    return None if instance is None else {**instance, WHOLE: True}


def _completed(client: Client, item: Mapping[str, Any], actual: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return an instance with what is managed of it and what it does not carry by itself, such as tags and configs."""
    if actual is None or actual["instance_id"] == FUTURE_INSTANCE_ID or actual.get("status") == "CREATEFAILED":
        return actual
    creating = actual.get("status") == "CREATING"
    if not creating and not actual.get(WHOLE) and instances.lacks_managed(item, actual):
        # The list shows less than the single instance.
        actual = {**actual, **(_read_whole(client, actual["instance_id"]) or {})}
    if item.get("tags") is not None and actual.get("tags") is None:
        actual = {**actual, "tags": {} if creating else read_tags(client, actual["instance_id"])}
    if item.get("configs") is not None:
        configs = {} if creating else _read_configs(client, actual["instance_id"], item["configs"])
        actual = {**actual, "configs": configs}
    return actual


def _read_configs(client: Client, instance_id: str, wanted: Mapping[str, Any]) -> dict[str, str]:
    """Return those of an instance's configs that are managed. Raises InputError for one the instance does not have."""
    present = client.get_all(CONFIGS, "rocketmq_configs", instance_id=instance_id)
    values = {str(entry["name"]): instances.config_text(entry.get("value")) for entry in present}
    unknown = sorted(set(wanted) - set(values))
    if unknown:
        raise InputError(f"'configs': the instance has no {', '.join(unknown)}; it has {', '.join(sorted(values))}.")
    return {name: values[name] for name in wanted}


def with_zone_ids(client: Client, found: Sequence[Located]) -> list[Located]:
    """Return the items with the ids of their zones, which the user may also tell by code or name.

    The zones are only asked for where the instance does not have just these ids or names already.
    """
    zones: list[dict[str, Any]] | None = None
    resolved = []
    for located in found:
        wanted, ids = located.item.get("available_zones"), None
        if wanted and located.actual and _same_zones(wanted, located.actual):
            ids = located.actual.get("available_zones")
        elif wanted and not located.refusal:
            zones = list_zones(client) if zones is None else zones
            try:
                ids = zone_ids(zones, wanted)
                instances.check_zones(f"Instance {located.item.get('name')!r}", ids)
            except InputError as error:
                located = located._replace(refusal=error.message)
        if ids is not None:
            located = located._replace(item={**located.item, "available_zones": ids})
        resolved.append(located)
    return resolved


def _same_zones(wanted: Sequence[str], actual: Mapping[str, Any]) -> bool:
    told = (actual.get("available_zones"), actual.get("available_zone_names"))
    return any(set(wanted) == set(zones or ()) for zones in told)


# What is to be done


def plan_instances(client: Client, items: Sequence[Mapping[str, Any]], state: str, wait: bool) -> list[Change]:
    """Return what is to be done with each instance. Raises ServiceError, Unreachable."""
    found = locate(client, items, state)
    if state == "present":
        found = with_zone_ids(client, found)
    changes = [_plan(located, state) for located in found]
    return changes if wait else [instances.postponed(change) for change in changes]


def _plan(located: Located, state: str) -> Change:
    item, actual, refusal = located
    if refusal:
        return Change(str(item.get("name") or item.get("instance_id")), REFUSE, item, actual, reason=refusal)
    return instances.plan_instance(item, actual, state)


def predict(changes: Sequence[Change]) -> list[Outcome]:
    """Return the outcomes the changes are going to have, without a request (check mode)."""
    outcomes = []
    for change in changes:
        if change.action == REFUSE:
            outcomes.append(refused(change))
            continue
        thing = predicted(instances.FIELDS, change)
        if thing is not None:
            named = {"instance_id": FUTURE_INSTANCE_ID} if change.action == CREATE else {}
            thing = instances.as_shown({**thing, **named})
        outcomes.append(Outcome(change, DONE[change.action], thing, None, change.action != NOTHING))
    return outcomes


# Doing it


def carry_out(client: Client, changes: Sequence[Change], wait: bool) -> list[Outcome]:
    """Carry out the changes side by side and, with `wait`, see all of them through; return their outcomes in order.

    Without `wait`, only a request that got no answer, or that the service was too busy for, is waited for. All that is
    waited for is asked after with one request at a time. A wait ends when the wanted values are there, at a status that
    is a failure for good, or when the client's patience is over; a poll that fails does not end it.
    """
    courses = [Course(change) for change in changes]
    for course in courses:
        if course.change.action == REFUSE:
            course.fail(RocketMQError(course.change.reason))
    delete(client, [course for course in courses if course.change.action == DELETE])
    client.in_parallel(lambda course: guarded(course, _advance, client, wait), _unfinished(courses))
    if not wait:
        see_ordered(client, [course for course in courses if course.result == CREATED and not course.seen])
    while _unfinished(courses):
        # One instance may have taken all the time: how the others are is seen once more before they are given up.
        last = client.time_left() <= 0
        if not last:
            client.sleep(min(client.patience.interval, max(0.1, client.time_left())))
        try:
            _poll(client, _unfinished(courses))
        except ServiceError as error:
            for course in _unfinished(courses):
                course.fail(copy_of(error))
        client.in_parallel(lambda course: guarded(course, _advance, client, wait), _unfinished(courses))
        for course in _unfinished(courses) if last else ():
            course.fail(_reason_at_last(course, client.patience.timeout))
    return [course.outcome() for course in courses]


def _reason_at_last(course: Course, timeout: float) -> RocketMQError:
    """Return why an instance is not as wanted when the time is over."""
    reason = course.held_back
    # A look that failed is the reason only as long as nothing else is.
    if reason is None or (reason.passing and course.status != "RUNNING"):
        return timed_out(course, timeout)
    reason.details["transient"] = False
    return reason


def _unfinished(courses: Sequence[Course]) -> list[Course]:
    return [course for course in courses if not course.finished]


def _advance(course: Course, client: Client, wait: bool) -> None:
    """Take an instance one step further, if its status allows."""
    action = course.change.action
    if course.leaving:
        if course.held_back is not None and course.polled:
            delete_unless_busy(course, client)
        course.finished = course.actual is None
    elif action == NOTHING and not course.polled and course.status == "RUNNING":
        course.finished = True
    elif action == CREATE and not course.result:
        order(course, client)
    elif instances.is_final_failure(course.status):
        _check_failure(course)
    elif course.status == "RUNNING":
        _take_steps(course, client, wait)
    if not wait and not course.finished and not course.unsettled:
        course.finished = True
        course.warn(instances.left_over(course.change, course.actual or {}, course.asked))


def _check_failure(course: Course) -> None:
    reason = instances.stuck(course.change._replace(actual=course.actual))
    if reason:
        raise RocketMQError(reason, status=course.status)
    course.finished = True


def _take_steps(course: Course, client: Client, wait: bool) -> None:
    """Send the next request that is due, and those behind it as long as each takes effect at once."""
    while course.status == "RUNNING":
        try:
            course.actual = _completed(client, course.change.desired, course.actual)
        except RocketMQError as error:
            _hold_back(course, error, wait)
            return
        step = instances.next_step(course.change.desired, course.actual or {})
        course.held_back = None
        if course.polls_since_lost and not instances.covers(course.sent, step):
            # The write whose answer was lost has had its effect.
            course.result, course.polls_since_lost = course.result or UPDATED, 0
        if step is None:
            course.finished = True
            course.warn(instances.outgrown(course.change.desired, course.actual or {}))
            return
        if instances.covers(course.sent, step) and not _give_up_lost_answer(course):
            return
        course.sent = step
        try:
            _send_step(client, course, step)
        except LostAnswer as lost:
            course.polls_since_lost = 1
            if lost.details.get("changed"):
                course.result = course.result or UPDATED
            return
        except ServiceError as refusal:
            if not refusal.busy and (step.kind != "extend" or refusal.status != 400):
                raise
            # Sent as it is once more, a resize would be refused for the size that another run has made meanwhile.
            if not course.polls_since_lost:
                course.sent = None
            if refusal.busy:
                # Waited out here, it would keep the others waiting, too.
                course.held_back = refusal
                if refusal.details.get("changed"):
                    course.result = course.result or UPDATED
                return
            try:
                course.actual = _resized_by_another(client, course, step, refusal)
            except RocketMQError as error:
                _hold_back(course, error, wait)
                return
            continue
        course.asked.append(step)
        course.result = course.result or UPDATED
        course.polls_since_lost = 0
        fresh = _reread(client, course.instance_id)
        if fresh is None:
            return
        course.actual = fresh


def _hold_back(course: Course, error: RocketMQError, wait: bool) -> None:
    """Let a look that failed for a reason that passes be repeated after the next poll. Raises any other error."""
    if not wait or not error.passing:
        raise error
    course.held_back = error


def _give_up_lost_answer(course: Course) -> bool:
    """True if a step whose answer was lost shows no effect for so long that it is to be sent again."""
    return course.polls_since_lost > POLLS_AFTER_LOST_ANSWER


def _resized_by_another(
    client: Client, course: Course, step: instances.Step, refusal: ServiceError
) -> dict[str, Any] | None:
    """Return the instance as it is, if the resize that was refused is not due any more; else raise the refusal."""
    fresh = _completed(client, course.change.desired, _read_whole(client, course.instance_id))
    if instances.next_step(course.change.desired, fresh or {}) == step:
        raise refusal
    return fresh


def _reread(client: Client, instance_id: str) -> dict[str, Any] | None:
    try:
        return _read_whole(client, instance_id)
    except (Unreachable, ServiceError):
        return None


def _send_step(client: Client, course: Course, step: instances.Step) -> None:
    if step.kind == "modify":
        client.put(INSTANCE, step.body, again_if_busy=False, instance_id=course.instance_id)
    elif step.kind == "tags":
        _bring_tags(client, course)
    elif step.kind == "configs":
        client.put(CONFIGS, step.body, again_if_busy=False, instance_id=course.instance_id)
    else:
        client.post(EXTEND_PATHS, step.body, again_if_busy=False, instance_id=course.instance_id)


def _bring_tags(client: Client, course: Course) -> None:
    desired = course.change.desired

    def wanted(present: Mapping[str, str]) -> dict[str, str]:
        return wanted_tags(present, as_dict(desired["tags"]), desired.get("purge_tags", True))

    present = as_dict((course.actual or {}).get("tags"))
    bring_tags(client, course.instance_id, present, wanted, again_if_busy=False)


# Waiting


def _poll(client: Client, courses: Sequence[Course]) -> None:
    """Find out how the instances are: one by itself, several with one list. A poll that fails changes nothing."""
    try:
        if len(courses) == 1:
            present = _read_whole(client, courses[0].instance_id)
            now = {courses[0].instance_id: present} if present else {}
        # One that has just been ordered may be in the list before it can be read by itself.
        if len(courses) > 1 or (not now and not courses[0].leaving):
            everything = list_instances(client, {"include_failure": "true"})
            now = {str(one.get("instance_id")): one for one in everything}
    except RocketMQError as error:
        if error.passing:
            return
        raise
    for course in courses:
        _take_note(course, now.get(course.instance_id))


def _take_note(course: Course, actual: dict[str, Any] | None) -> None:
    course.polled = True
    if actual is not None:
        course.actual, course.seen = actual, True
        # Only what has been seen running, and without the effect of what was sent, speaks against that.
        course.polls_since_lost += bool(course.polls_since_lost) and course.status == "RUNNING"
    elif course.leaving:
        course.actual = None
    elif course.seen:
        course.actual = None
        course.fail(RocketMQError(f"Instance {course.change.name!r} was deleted by somebody else meanwhile."))
    # An instance just ordered may not show up at once: it stays as it was.
