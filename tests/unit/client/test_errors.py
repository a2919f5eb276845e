# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an error answer says, whatever its shape."""

from __future__ import annotations

import json

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._client.errors import (
    ServiceError,
    parse_error_body,
)
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._client.hints import hint
from hypothesis import given
from hypothesis import strategies as st

BODIES = [
    ('{"error_code": "DMS.1", "error_msg": "no"}', ("DMS.1", "no", "")),
    ('{"errorCode": "DMS.1", "errorMsg": "no"}', ("DMS.1", "no", "")),
    ('{"code": 401, "message": "no"}', ("401", "no", "")),
    ('{"error": {"code": 401, "message": "no", "title": "Unauthorized"}}', ("401", "no", "")),
    ('{"error_code": "APIGW.0301", "error_msg": "no", "request_id": "r"}', ("APIGW.0301", "no", "r")),
    ('{"error_msg": "half"}', ("", "half", "")),
    ('{"error_code": "DMS.1", "error_message": "other"}', ("DMS.1", "other", "")),
    ("[1, 2]", ("", "[1, 2]", "")),
    ('"text"', ("", '"text"', "")),
    ("", ("", "", "")),
    ("<html>\n <b>Bad gateway</b></html>", ("", "<html> <b>Bad gateway</b></html>", "")),
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_every_known_shape_of_an_error_is_understood(body, expected):
    assert parse_error_body(body) == expected


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner)))
def test_no_error_body_is_too_strange(body):
    code, message, request_id = parse_error_body(body if isinstance(body, str) else json.dumps(body))
    assert isinstance(code, str) and isinstance(message, str) and isinstance(request_id, str)
    assert len(message) < 600


def error(status, code=""):
    return ServiceError(status, code, "text", "", "GET", "/path")


@pytest.mark.parametrize(
    ("status", "code", "kinds"),
    [
        (429, "", {"throttled", "passing"}),
        (404, "DMS.10240407", {"throttled", "passing"}),
        (404, "DMS.00404022", set()),
        (404, "DMS.00404001", {"route_absent"}),
        (404, "DMS.10240406", {"route_absent"}),
        (405, "DMS.00405001", {"route_absent"}),
        (404, "", {"route_absent"}),
        (404, "APIGW.0101", {"route_absent"}),
        (404, "DMS.10240405", set()),
        (400, "DMS.00400026", {"busy"}),
        (400, "DMS.00400017", {"busy"}),
        (400, "DMS.00400099", {"busy"}),
        (400, "CBC.99003651", {"busy"}),
        (400, "DMS.00050004", set()),
        (500, "DMS.00500000", {"passing"}),
        (502, "", {"passing"}),
        (403, "DMS.00403003", set()),
    ],
)
def test_an_error_is_of_the_kinds_its_code_means(status, code, kinds):
    told = error(status, code)
    assert {kind for kind in ("throttled", "passing", "route_absent", "busy") if getattr(told, kind)} == kinds


def test_result_tells_code_status_request_and_advice():
    told = ServiceError(404, "DMS.00404022", "gone", "request-1", "GET", "/path").result()
    assert told["error_code"] == "DMS.00404022" and told["http_status"] == 404 and told["request_id"] == "request-1"
    assert told["hint"] == hint("DMS.00404022", 404)
    assert "gone" in told["msg"]


@pytest.mark.parametrize("status", [401, 403, 404, 413, 429, 500, 502, 503])
def test_statuses_without_a_known_code_have_advice_too(status):
    assert hint("", status)
