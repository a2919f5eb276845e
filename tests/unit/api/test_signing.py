# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures, against vectors made with the vendor's own signer."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api import signing

DATA = Path(__file__).parents[1] / "data"
# Sorts repeated integers as numbers, which only the vendor's SDK does; no call of this service repeats a parameter.
NOT_REPRODUCED = "repeated_int_sorted_numerically"
VECTORS = [
    vector
    for name in ("signing_vectors.json", "signing_vectors_extra.json")
    for vector in json.loads((DATA / name).read_text())["vectors"]
    if vector["name"] != NOT_REPRODUCED
]


def test_there_are_26_vectors():
    assert len(VECTORS) == 26


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_signature_is_the_vendors(vector):
    given, expected = vector["input"], vector["output"]
    headers = {name: value for name, value in expected["final_headers"].items() if name != "Authorization"}
    # The header as it was before it was put on the wire in Latin-1.
    headers.update(given["headers"])
    arguments = (given["method"], given["path"], _pairs(given), headers, (given["body"] or "").encode())
    assert signing.canonical_request(*arguments)[0] == expected["canonical_request"]
    assert signing.authorization(*arguments, given["ak"], given["sk"]) == expected["authorization"]


def _pairs(given):
    pairs = []
    for name, value in given["query_params"]:
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                pairs.append((name, str(one).lower() if isinstance(one, bool) else str(one)))
    return pairs


@pytest.mark.parametrize(
    ("name", "encoded"),
    [("%DLQ%group", "%25DLQ%25group"), ("team|orders", "team%7Corders"), ("a b+c/ä", "a%20b%2Bc%2F%C3%A4")],
)
def test_names_are_encoded_once(name, encoded):
    assert signing.encode(name) == encoded


def test_timestamp_is_utc_without_separators():
    assert signing.timestamp(datetime(2023, 3, 15, 8, 15, tzinfo=timezone.utc).timestamp()) == "20230315T081500Z"
