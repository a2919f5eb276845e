# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies read within bounds, whatever the connection below; tests/integration/test_transport.py has the wire."""

from __future__ import annotations

import gzip
import io
import time
import tracemalloc
import zlib
from types import SimpleNamespace

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._client.transport import (
    LARGEST_ANSWER,
    PIECE,
    TransportError,
    ending_within,
    read_body,
)
from hypothesis import given
from hypothesis import strategies as st


class Raw:
    """A body that comes in pieces of a size."""

    def __init__(self, body, size=PIECE, pause=0.0):
        self.file, self.size, self.pause = io.BytesIO(body), size, pause

    def read(self, amount, decode_content):
        assert decode_content is False
        time.sleep(self.pause)
        return self.file.read(min(amount, self.size))


def answer(body, encoding="", **how):
    return SimpleNamespace(headers={"Content-Encoding": encoding}, raw=Raw(body, **how))


SIZES = st.sampled_from([0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, LARGEST_ANSWER]) | st.integers(0, 300_000)


@given(SIZES, st.binary(min_size=1, max_size=400), st.integers(50, PIECE), st.sampled_from([gzip, zlib]))
def test_packed_body_is_read_whole_however_it_comes(size, pattern, piece, packing):
    body = (pattern * (size // len(pattern) + 1))[:size]
    encoding = "gzip" if packing is gzip else "deflate"
    assert read_body(answer(packing.compress(body, 1), encoding, size=piece)) == body


def test_what_follows_the_packed_data_is_left_out():
    found = answer(gzip.compress(b"{}") + bytes(20_000_000), "gzip")
    tracemalloc.start()
    try:
        assert read_body(found) == b"{}"
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2e6


@pytest.mark.parametrize("packing", ["", "gzip"])
def test_largest_body_is_a_bound(packing):
    for size, told in ((LARGEST_ANSWER, None), (LARGEST_ANSWER + 1, "larger than")):
        body = bytes(size)
        found = answer(gzip.compress(body, 1) if packing else body, packing)
        if told is None:
            assert len(read_body(found)) == size
        else:
            with pytest.raises(TransportError, match=told):
                read_body(found)


@pytest.mark.parametrize("body", [b"x" * 1000, gzip.compress(b"{}") + b"x" * 1000], ids=["plain", "behind packed data"])
def test_body_that_trickles_is_given_up_on_connections_that_are_not_timed(body):
    started = time.monotonic()
    with ending_within(0.1), pytest.raises(TransportError, match="did not end"):
        read_body(answer(body, "gzip" if body[:1] == b"\x1f" else "", size=1, pause=0.01))
    assert time.monotonic() - started < 2


def test_time_of_an_exchange_ends_with_it():
    with ending_within(0.01):
        pass
    time.sleep(0.02)
    assert read_body(answer(b"{}")) == b"{}"
