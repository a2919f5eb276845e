# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A write whose outcome is unknown."""

from __future__ import annotations

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import (
    ApiError,
    OutcomeUnknown,
    TransportFailure,
)
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.write import (
    MAX_READS,
    Write,
    confirmed_write,
    find_created,
)
from engine_fakes import FakeClient

LOST = OutcomeUnknown("no answer")
BUSY = ApiError(400, "DMS.00400026", "busy", "", "POST", "/")
EXISTS = ApiError(409, "DMS.00400005", "exists", "", "POST", "/")
THROTTLED = ApiError(429, "", "too many", "", "POST", "/")
DOWN = ApiError(503, "", "down", "", "GET", "/")


class Service:
    """Has one number. Each of `faults` meets one write: an error, and whether the write is carried out all the same."""

    def __init__(self, *faults, unreadable=0):
        self.value, self.faults, self.unreadable, self.writes = 0, list(faults), unreadable, []

    def send(self, value):
        self.writes.append(value)
        error, carried_out = self.faults.pop(0) if self.faults else (None, True)
        if carried_out:
            self.value = value
        if error is not None:
            raise error
        return "ok"

    def read(self, request, error):
        if self.unreadable:
            self.unreadable -= 1
            raise DOWN
        return self.value

    def write(self, wanted, **more):
        return Write(
            action=lambda request: "the number was written",
            send=self.send,
            read=self.read,
            next_request=lambda value: None if value == wanted else wanted,
            may_be_outdated=lambda request, error: error is EXISTS,
            **more,
        )


def run(service, client=None, **more):
    return confirmed_write(client or FakeClient(), service.write(7, **more), 7)


def test_answer_is_trusted():
    service = Service()
    result = run(service)
    assert (result.done, result.answer, result.was_read, result.error) == (7, "ok", False, None)


def test_write_that_was_carried_out_without_an_answer_is_not_sent_again():
    service = Service((LOST, True))
    result = run(service)
    assert service.writes == [7] and (result.done, result.was_read, result.is_unknown) == (7, True, True)


def test_write_that_was_not_carried_out_is_sent_again_after_a_read():
    service = Service((LOST, False), (LOST, False))
    result = run(service)
    assert service.writes == [7, 7, 7] and result.done == 7 and result.error is None


def test_write_that_never_gets_an_answer_is_unknown_and_not_transient():
    service = Service(*[(LOST, False)] * 9)
    result = run(service, FakeClient(max_retries=2))
    assert service.writes == [7, 7, 7] and result.done is None
    assert result.error.message == "It is not known whether the number was written: no answer"
    assert not result.error.is_transient


def test_outcome_that_cannot_be_read_is_unknown_and_nothing_is_sent_again():
    service = Service((LOST, False), unreadable=1)
    result = run(service)
    assert service.writes == [7] and isinstance(result.error, OutcomeUnknown)
    assert result.error.result()["http_status"] == 503 and not result.error.is_transient


def test_transient_refusal_after_a_lost_answer_leaves_the_outcome_unknown():
    result = run(Service((LOST, False), (THROTTLED, False)))
    assert isinstance(result.error, OutcomeUnknown) and "too many" in result.error.message


@pytest.mark.parametrize("error", [BUSY, THROTTLED, TransportFailure("no connection")])
def test_refusal_is_told_as_it_is(error):
    result = run(Service((error, False)))
    assert result.error is error and not result.is_unknown


def test_state_that_somebody_else_brought_about_is_no_write():
    service = Service((EXISTS, True))
    result = run(service)
    assert service.writes == [7] and (result.done, result.error, result.state) == (None, None, 7)


def test_nothing_is_sent_when_the_time_is_over():
    client = FakeClient(timeout=0.0)
    result = run(Service((LOST, False)), client, is_creation=True)
    assert isinstance(result.error, OutcomeUnknown)


def test_second_part_follows_once_the_state_is_read():
    service = Service()
    service.value = 3
    write = service.write(7)._replace(has_second_part=lambda request: request == 5)
    result = confirmed_write(FakeClient(), write, 5)
    assert service.writes == [5, 7] and result.done == 5


def test_second_part_that_fails_leaves_the_first_done():
    service = Service((None, True), (BUSY, False))
    write = service.write(7)._replace(has_second_part=lambda request: request == 5)
    result = confirmed_write(FakeClient(), write, 5)
    assert result.done == 5 and result.error is BUSY


def test_creation_is_looked_for_often_enough_before_it_is_sent_again():
    client, looks = FakeClient(interval=0.1), []
    assert find_created(client, lambda: looks.append(client.now)) is None
    assert len(looks) == MAX_READS and client.now == 30


def test_creation_that_shows_late_is_found():
    client = FakeClient()
    assert find_created(client, lambda: "id" if client.now >= 40 else None) == "id"
