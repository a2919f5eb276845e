# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Ordering an instance, never twice (chapter 5.1.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._client.connection import Client
from .._client.errors import LostAnswer, RocketMQError, ServiceError, Unreachable, in_doubt
from .._client.pace import backoff
from .._convergence.apply import CREATED, UPDATED
from .._convergence.late import look_for_lost
from .._convergence.plan import UPDATE
from . import instance as instances
from .instance_course import Course, timed_out
from .instance_deletion import delete_one
from .instance_lookup import INSTANCES, instances_named, list_instances, read_instance, the_one

# The oldest edition knows the first path, others only one of the twins.
CREATE_PATHS = (INSTANCES, "/v2/{engine}/{project_id}/instances", "/v2/{project_id}/rocketmq/instances")

# How long (s) a task that does not wait for its instances waits until the list shows them, so that the next task finds
# them by their names.
VISIBLE_PATIENCE = 120.0


def order(course: Course, client: Client) -> None:
    """Order an instance, never twice: where an answer is lost, the name is looked up before anything is sent again."""
    failed = course.change.actual
    if failed is not None:
        _remove_former(client, course)
        course.actual, course.seen = None, False
    body = instances.creation_body(course.change.desired)
    attempt, lost = 0, False

    def look() -> dict[str, Any] | None:
        return _live_instance(client, body["name"], failed)

    while True:
        attempt += 1
        try:
            course.instance_id = _ordered_id(client.post(CREATE_PATHS, body))
            break
        except LostAnswer as error:
            lost = True
            adopted = look_for_lost(client, look, "the instance was ordered")
            if adopted is None and (attempt > client.settings.max_retries or client.time_left() <= 0):
                raise in_doubt(error, "the instance was ordered") from error
        except (ServiceError, Unreachable) as error:
            # Somebody else may have ordered it meanwhile, or the service has done late what it gave no answer to.
            adopted = look() if isinstance(error, ServiceError) and error.status in (400, 409) else None
            if adopted is None and lost and error.passing:
                raise in_doubt(error, "the instance was ordered") from error
            if adopted is None:
                raise
            if not lost:
                _adopt(course, adopted)
                course.change = course.change._replace(action=UPDATE)
                course.result = UPDATED if course.result else ""
                return
        if adopted is not None:
            _adopt(course, adopted)
            break
    course.result = CREATED
    if course.actual is None:
        course.actual = {**body, "instance_id": course.instance_id, "status": "CREATING"}


def _adopt(course: Course, instance: dict[str, Any]) -> None:
    course.actual, course.instance_id, course.seen = instance, str(instance["instance_id"]), True


def _ordered_id(answer: Any) -> str:
    instance_id = answer.get("instance_id") if isinstance(answer, dict) else answer
    if not instance_id or not isinstance(instance_id, str):
        raise LostAnswer("The instance was ordered, but the service did not tell its id.")
    return instance_id


def see_ordered(client: Client, courses: Sequence[Course]) -> None:
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
        delete_one(course, client)
        course.deletion_sent = False
    while _is_there(client, course.instance_id):
        if client.time_left() <= 0:
            raise timed_out(course, client.patience.timeout)
        client.sleep(min(client.patience.interval, max(0.1, client.time_left())))


def _is_there(client: Client, instance_id: str) -> bool:
    """True if an instance is there, or if the look fails for a reason that passes."""
    try:
        return read_instance(client, instance_id) is not None
    except RocketMQError as error:
        if not error.passing:
            raise
        return True


def _live_instance(client: Client, name: str, failed: Mapping[str, Any] | None) -> dict[str, Any] | None:
    former = (failed or {}).get("instance_id")
    return the_one(name, [one for one in instances_named(client, name) if one.get("instance_id") != former])
