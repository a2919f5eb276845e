# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Reading a list to its end: no item lost, none twice, whatever the pages look like."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .errors import OFFSET_BEYOND_END_CODE, ServiceError, Unreachable

# The largest page the service gives; its default is 10.
PAGE_SIZE = 50
# How often a list that changes while it is read is read anew.
PASSES = 3
# How many pages are asked for before the answers are looked at: a total may be wrong, and without measure.
PAGES_AT_ONCE = 200
# No list of the service is nearly so long: what has more items has no end.
MOST_ITEMS = 100_000

Page = Callable[[int, int], Any]


def read_all(
    page: Page,
    key: str,
    in_parallel: Callable[[Callable[[Any], Any], list[Any]], list[Any]],
    sufficient: Callable[[list[Any], int], bool] | None = None,
    most: int | None = None,
) -> list[Any]:
    """Return all items of a list, or those of the first page if `sufficient(items, total)` is true for it.

    With `most`, no more than so many items are returned, and no more pages read than that takes.

    `page(offset, limit)` returns one answer of the service, `key` is the field that holds its items, and
    `in_parallel(function, arguments)` maps. Once the first page has told the total, the others are read side by side.
    A list that shrinks meanwhile moves items to pages already read, so it is read anew. Raises what `page` raises.
    """
    first = _page_or_end(page, 0)
    items, total = items_of(first, key), total_of(first)
    if sufficient is not None and total is not None and len(items) < total and sufficient(items, total):
        return items
    for _pass in range(PASSES):
        items, steady = _read_further(first, page, key, in_parallel, most)
        if steady:
            break
        first = _page_or_end(page, 0)
    return items[:most]


def _read_further(first: Any, page: Page, key: str, in_parallel: Any, most: int | None) -> tuple[list[Any], bool]:
    """Read the pages behind the first; return all items and whether the list stood still meanwhile."""
    answers = [first]
    step = len(items_of(first, key))
    total = _at_most(most, total_of(first))
    offset = step
    # A short first page of a list that tells neither a total nor a next page is the whole list.
    complete = step == 0 or (total is None and step < PAGE_SIZE and (_number(first, "next_offset") or 0) < step)
    while not complete and (total is None or offset < total):
        offsets = [offset] if total is None else list(range(offset, total, step)[:PAGES_AT_ONCE])
        batch = in_parallel(lambda start: _page_or_end(page, start), offsets)
        complete = not any(_is_new(answer, answers, key) for answer in batch)
        answers += batch
        offset = offsets[-1] + step
        if offset > MOST_ITEMS:
            raise Unreachable(f"The service answered with a list of {key} that has no end; is the endpoint right?")
        total = _at_most(most, next((found for found in map(total_of, reversed(batch)) if found is not None), total))
    everything = [item for answer in answers for item in items_of(answer, key)]
    unique = {_identity(key, item): item for item in everything}
    totals = {found for found in map(total_of, answers) if found is not None}
    # A service that takes no notice of the offset repeats itself without having changed.
    steady = len(totals) <= 1 and (len(unique) == len(everything) or (complete and total is None))
    return list(unique.values()), steady


def _is_new(answer: Any, earlier: list[Any], key: str) -> bool:
    """True if a page brings something that the page before did not: lists have an end, repetitions have none."""
    names = [_identity(key, item) for item in items_of(answer, key)]
    return bool(names) and names != [_identity(key, item) for item in items_of(earlier[-1], key)]


def _at_most(most: int | None, total: int | None) -> int | None:
    return total if most is None else most if total is None else min(most, total)


def _page_or_end(page: Page, offset: int) -> Any:
    try:
        return page(offset, PAGE_SIZE)
    except ServiceError as error:
        if error.code == OFFSET_BEYOND_END_CODE:
            # The list is empty, or has become shorter than its total said.
            return {"total": 0}
        raise


def items_of(answer: Any, key: str) -> list[Any]:
    """Return the items of one answer: the field `key`, or the answer itself where the service sends a bare list."""
    items = answer if isinstance(answer, list) else answer.get(key) if isinstance(answer, dict) else None
    if items is None and isinstance(answer, dict):
        return []
    if isinstance(items, dict):
        return [items]
    if not isinstance(items, list):
        raise Unreachable(f"The service answered without a list of {key}; is the endpoint right?")
    return items


def total_of(answer: Any) -> int | None:
    """Return how many items the list has according to an answer, or None if it does not say."""
    total = _number(answer, "total")
    if total is not None:
        return total
    count = _number(answer, "instance_num")
    # It may also be the number of instances on this page.
    full = isinstance(answer, dict) and len(answer.get("instances") or ()) >= PAGE_SIZE
    return None if full and count == len(answer["instances"]) else count


def _number(answer: Any, name: str) -> int | None:
    if not isinstance(answer, dict):
        return None
    # One edition shows numbers as text with a comma behind.
    digits = str(answer.get(name, "")).rstrip(", ").removesuffix(".0")
    return int(digits) if digits.isdecimal() and len(digits) < 20 else None


# What tells the items of a list apart; items of other lists are told apart by all they have.
IDENTITIES = {
    "instances": "instance_id",
    "topics": "name",
    "groups": "name",
    "users": "access_key",
    "messages": "msg_id",
    "task": "id",
}


def _identity(key: str, item: Any) -> str:
    name = item.get(IDENTITIES.get(key, "")) if isinstance(item, dict) else None
    return str(name) if name else json.dumps(item, sort_keys=True)
