# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies read within bounds, whatever the connection below; tests/integration/test_transport.py has the wire."""

from __future__ import annotations

import gzip
import io
import math
import time
import tracemalloc
import zlib
from types import SimpleNamespace

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.session import (
    CHUNK_SIZE,
    MAX_RESPONSE_BYTES,
    TransportError,
    read_body,
)
from hypothesis import given
from hypothesis import strategies as st


class Raw:
    """A body that comes in pieces of a size."""

    def __init__(self, body, size=CHUNK_SIZE, pause=0.0):
        self.file, self.size, self.pause = io.BytesIO(body), size, pause

    def read(self, amount, decode_content):
        assert decode_content is False
        time.sleep(self.pause)
        return self.file.read(min(amount, self.size))


def answer(body, encoding="", **how):
    return SimpleNamespace(headers={"Content-Encoding": encoding}, raw=Raw(body, **how))


SIZES = st.sampled_from(
    [0, 1, CHUNK_SIZE - 1, CHUNK_SIZE, CHUNK_SIZE + 1, 3 * CHUNK_SIZE, MAX_RESPONSE_BYTES]
) | st.integers(0, 300_000)


@given(SIZES, st.binary(min_size=1, max_size=400), st.integers(50, CHUNK_SIZE), st.sampled_from([gzip, zlib]))
def test_packed_body_is_read_whole_however_it_comes(size, pattern, piece, packing):
    body = (pattern * (size // len(pattern) + 1))[:size]
    encoding = "gzip" if packing is gzip else "deflate"
    assert read_body(answer(packing.compress(body, 1), encoding, size=piece), math.inf) == body


def test_what_follows_the_packed_data_is_left_out():
    found = answer(gzip.compress(b"{}") + bytes(20_000_000), "gzip")
    tracemalloc.start()
    try:
        assert read_body(found, math.inf) == b"{}"
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2e6


@pytest.mark.parametrize("packing", ["", "gzip"])
def test_largest_body_is_a_bound(packing):
    for size, told in ((MAX_RESPONSE_BYTES, None), (MAX_RESPONSE_BYTES + 1, "larger than")):
        body = bytes(size)
        found = answer(gzip.compress(body, 1) if packing else body, packing)
        if told is None:
            assert len(read_body(found, math.inf)) == size
        else:
            with pytest.raises(TransportError, match=told):
                read_body(found, math.inf)


@pytest.mark.parametrize("body", [b"x" * 1000, gzip.compress(b"{}") + b"x" * 1000], ids=["plain", "behind packed data"])
def test_body_that_trickles_is_given_up(body):
    started = time.monotonic()
    with pytest.raises(TransportError, match="did not end"):
        read_body(answer(body, "gzip" if body[:1] == b"\x1f" else "", size=1, pause=0.01), started + 0.1)
    assert time.monotonic() - started < 2
