# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a list to its end: nothing lost, nothing twice."""

from __future__ import annotations

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import ApiError, TransportFailure
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.pagination import (
    PAGE_BATCH,
    PAGE_SIZE,
    parse_total,
    read_pages,
)
from hypothesis import given
from hypothesis import strategies as st


def one_by_one(function, arguments):
    return [function(argument) for argument in arguments]


class Service:
    """A list of topics behind pages. `changes` maps the number of a request to what happens before it is answered."""

    def __init__(self, count, largest_page=50, total=True, changes=None):
        self.names = [f"topic-{number:04}" for number in range(count)]
        self.largest_page, self.total, self.changes = largest_page, total, changes or {}
        self.asked = 0

    def page(self, offset, size):
        self.changes.get(self.asked, lambda service: None)(self)
        self.asked += 1
        if offset and offset >= len(self.names):
            raise ApiError(400, "DMS.40050010", "offset", "", "GET", "/topics")
        names = self.names[offset : offset + min(size, self.largest_page)]
        answer = {"topics": [{"name": name} for name in names]}
        return {**answer, "total": len(self.names)} if self.total else answer

    def read(self, **keywords):
        return [topic["name"] for topic in read_pages(self.page, "topics", one_by_one, **keywords)]


@given(st.integers(0, 260), st.integers(1, 50), st.booleans())
def test_every_item_is_read_once(count, largest_page, total):
    # Without a total, a page that is not full is the end.
    service = Service(count, largest_page if total else 50, total)
    assert service.read() == service.names


@given(st.integers(0, 260), st.integers(1, 50), st.sampled_from(["as text", "as number"]))
def test_next_offset_stands_in_for_a_total(count, largest_page, told):
    service = Service(count, largest_page, total=False)

    def page(offset, size):
        answer = service.page(offset, size)
        end = offset + len(answer["topics"])
        following = end if end < count else -1
        return {**answer, "total": None, "next_offset": str(following) if told == "as text" else following}

    assert [topic["name"] for topic in read_pages(page, "topics", one_by_one)] == service.names


@pytest.mark.parametrize(("count", "requests"), [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (4000, 80)])
def test_no_request_more_than_there_are_pages(count, requests):
    service = Service(count)
    service.read()
    assert service.asked == requests


def test_item_that_moves_to_a_page_already_read_is_not_lost():
    service = Service(120, changes={1: lambda service: service.names.remove("topic-0000")})
    assert set(service.read()) == set(service.names)


def test_list_that_grows_while_it_is_read_is_read_to_its_new_end():
    service = Service(120, changes={2: lambda service: service.names.append("topic-9999")})
    assert service.read() == service.names


def test_item_put_in_front_is_told_once_and_pushes_none_out():
    service = Service(120, changes={1: lambda service: service.names.insert(0, "a-topic")})
    found = service.read()
    assert sorted(found) == sorted(service.names)


def test_list_that_ends_early_is_no_error():
    def shrink(service):
        del service.names[60:]

    service = Service(260, changes={2: shrink})
    assert set(service.read()) == set(service.names)


def test_list_that_never_stands_still_comes_to_an_end():
    service = Service(
        120, changes={n: lambda service: service.names.insert(0, f"a-{len(service.names)}") for n in range(99)}
    )
    found = service.read()
    assert len(found) == len(set(found)) and service.asked < 20


def test_service_that_takes_no_notice_of_the_offset():
    answers = {"topics": [{"name": f"topic-{number}"} for number in range(60)]}
    assert len(read_pages(lambda offset, size: answers, "topics", one_by_one)) == 60


@pytest.mark.parametrize("lie", [10**6, 10**12, 10**18])
@pytest.mark.parametrize("behind", ["nothing", "the end", "the same again"])
def test_total_that_lies_costs_a_bounded_number_of_requests(lie, behind):
    first = {"topics": [{"name": "orders"}], "total": lie}
    pages = {"nothing": {"topics": [], "total": lie}, "the end": {"total": 0}, "the same again": first}
    asked = []

    def page(offset, size):
        asked.append(offset)
        return pages[behind] if offset else first

    assert read_pages(page, "topics", one_by_one) == [{"name": "orders"}]
    assert len(asked) <= 3 * (1 + PAGE_BATCH) + 1


def test_repetition_is_known_though_a_field_differs_at_each_look():
    asked = []

    def page(offset, size):
        asked.append(offset)
        return {"topics": [{"name": f"topic-{number}", "seen": len(asked)} for number in range(size)]}

    assert len(read_pages(page, "topics", one_by_one, item_key="name")) == PAGE_SIZE
    assert len(asked) == 2


def test_long_list_behind_a_total_that_lies_is_read_to_its_end():
    service = Service(4000)
    pages = read_pages(lambda offset, size: {**service.page(offset, size), "total": 10**9}, "topics", one_by_one)
    assert [topic["name"] for topic in pages] == service.names


@pytest.mark.parametrize("count", [4000, 10_000])
def test_thousands_are_read_side_by_side(count):
    widths = []

    def map_concurrently(function, arguments):
        widths.append(len(arguments))
        return one_by_one(function, arguments)

    service = Service(count)
    assert len(read_pages(service.page, "topics", map_concurrently)) == count
    assert widths == [count // 50 - 1]


def test_list_of_more_pages_than_are_asked_for_at_once_is_read_to_its_end():
    service = Service(PAGE_BATCH * 2 + 7, largest_page=1)
    assert service.read() == service.names
    assert service.asked == len(service.names)


def test_first_page_alone_if_that_is_enough():
    service = Service(4000)
    assert len(service.read(stop_after_first_page=lambda items, total: total == 4000)) == 50
    assert service.asked == 1


@pytest.mark.parametrize(("limit", "requests"), [(1, 1), (50, 1), (60, 2), (5000, 3)])
def test_no_more_pages_than_the_most_wanted_takes(limit, requests):
    service = Service(120)
    assert service.read(limit=limit) == service.names[:limit]
    assert service.asked == requests


@pytest.mark.parametrize(
    ("answer", "total"),
    [
        ({"total": 3}, 3),
        ({"total": 3.0}, 3),
        ({"total": "3"}, 3),
        ({"instance_num": 7}, None),
        ({}, None),
        ([1], None),
        ({"total": None}, None),
        ({"total": "²"}, None),
        ({"total": "9" * 5000}, None),
    ],
)
def test_total_is_found_however_it_is_written(answer, total):
    assert parse_total(answer) == total


def test_bare_list_and_lone_object_are_lists_too():
    assert read_pages(lambda offset, size: [{"msg_id": "1"}], "trace", one_by_one) == [{"msg_id": "1"}]
    assert read_pages(lambda offset, size: {"brokers": {"a": 1}}, "brokers", one_by_one) == [{"a": 1}]


def test_answer_without_a_list_is_told():
    with pytest.raises(TransportFailure):
        read_pages(lambda offset, size: "hello", "topics", one_by_one)
    with pytest.raises(TransportFailure):
        read_pages(lambda offset, size: {"topics": 7}, "topics", one_by_one)


@pytest.mark.parametrize("of_the_page", [True, False])
def test_number_of_instances_may_be_that_of_the_page(of_the_page):
    instances = [{"instance_id": str(number)} for number in range(120)]

    def page(offset, size):
        part = instances[offset : offset + size]
        return {"instances": part, "instance_num": len(part) if of_the_page else len(instances)}

    assert read_pages(page, "instances", one_by_one, total_key="instance_num") == instances
