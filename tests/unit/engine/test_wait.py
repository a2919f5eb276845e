# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one loop that polls."""

from __future__ import annotations

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import ApiError, TransportFailure
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.batch import _wait_for_batch
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.plan import DELETE, Change
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.resource import InstanceContext
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.wait import wait_until
from engine_fakes import FakeClient


def after(client, seconds):
    return lambda: "there" if client.now >= seconds else None


def test_result_ends_the_wait():
    client = FakeClient()
    assert wait_until(client, after(client, 25), 600) == "there"
    assert client.slept == [10, 10, 10]


def test_last_poll_is_at_the_deadline():
    client = FakeClient()
    assert wait_until(client, after(client, 25), 25) == "there"
    assert client.slept == [10, 10, 5]


def test_nothing_before_the_deadline_is_none():
    client = FakeClient()
    assert wait_until(client, lambda: None, 25) is None
    assert client.now == 25


def test_without_time_there_is_one_poll():
    client = FakeClient()
    assert wait_until(client, after(client, 0), 0) == "there"
    assert wait_until(client, lambda: None, -5) is None
    assert client.slept == []


def test_polls_can_be_asked_for_whatever_the_deadline():
    client, polls = FakeClient(), []
    assert wait_until(client, lambda: polls.append(client.now), 2, lambda poll: 5.0, min_polls=3) is None
    assert polls == [0, 5, 10]


def test_transient_error_does_not_end_the_wait_and_any_other_does():
    client = FakeClient()
    errors = [TransportFailure("no connection"), ApiError(503, "", "", "", "GET", "/")]

    def poll():
        if errors:
            raise errors.pop()
        return "there"

    assert wait_until(client, poll, 600) == "there"
    errors.append(ApiError(403, "DMS.00403003", "", "", "GET", "/"))
    with pytest.raises(ApiError):
        wait_until(client, poll, 600)


def test_error_of_the_last_poll_is_raised():
    def poll():
        raise TransportFailure("no connection")

    with pytest.raises(TransportFailure):
        wait_until(FakeClient(), poll, 30)


def test_progress_is_told_before_each_pause():
    client, told = FakeClient(), []
    wait_until(client, after(client, 25), 600, on_poll=told.append)
    assert [(progress.polls, progress.remaining, progress.error) for progress in told] == [
        (1, 600, None),
        (2, 590, None),
        (3, 580, None),
    ]


def test_slow_polls_do_not_stretch_the_wait():
    client = FakeClient()

    def poll():
        client.spend(60)

    assert wait_until(client, poll, 120) is None
    assert client.now <= 120 + 2 * 60


def test_batch_is_not_waited_for_longer_than_the_task_has_time_however_slow_its_reads_are():
    client = FakeClient(timeout=100)
    change = Change("t", DELETE, {})

    def pending(changes):
        client.spend(45)
        return list(changes)

    assert _wait_for_batch(InstanceContext(client, "id"), [change], pending, 120.0) == [change]
    assert client.now < 100 + 2 * 45
