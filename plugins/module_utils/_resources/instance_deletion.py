# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Deleting instances, many with one request (chapters 5.1.4 and 5.1.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._client.connection import Client
from .._client.errors import (
    INSTANCE_ABSENT_CODE,
    LostAnswer,
    RocketMQError,
    ServiceError,
    Unreachable,
    in_doubt,
)
from .._client.pace import backoff
from .._convergence.apply import DELETED
from .instance_course import Course, copy_of, guarded, timed_out
from .instance_lookup import INSTANCE, INSTANCES, read_instance

ACTION = INSTANCES + "/action"
DELETE_BATCH_SIZE = 50


def delete(client: Client, courses: Sequence[Course]) -> None:
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
        lambda course: guarded(course, _delete_forced if course in forced else delete_unless_busy, client),
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
            client.in_parallel(lambda course: guarded(course, _look_after_deletion, client), left)
            left = [course for course in left if not course.deletion_sent and not course.finished]
        except RocketMQError as error:
            failure = error
            break
        if not left:
            return
    if isinstance(failure, ServiceError) and failure.busy:
        if len(left) == 1:
            left[0].held_back = failure
        return
    for course in left if force else ():
        course.fail(copy_of(failure))


def _send_batch(client: Client, courses: Sequence[Course], force: bool) -> None:
    body: dict[str, Any] = {"action": "delete", "instances": [course.instance_id for course in courses]}
    if force:
        body["force_delete"] = True
    # Some editions refuse the whole for one that is busy.
    answer = client.post(ACTION, body, again_if_busy=False)
    # The whole may succeed while some fail: those are deleted singly.
    results = answer.get("results") if isinstance(answer, dict) else None
    for entry in results or ():
        for course in courses:
            if entry.get("instance") == course.instance_id and entry.get("result") == "success":
                course.deletion_sent, course.result, course.held_back = True, DELETED, None


def _look_after_deletion(course: Course, client: Client) -> None:
    """Find out whether a deletion whose answer was lost has been carried out."""
    try:
        course.actual = read_instance(client, course.instance_id)
    except RocketMQError as error:
        raise in_doubt(error, "the instance was deleted") from error
    if course.actual is None or course.status == "DELETING":
        course.deletion_sent, course.result = True, DELETED


def _delete_forced(course: Course, client: Client) -> None:
    """Delete one instance past the recycle bin, which only the batch can; a status that forbids it is waited out."""
    while True:
        try:
            _look_after_deletion(course, client)
        except RocketMQError as error:
            if not error.passing:
                raise
        if course.deletion_sent or course.finished:
            return
        if client.time_left() <= 0:
            raise course.held_back or timed_out(course, client.patience.timeout)
        client.sleep(min(client.patience.interval, max(0.1, client.time_left())))
        _delete_batch(client, [course], force=True)


def delete_unless_busy(course: Course, client: Client) -> None:
    """Delete one instance; where the service is too busy for that, the course is held back, and others go on."""
    course.held_back = None
    if course.actual is None or course.status == "DELETING":
        if course.deletion_lost:
            course.deletion_sent, course.result = True, DELETED
        return
    try:
        delete_one(course, client, again_if_busy=False)
    except ServiceError as refusal:
        if not refusal.busy:
            raise
        course.held_back = refusal


def delete_one(course: Course, client: Client, again_if_busy: bool = True) -> None:
    """Delete one instance; where an answer is lost, look before the request is sent again.

    Without `again_if_busy` the answer of a busy service is raised at once.
    """
    for attempt in range(1, client.settings.max_retries + 2):
        try:
            client.delete(INSTANCE, again_if_busy=again_if_busy, instance_id=course.instance_id)
        except LostAnswer:
            course.deletion_lost = True
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
