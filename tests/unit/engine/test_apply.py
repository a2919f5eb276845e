# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done in the background is told when it has been done."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.clock import Clock
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import TransportFailure
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.retry import WaitPolicy
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.apply import apply_changes
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.plan import plan_object
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.resource import InstanceContext
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.topic import TOPIC_RESOURCE
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.user import USER_RESOURCE, full_payload


def client_that_notes(slept):
    """Return a client that notes how long it slept, and sends nothing."""
    return SimpleNamespace(
        sleep=slept.append,
        clock=Clock(monotonic=lambda: sum(slept), sleep=slept.append),
        remaining_time=lambda: 600.0,
        wait_policy=WaitPolicy(600.0, 10.0),
        settings=SimpleNamespace(max_retries=5),
        map_concurrently=lambda function, items: list(map(function, items)),
    )


@pytest.mark.parametrize(("state", "result"), [("present", "updated"), ("absent", "deleted")])
def test_job_of_a_single_write_is_waited_for_however_long_it_takes(state, result):
    slept = []
    before, after = {"name": "t", "permission": "all"}, {"name": "t", "permission": "sub"}

    def read_one(scope, name):
        return before if sum(slept) < 20 else after if state == "present" else None

    def answer(*arguments):
        return {"job_id": "job"}

    client = client_that_notes(slept)
    resource = TOPIC_RESOURCE._replace(read_one=read_one, update=answer, delete=answer)
    change = plan_object(
        resource.fields, "t", {"name": "t", "permission": "sub"}, before, state, resource.customize_diff
    )
    [outcome] = apply_changes(resource, InstanceContext(client, "id"), [change])
    assert (outcome.result, outcome.changed) == (result, True)
    assert sum(slept) >= 20


def service_of_one_topic(reads):
    """Return a scope, a resource whose reads give `reads`, one after the other, and what it was sent."""
    sent = []
    remaining = list(reads)

    def read_one(scope, name):
        return remaining.pop(0) if len(remaining) > 1 else remaining[0]

    def note(kind):
        return lambda scope, change: sent.append(kind)

    resource = TOPIC_RESOURCE._replace(
        read_one=read_one,
        list_all=lambda scope, stop=None: [thing for thing in [remaining[0]] if thing],
        create=note("create"),
        update=note("update"),
    )
    return InstanceContext(client_that_notes([]), "id"), resource, sent


MADE = {"name": "t", "total_read_queue_num": 8, "total_write_queue_num": 8, "permission": "all"}
WANTED = {"name": "t", "read_queue_num": 2, "write_queue_num": 4}


def test_object_that_shows_a_moment_after_it_was_made_is_not_made_twice():
    done = {**MADE, "total_read_queue_num": 2, "total_write_queue_num": 4}
    scope, resource, sent = service_of_one_topic([None, None, MADE, done])
    change = plan_object(resource.fields, "t", WANTED, None, "present", resource.customize_diff)
    [outcome] = apply_changes(resource, scope, [change])
    assert sent == ["create", "update"] and outcome.error is None and outcome.result == "created"


def test_object_that_never_shows_after_it_was_made_is_told_as_made():
    scope, resource, sent = service_of_one_topic([None])
    change = plan_object(resource.fields, "t", WANTED, None, "present", resource.customize_diff)
    [outcome] = apply_changes(resource, scope, [change])
    assert sent == ["create"] and outcome.changed and "was created, but then" in outcome.error.message


def test_what_shows_a_moment_after_the_creation_is_not_written_once_more():
    shown = {**MADE, "permission": "sub"}
    scope, resource, sent = service_of_one_topic([MADE, MADE, shown])
    wanted = {"name": "t", "permission": "sub"}
    change = plan_object(resource.fields, "t", wanted, None, "present", resource.customize_diff)
    [outcome] = apply_changes(resource, scope, [change])
    assert sent == ["create"] and (outcome.result, outcome.ignored_fields) == ("created", [])


@pytest.mark.parametrize("update_secret", ["auto", "on_create", "always"])
def test_update_that_follows_a_creation_has_the_secret_that_was_just_written(update_secret):
    sent = []
    user = {"access_key": "user-one", "secret_key": "********", "white_remote_address": "", "admin": False}

    def update(scope, change):
        sent.append(full_payload(change))

    def read_one(scope, name):
        return {**user, "white_remote_address": "10.0.0.1"} if sent else user

    resource = USER_RESOURCE._replace(create=lambda scope, change: None, read_one=read_one, update=update)
    wanted = {"secret": "Secret-1234", "update_secret": update_secret, "white_remote_address": "10.0.0.1"}
    change = plan_object(
        resource.fields, "user-one", wanted, None, "present", resource.customize_diff, resource.validate_create
    )
    [outcome] = apply_changes(resource, InstanceContext(client_that_notes([]), "id"), [change])
    assert outcome.error is None and outcome.result == "created" and outcome.ignored_fields == []
    assert [(body["secret_key"], body["white_remote_address"]) for body in sent] == [("Secret-1234", "10.0.0.1")]
    assert "secret_key" not in outcome.object


def test_update_after_a_creation_that_cannot_be_read_back_is_told_so():
    reads = [MADE] * 20
    sent = []

    def read_one(scope, name):
        if sent:
            raise TransportFailure("no connection")
        return reads.pop()

    resource = TOPIC_RESOURCE._replace(
        read_one=read_one, create=lambda scope, change: None, update=lambda scope, change: sent.append(change)
    )
    wanted = {"name": "t", "permission": "sub"}
    change = plan_object(resource.fields, "t", wanted, None, "present", resource.customize_diff)
    [outcome] = apply_changes(resource, InstanceContext(client_that_notes([]), "id"), [change])
    assert outcome.result == "created" and "could not be read back" in str(outcome.change.warnings)
