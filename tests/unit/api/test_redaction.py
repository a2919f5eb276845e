# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets in what others write."""

from __future__ import annotations

import json

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.error_parsing import api_error
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.redaction import (
    MASK,
    encodings_of,
    redact,
    redact_body,
)
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.response import Response
from hypothesis import given
from hypothesis import strategies as st


def test_secret_that_begins_another_leaves_nothing_of_it():
    assert redact("key: secret-and-more", {"secret", "secret-and-more"}) == f"key: {MASK}"


def test_nothing_is_not_masked():
    assert encodings_of("") == set()


@given(st.text(min_size=8), st.booleans())
def test_secret_is_found_however_json_writes_it(secret, ascii_only):
    body = json.dumps({"error_msg": f"<{secret}>", "more": [secret]}, ensure_ascii=ascii_only)
    cleaned = json.loads(redact_body(body, encodings_of(secret)))
    # A secret that looks like a part of the JSON around it takes that along.
    if isinstance(cleaned, dict) and set(cleaned) == {"error_msg", "more"}:
        assert cleaned == {"error_msg": f"<{MASK}>", "more": [MASK]}


@pytest.mark.parametrize("written", ["Ab\\u00263-\\u003cx\\/y\\u003e", "Ab&3-<x\\/y>", "Ab&3-<x/y>"])
def test_secret_is_found_however_a_service_writes_its_json(written):
    assert "Ab" not in redact_body(f'{{"error_msg": "{written}"}}', encodings_of("Ab&3-<x/y>"))


@pytest.mark.parametrize("body", ["<p>secret-1</p>", '{"error_msg": "secret-1', "[" * 100_000 + '"secret-1"'])
def test_what_is_no_json_is_masked_as_well(body):
    assert redact_body(body, {"secret-1"}) == body.replace("secret-1", MASK)


def test_code_stays_what_decides_what_is_done():
    body = b'{"error_code": "DMS.00404022", "error_msg": "DMS says secret-1"}'
    error = api_error("GET", "https://example.com/v2", Response(400, {}, body), {"DMS", "secret-1"})
    assert error.code == "DMS.00404022"
    assert error.message == f"GET /v2 was answered with 400 {MASK}.00404022: {MASK} says {MASK}"
