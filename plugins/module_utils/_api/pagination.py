# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Reads a list to its end: no item lost, none twice, whatever the pages look like."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from .errors import OFFSET_BEYOND_END_CODE, ApiError, TransportFailure

# The largest page the service gives; its default is 10.
PAGE_SIZE = 50
# How often a list that changes while it is read is read anew.
MAX_PASSES = 3
# How many pages are requested before the answers are looked at: a total may be wrong.
PAGE_BATCH = 200
TOTAL = "total"

ReadPage = Callable[[int, int], Any]
Map = Callable[[Callable[[int], Any], Sequence[int]], "list[Any]"]


def read_pages(
    read_page: ReadPage,
    key: str,
    map_concurrently: Map,
    stop_after_first_page: Callable[[list[Any], int], bool] | None = None,
    limit: int | None = None,
    item_key: str = "",
    total_key: str = TOTAL,
) -> list[Any]:
    """Return all items of a list, or those of the first page if `stop_after_first_page(items, total)` is true for it.

    With `limit`, no more than so many items are returned, and no more pages read than that takes.

    `read_page(offset, size)` returns one answer of the service; `key` is the field that holds its items, `total_key`
    the one that holds their number, and `item_key` the field of an item that tells it apart (by default, all it has).
    `map_concurrently(function, arguments)` maps. Once the first page has told the total, the others are read side by
    side. A list that shrinks meanwhile moves items to pages already read, so it is read anew. Raises what `read_page`
    raises.
    """
    first = _page_or_end(read_page, 0)
    items, total = parse_items(first, key), _total(first, key, total_key)
    is_partial = total is not None and len(items) < total
    if stop_after_first_page is not None and is_partial and stop_after_first_page(items, total or 0):
        return items
    for _pass in range(MAX_PASSES):
        pages = _Pages(first, key, item_key, total_key, limit)
        pages.read_remaining(read_page, map_concurrently)
        if pages.is_stable:
            break
        first = _page_or_end(read_page, 0)
    return list(pages.unique.values())[:limit]


class _Pages:
    """One pass over a list: the answers, and its items by what tells them apart."""

    def __init__(self, first: Any, key: str, item_key: str, total_key: str, limit: int | None) -> None:
        self.key, self.item_key, self.total_key, self.limit = key, item_key, total_key, limit
        self.unique: dict[str, Any] = {}
        self.count = 0
        self.totals: set[int] = set()
        self.total: int | None = None
        self.complete = False
        self.first, self.step = first, len(parse_items(first, key))
        self.add(first)

    def add(self, answer: Any) -> bool:
        """Add the items of an answer; return whether it brought a new one."""
        items, known = parse_items(answer, self.key), len(self.unique)
        self.unique.update((self.identity(item), item) for item in items)
        self.count += len(items)
        total = _total(answer, self.key, self.total_key)
        if total is not None:
            self.totals.add(total)
            self.total = total if self.limit is None else min(total, self.limit)
        return len(self.unique) > known

    def identity(self, item: Any) -> str:
        name = item.get(self.item_key) if isinstance(item, dict) else None
        return str(name) if name else json.dumps(item, sort_keys=True)

    def read_remaining(self, read_page: ReadPage, map_concurrently: Map) -> None:
        step = offset = self.step
        following = parse_total(self.first, "next_offset") or 0
        # A short first page of a list that tells neither a total nor a next page is the whole list.
        self.complete = step == 0 or (self.total is None and step < PAGE_SIZE and following < step)
        end = self.limit if self.total is None else self.total
        while not self.complete and (end is None or offset < end):
            offsets = [offset] if self.total is None else range(offset, self.total, step)[:PAGE_BATCH]
            answers = map_concurrently(lambda start: _page_or_end(read_page, start), offsets)
            news = [self.add(answer) for answer in answers]
            self.complete = not any(news)
            offset = offsets[-1] + step
            end = self.limit if self.total is None else self.total

    @property
    def is_stable(self) -> bool:
        """Whether the list stood still. A service that ignores the offset repeats itself without having changed."""
        return len(self.totals) <= 1 and (len(self.unique) == self.count or (self.complete and self.total is None))


def _page_or_end(read_page: ReadPage, offset: int) -> Any:
    try:
        return read_page(offset, PAGE_SIZE)
    except ApiError as error:
        if error.code == OFFSET_BEYOND_END_CODE:
            # The list is empty, or has become shorter than its total said.
            return {TOTAL: 0}
        raise


def parse_items(answer: Any, key: str) -> list[Any]:
    """Return the items of one answer: the field `key`, or the answer itself where the service sends a bare list."""
    items = answer if isinstance(answer, list) else answer.get(key) if isinstance(answer, dict) else None
    if items is None and isinstance(answer, dict):
        return []
    if isinstance(items, dict):
        return [items]
    if not isinstance(items, list):
        raise TransportFailure(f"The service answered without a list of {key}; is the endpoint right?")
    return items


def parse_total(answer: Any, key: str = TOTAL) -> int | None:
    """Return how many items the list has according to an answer, or None if it does not say."""
    if not isinstance(answer, dict):
        return None
    digits = str(answer.get(key, "")).removesuffix(".0")
    return int(digits) if digits.isdecimal() and len(digits) < 20 else None


def _total(answer: Any, key: str, total_key: str) -> int | None:
    total = parse_total(answer, total_key)
    if total is None and total_key != TOTAL:
        return parse_total(answer)
    # What is not called total may be the number of items on this page.
    full = total_key != TOTAL and total == len(parse_items(answer, key)) >= PAGE_SIZE
    return None if full else total
