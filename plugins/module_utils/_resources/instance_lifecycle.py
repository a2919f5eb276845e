# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Bringing instances to what is wanted: ordering, changing and deleting many side by side, and waiting for them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._client.connection import Client
from .._client.errors import INSTANCE_ABSENT_CODE, InputError, LostAnswer, RocketMQError, ServiceError, Unreachable
from .._client.pace import backoff
from .._convergence.apply import CREATED, DELETED, DONE, FAILED, UNCHANGED, UPDATED, Outcome, refused
from .._convergence.plan import CREATE, DELETE, NOTHING, REFUSE, UPDATE, Change
from .._convergence.resource import FUTURE_INSTANCE_ID
from . import instance as instances
from .availability_zone import list_zones, zone_ids
from .instance_lookup import INSTANCE, INSTANCES, instances_named, list_instances, read_instance, the_one
from .tag import as_dict, read_tags, write_tags

# The oldest edition knows the first path, others only one of the twins.
CREATE_PATHS = (INSTANCES, "/v2/{engine}/{project_id}/instances", "/v2/{project_id}/rocketmq/instances")
EXTEND_PATHS = (
    "/v2/rocketmq/{project_id}/instances/{instance_id}/extend",
    "/v2/{project_id}/rocketmq/instances/{instance_id}/extend",
)
ACTION = INSTANCES + "/action"
CONFIGS = "/v2/{project_id}/rocketmq/instances/{instance_id}/configs"

# No waiting leads out of these. Every other status but RUNNING, a new one included, is on its way.
FINAL_FAILURES = ("CREATEFAILED", "ERROR", "EXTENDEDFAILED", "FROZEN", "ROLLBACKFAILED")
DELETE_BATCH_SIZE = 50
# After so many polls (of a running instance) a write whose answer was lost counts as not carried out.
POLLS_AFTER_LOST_ANSWER = 3
# So often, an interval apart, an order whose answer was lost is looked for before it is sent again. An instance just
# ordered is not always to be seen at once.
LOOKS_FOR_LOST_ORDER = 6
# How long (s) a task that does not wait for its instances waits until the list shows them, so that the next task finds
# them by their names.
VISIBLE_PATIENCE = 120.0


# What is there


def locate(client: Client, items: Sequence[Mapping[str, Any]], state: str) -> list[dict[str, Any] | None]:
    """Return the present instance of each item, or None, with what of it is managed but needs another request.

    Raises InputError for an instance_id that does not exist, and for a name that several instances have.
    """
    found = _find(client, items)
    if state == "present":
        for item, actual in zip(items, found, strict=True):
            if actual is None and item.get("instance_id"):
                raise InputError(f"Instance {item['instance_id']!r} does not exist in project {client.project_id}.")
        pairs = list(zip(items, found, strict=True))
        return client.in_parallel(lambda pair: _completed(client, *pair), pairs)
    return found


def _find(client: Client, items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any] | None]:
    if len(items) == 1:
        item = items[0]
        if item.get("instance_id"):
            return [_read_present(client, str(item["instance_id"]))]
        return [the_one(item["name"], instances_named(client, item["name"]))]
    everything = list_instances(client, {"include_failure": "true"})
    by_id = {one.get("instance_id"): one for one in everything}
    return [
        by_id.get(item["instance_id"])
        if item.get("instance_id")
        else the_one(item["name"], [one for one in everything if one.get("name") == item["name"]])
        for item in items
    ]


def _read_present(client: Client, instance_id: str) -> dict[str, Any] | None:
    # The instance that a check-mode run before this one would have created.
    if instance_id == FUTURE_INSTANCE_ID:
        return {"instance_id": instance_id, "status": "RUNNING", "enable_acl": False, "tags": []}
    return read_instance(client, instance_id)


def _completed(client: Client, item: Mapping[str, Any], actual: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return an instance with what is managed of it and what it does not carry by itself, such as tags and configs."""
    if actual is None or actual["instance_id"] == FUTURE_INSTANCE_ID or actual.get("status") == "CREATEFAILED":
        return actual
    creating = actual.get("status") == "CREATING"
    if not creating and not item.get("instance_id") and instances.lacks_managed(item, actual):
        # The list shows less than the single instance.
        actual = {**actual, **(read_instance(client, actual["instance_id"]) or {})}
    if item.get("tags") is not None and actual.get("tags") is None:
        actual = {**actual, "tags": {} if creating else read_tags(client, actual["instance_id"])}
    if item.get("configs") is not None and not creating:
        actual = {**actual, "configs": _read_configs(client, actual["instance_id"], item["configs"])}
    return actual


def _read_configs(client: Client, instance_id: str, wanted: Mapping[str, Any]) -> dict[str, str]:
    """Return those of an instance's configs that are managed. Raises InputError for one the instance does not have."""
    present = client.get_all(CONFIGS, "rocketmq_configs", instance_id=instance_id)
    values = {str(entry["name"]): str(entry.get("value")) for entry in present}
    unknown = sorted(set(wanted) - set(values))
    if unknown:
        raise InputError(f"'configs': the instance has no {', '.join(unknown)}; it has {', '.join(sorted(values))}.")
    return {name: values[name] for name in wanted}


def with_zone_ids(
    client: Client, items: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any] | None]
) -> list[dict[str, Any]]:
    """Return the items with the ids of their zones, which the user may also tell by code or name.

    The zones are only asked for where the instance does not have just these ids or names already.
    """
    zones: list[dict[str, Any]] | None = None
    resolved = []
    for item, actual in zip(items, found, strict=True):
        wanted = item.get("available_zones")
        if wanted and actual and _same_zones(wanted, actual):
            item = {**item, "available_zones": actual.get("available_zones")}
        elif wanted:
            zones = list_zones(client) if zones is None else zones
            item = {**item, "available_zones": zone_ids(zones, wanted)}
        resolved.append(dict(item))
    return resolved


def _same_zones(wanted: Sequence[str], actual: Mapping[str, Any]) -> bool:
    told = (actual.get("available_zones"), actual.get("available_zone_names"))
    return any(set(wanted) == set(zones or ()) for zones in told)


# What is to be done


def plan_instances(client: Client, items: Sequence[Mapping[str, Any]], state: str) -> list[Change]:
    """Return what is to be done with each instance. Raises InputError, ServiceError, Unreachable."""
    found = locate(client, items, state)
    if state == "present":
        items = with_zone_ids(client, items, found)
    return [instances.plan_instance(item, actual, state) for item, actual in zip(items, found, strict=True)]


def predict(changes: Sequence[Change]) -> list[Outcome]:
    """Return the outcomes the changes are going to have, without a request (check mode)."""
    from .._convergence.plan import predicted

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


class Course:
    """One instance on its way: its plan, what is known of it, and what has been sent."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.actual: dict[str, Any] | None = dict(change.actual) if change.actual else None
        self.instance_id = str((change.actual or {}).get("instance_id") or "")
        self.seen = change.actual is not None
        self.sent: instances.Step | None = None
        self.polls_since_lost = 0
        self.polled = False
        self.deletion_sent = False
        self.result = ""
        self.error: RocketMQError | None = None
        self.finished = False

    def fail(self, error: RocketMQError) -> None:
        """End this course with an error that names the instance."""
        if self.instance_id:
            error.details.setdefault("instance_id", self.instance_id)
        if self.result:
            error.message = f"The instance was {self.result}, but then: {error.message}"
        self.error = error
        self.finished = True

    @property
    def leaving(self) -> bool:
        """True if the instance is to go, or is not there to begin with."""
        absent = self.change.actual is None or self.change.actual.get("status") == "DELETING"
        return self.change.action == DELETE or (self.change.action == NOTHING and absent)

    @property
    def status(self) -> str:
        """The status the service told last."""
        return str((self.actual or {}).get("status") or "")

    def outcome(self) -> Outcome:
        """Return what became of the instance."""
        thing = None if self.actual is None else instances.as_shown(self.actual)
        if self.error is not None:
            return Outcome(self.change, FAILED, thing, self.error, changed=bool(self.result))
        return Outcome(self.change, self.result or UNCHANGED, thing, changed=bool(self.result))


def carry_out(client: Client, changes: Sequence[Change], wait: bool) -> list[Outcome]:
    """Carry out the changes side by side and, with `wait`, see all of them through; return their outcomes in order.

    All that is waited for is asked after with one request at a time. A wait ends when the wanted values are there,
    at a status that is a failure for good, or when the client's patience is over; a poll that fails does not end it.
    """
    courses = [Course(change) for change in changes]
    for course in courses:
        if course.change.action == REFUSE:
            course.fail(RocketMQError(course.change.reason))
    _delete(client, [course for course in courses if course.change.action == DELETE])
    client.in_parallel(lambda course: _guarded(course, _advance, client, wait), _unfinished(courses))
    if not wait:
        _see_ordered(client, [course for course in courses if course.result == CREATED and not course.seen])
    while wait and _unfinished(courses):
        if client.time_left() <= 0:
            for course in _unfinished(courses):
                course.fail(_timeout(course, client.patience.timeout))
            break
        client.sleep(min(client.patience.interval, max(0.1, client.time_left())))
        try:
            _poll(client, _unfinished(courses))
        except ServiceError as error:
            for course in _unfinished(courses):
                course.fail(_copy(error))
        client.in_parallel(lambda course: _guarded(course, _advance, client, wait), _unfinished(courses))
    return [course.outcome() for course in courses]


def _unfinished(courses: Sequence[Course]) -> list[Course]:
    return [course for course in courses if not course.finished]


def _guarded(course: Course, function: Any, *arguments: Any) -> None:
    try:
        function(course, *arguments)
    except RocketMQError as error:
        if isinstance(error, ServiceError) and error.code == INSTANCE_ABSENT_CODE:
            error.message = f"Instance {course.change.name!r} was deleted by somebody else meanwhile: {error.message}"
        course.fail(error)


def _copy(error: RocketMQError) -> RocketMQError:
    """Return an error that can be told of one more instance, with words of its own."""
    return RocketMQError(**{"message" if key == "msg" else key: value for key, value in error.result().items()})


def _timeout(course: Course, timeout: float) -> RocketMQError:
    what = "is still there" if course.change.action == DELETE else "is not ready"
    sent = f"; the service shows no effect of the last request ({course.sent.kind})" if course.sent else ""
    return RocketMQError(
        f"Instance {course.change.name!r} {what} after {timeout:g} s: its status is {course.status or 'unknown'}{sent}."
        " Run the task again to go on waiting.",
        status=course.status,
    )


def _advance(course: Course, client: Client, wait: bool) -> None:
    """Take an instance one step further, if its status allows."""
    action = course.change.action
    if course.leaving:
        course.finished = course.actual is None
    elif action == NOTHING and not course.polled and course.status == "RUNNING":
        course.finished = True
    elif action == CREATE and not course.result:
        _order(course, client)
    elif course.status in FINAL_FAILURES:
        _check_failure(course)
    elif course.status == "RUNNING":
        _take_steps(course, client)
    if not wait:
        course.finished = True


def _check_failure(course: Course) -> None:
    # A resize that failed leaves an instance that works, with what it had before.
    if course.status == "EXTENDEDFAILED" and course.change.action == NOTHING:
        course.finished = True
        return
    raise RocketMQError(
        f"Instance {course.change.name!r} is in status {course.status}, which it does not leave by itself: "
        "look at it in the console, or delete it.",
        status=course.status,
    )


def _take_steps(course: Course, client: Client) -> None:
    """Send the next request that is due, and those behind it as long as each takes effect at once."""
    while course.status == "RUNNING":
        course.actual = _completed(client, course.change.desired, course.actual)
        step = instances.next_step(course.change.desired, course.actual or {})
        if course.polls_since_lost and not instances.covers(course.sent, step):
            # The write whose answer was lost has had its effect.
            course.result, course.polls_since_lost = course.result or UPDATED, 0
        if step is None:
            course.finished = True
            grown = instances.outgrown(course.change.desired, course.actual or {})
            course.change = course.change._replace(warnings=[*course.change.warnings, *grown])
            return
        if instances.covers(course.sent, step) and not _give_up_lost_answer(course):
            return
        course.sent = step
        try:
            _send_step(client, course, step)
        except LostAnswer:
            course.polls_since_lost = 1
            return
        course.result = course.result or UPDATED
        course.polls_since_lost = 0
        fresh = _reread(client, course.instance_id)
        if fresh is None:
            return
        course.actual = fresh


def _give_up_lost_answer(course: Course) -> bool:
    """True if a step whose answer was lost shows no effect for so long that it is to be sent again."""
    if not course.polls_since_lost:
        return False
    course.polls_since_lost += 1
    return course.polls_since_lost > POLLS_AFTER_LOST_ANSWER


def _reread(client: Client, instance_id: str) -> dict[str, Any] | None:
    try:
        return read_instance(client, instance_id)
    except (Unreachable, ServiceError):
        return None


def _send_step(client: Client, course: Course, step: instances.Step) -> None:
    if step.kind == "modify":
        client.put(INSTANCE, step.body, instance_id=course.instance_id)
    elif step.kind == "tags":
        write_tags(client, course.instance_id, as_dict((course.actual or {}).get("tags")), step.body)
    elif step.kind == "configs":
        client.put(CONFIGS, step.body, instance_id=course.instance_id)
    else:
        client.post(EXTEND_PATHS, step.body, instance_id=course.instance_id)


# Ordering


def _order(course: Course, client: Client) -> None:
    """Order an instance, never twice: where an answer is lost, the name is looked up before anything is sent again."""
    failed = course.change.actual
    if failed is not None:
        _remove_former(client, course)
        course.actual, course.seen = None, False
    body = instances.creation_body(course.change.desired)
    attempt = 0
    while True:
        attempt += 1
        try:
            course.instance_id = _ordered_id(client.post(CREATE_PATHS, body))
            break
        except LostAnswer:
            adopted = _look_for_order(client, body["name"], failed)
            if adopted is None and attempt > client.settings.max_retries:
                raise
        except ServiceError as error:
            # Somebody else may have ordered it meanwhile.
            adopted = _live_instance(client, body["name"], failed) if error.status in (400, 409) else None
            if adopted is None:
                raise
            course.actual, course.instance_id, course.seen = adopted, str(adopted["instance_id"]), True
            course.change = course.change._replace(action=UPDATE)
            return
        if adopted is not None:
            course.actual, course.instance_id, course.seen = adopted, str(adopted["instance_id"]), True
            break
    course.result = CREATED
    if course.actual is None:
        course.actual = {**body, "instance_id": course.instance_id, "status": "CREATING"}


def _ordered_id(answer: Any) -> str:
    instance_id = answer.get("instance_id") if isinstance(answer, dict) else answer
    if not instance_id:
        raise LostAnswer("The instance was ordered, but the service did not tell its id.")
    return str(instance_id)


def _see_ordered(client: Client, courses: Sequence[Course]) -> None:
    """Wait until the list shows what was ordered: a run that came before would order it once more."""
    patience = min(VISIBLE_PATIENCE, client.time_left())
    waiting, attempt = {course.instance_id for course in courses}, 0
    while waiting and patience > 0:
        try:
            listed = list_instances(client, {"include_failure": "true"})
            waiting -= {str(one.get("instance_id")) for one in listed}
        except (Unreachable, ServiceError):
            pass
        if waiting:
            attempt += 1
            pause = min(backoff(attempt), client.patience.interval)
            client.sleep(pause)
            patience -= pause


def _remove_former(client: Client, course: Course) -> None:
    """Delete the instance that failed to be created, and see it go: it may still hold the name."""
    if course.status != "DELETING":
        _delete_one(course, client)
        course.deletion_sent, course.result = False, ""
    while read_instance(client, course.instance_id) is not None:
        if client.time_left() <= 0:
            raise _timeout(course, client.patience.timeout)
        client.sleep(min(client.patience.interval, max(0.1, client.time_left())))


def _look_for_order(client: Client, name: str, failed: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Look for an instance whose order got no answer. It may show up late, so one look is not enough."""
    for _look in range(LOOKS_FOR_LOST_ORDER):
        client.sleep(client.patience.interval)
        instance = _live_instance(client, name, failed)
        if instance is not None:
            return instance
    return None


def _live_instance(client: Client, name: str, failed: Mapping[str, Any] | None) -> dict[str, Any] | None:
    former = (failed or {}).get("instance_id")
    return the_one(name, [one for one in instances_named(client, name) if one.get("instance_id") != former])


# Deleting


def _delete(client: Client, courses: Sequence[Course]) -> None:
    """Send the deletions: several with one request, if the service takes it."""
    pending = [course for course in courses if course.status != "DELETING"]
    forced = [course for course in pending if course.change.desired.get("force_delete")]
    plain = [course for course in pending if course not in forced]
    for group, force in ((forced, True), (plain, False)):
        for start in range(0, len(group), DELETE_BATCH_SIZE):
            part = group[start : start + DELETE_BATCH_SIZE]
            if len(part) > 1 or force:
                _delete_batch(client, part, force)
    client.in_parallel(
        lambda course: _guarded(course, _delete_forced if course in forced else _delete_one, client),
        [course for course in pending if not course.deletion_sent and not course.finished],
    )


def _delete_batch(client: Client, courses: Sequence[Course], force: bool) -> None:
    """Delete several instances with one request, which is sent again for those that a lost answer has left."""
    left = list(courses)
    for attempt in range(1, client.settings.max_retries + 2):
        try:
            _send_batch(client, left, force)
            return
        except LostAnswer as error:
            failure: RocketMQError = error
            client.sleep(backoff(attempt))
            client.in_parallel(lambda course: _guarded(course, _look_after_deletion, client), left)
            left = [course for course in left if not course.deletion_sent and not course.finished]
        except RocketMQError as error:
            failure = error
            break
        if not left:
            return
    for course in left if force else ():
        course.fail(failure)


def _send_batch(client: Client, courses: Sequence[Course], force: bool) -> None:
    body: dict[str, Any] = {"action": "delete", "instances": [course.instance_id for course in courses]}
    if force:
        body["force_delete"] = True
    answer = client.post(ACTION, body)
    # The whole may succeed while some fail: those are deleted singly.
    results = answer.get("results") if isinstance(answer, dict) else None
    for entry in results or ():
        for course in courses:
            if entry.get("instance") == course.instance_id and entry.get("result") == "success":
                course.deletion_sent, course.result = True, DELETED


def _look_after_deletion(course: Course, client: Client) -> None:
    """Find out whether a deletion whose answer was lost has been carried out."""
    course.actual = read_instance(client, course.instance_id)
    if course.actual is None or course.status == "DELETING":
        course.deletion_sent, course.result = True, DELETED


def _delete_forced(course: Course, client: Client) -> None:
    """Delete one instance past the recycle bin, which only the batch can; a status that forbids it is waited out."""
    while True:
        _look_after_deletion(course, client)
        if course.deletion_sent or course.finished:
            return
        if client.time_left() <= 0:
            raise _timeout(course, client.patience.timeout)
        client.sleep(min(client.patience.interval, max(0.1, client.time_left())))
        _delete_batch(client, [course], force=True)


def _delete_one(course: Course, client: Client) -> None:
    for attempt in range(1, client.settings.max_retries + 2):
        try:
            client.delete(INSTANCE, instance_id=course.instance_id)
        except LostAnswer:
            client.sleep(backoff(attempt))
            _look_after_deletion(course, client)
            if not course.deletion_sent:
                continue
        except ServiceError as error:
            if error.code != INSTANCE_ABSENT_CODE:
                raise
            course.actual = None
        course.deletion_sent, course.result = True, DELETED
        return
    raise Unreachable(f"Instance {course.change.name!r} could not be deleted: no request got an answer.")


# Waiting


def _poll(client: Client, courses: Sequence[Course]) -> None:
    """Find out how the instances are: one by itself, several with one list. A poll that fails changes nothing."""
    try:
        if len(courses) == 1:
            present = read_instance(client, courses[0].instance_id)
            now = {courses[0].instance_id: present} if present else {}
        else:
            everything = list_instances(client, {"include_failure": "true"})
            now = {str(one.get("instance_id")): one for one in everything}
    except Unreachable:
        return
    except ServiceError as error:
        if error.passing:
            return
        raise
    for course in courses:
        _take_note(course, now.get(course.instance_id))


def _take_note(course: Course, actual: dict[str, Any] | None) -> None:
    course.polled = True
    if actual is not None:
        course.actual, course.seen = actual, True
    elif course.leaving:
        course.actual = None
    elif course.seen:
        course.actual = None
        course.fail(RocketMQError(f"Instance {course.change.name!r} was deleted by somebody else meanwhile."))
    # An instance just ordered may not show up at once: it stays as it was.
