# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Matching, reading and judging, beyond single rules."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.contract import checker

P = "/v2/0123456789abcdef0123456789abcdef"
INSTANCE = f"{P}/instances/68fdc9a8-805e-439d-8dd9-25adc1c58bf6"
JSON = {"content-type": "application/json"}
ERROR = {"error_code": "DMS.00404022", "error_msg": "This instance does not exist."}
EXAMPLES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("examples.yaml").read_text(encoding="utf-8"))[
    "examples"
]

MATCHES = [
    ("GET", f"{P}/instances", "listInstances"),
    ("POST", f"{P}/instances", "createInstance"),
    ("POST", "/v2/reliability/PID/instances", "createInstanceByEngine"),
    ("POST", "/v2/PID/rocketmq/instances", "createInstanceNewRoute"),
    ("POST", f"{P}/instances/action", "batchDeleteInstances"),
    ("GET", f"{P}/instances/action", "showInstance"),
    ("GET", "/v2/rocketmq/PID/instances/ID/messages", "listMessages"),
    ("POST", "/v2/rocketmq/PID/instances/ID/messages", "sendMessage"),
    ("GET", "/v2/PID/rocketmq/instances/ID/messages", "listMessagesNewRoute"),
    ("POST", "/v2/PID/instances/ID/messages/export", "exportDeadLetterMessages"),
    ("GET", "/v2/rocketmq/PID/instances/ID/groups/abc/clients", "listGroupClients"),
    ("GET", "/v2/PID/rocketmq/instances/ID/groups/abc/clients", "listGroupClientsNewRoute"),
    ("GET", "/v2/PID/rocketmq/ID/tags", "listTags"),
    ("GET", "/v2/PID/rocketmq/instances/ID/nodes", "listNodes"),
    ("get", "/v2/rocketmq/products", "listProducts"),
]


@pytest.mark.parametrize(("method", "path", "name"), MATCHES)
def test_match(method: str, path: str, name: str) -> None:
    found = checker.match(method, path)
    assert found is not None
    assert found.operation.operation_id == name


def test_segments_are_decoded_after_the_split() -> None:
    found = checker.match("GET", f"{INSTANCE}/topics/%25DLQ%25a%2Fb")
    assert found is not None
    assert found.path_parameters["topic"] == "%DLQ%a/b"


@pytest.mark.parametrize("path", ["", "/", "/v2", "/v2//instances", f"{P}/instances/", "/v2/PID/kafka/instances"])
def test_no_match(path: str) -> None:
    assert checker.match("GET", path) is None
    assert checker.check_request("GET", path, [], None)
    assert checker.check_response("GET", path, 200, {}, b"{}")


def test_each_operation_matches_its_own_path() -> None:
    for operation in checker.contract().operations:
        path = operation.path.replace("{engine}", "rocketmq").replace("{", "").replace("}", "")
        found = checker.match(operation.method, path)
        assert found is not None
        assert found.operation is operation


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b'{"name": NaN}', b'{"name": "orders", "name": "orders"}', b"name=orders"], ids=repr
)
def test_body_that_is_no_json(body: bytes) -> None:
    assert checker.check_request("POST", f"{INSTANCE}/topics", [], body)


def test_query_parameter_twice() -> None:
    assert checker.check_request("GET", f"{P}/instances", [("limit", "10"), ("limit", "10")], None)


def test_action_twice_is_refused() -> None:
    query = [("action", "delete"), ("action", "delete")]
    assert checker.check_request("POST", f"{INSTANCE}/topics", query, b'{"topics": ["orders"]}')


def test_problems_hold_no_values() -> None:
    secret = "Zq7" * 20
    body = {"access_key": "user_name", "secret_key": secret, "topic_perms": [{"name": secret * 3, "perm": secret}]}
    found = checker.check_request("POST", f"{INSTANCE}/users", [], json.dumps(body).encode())
    assert len(found) >= 3
    assert secret not in "".join(found)


def test_problem_names_place_and_rule() -> None:
    found = checker.check_request("POST", f"{INSTANCE}/topics", [], b'{"name": "orders", "queue_num": 51, "x": 1}')
    assert any(problem.startswith("body/queue_num: does not meet maximum 50") for problem in found)
    assert any("'x' was unexpected" in problem for problem in found)


def respond(method: str, path: str, status: int, body: Any = None, headers: dict[str, str] | None = None) -> list[str]:
    """Check an answer whose body is given as a value, or as bytes."""
    raw = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    return checker.check_response(method, path, status, JSON if headers is None else headers, raw)


GOOD_ANSWERS: list[tuple[str, str, int, Any]] = [
    ("GET", INSTANCE, 404, ERROR),
    ("GET", INSTANCE, 503, b"<html>busy</html>"),
    ("GET", INSTANCE, 502, None),
    ("DELETE", f"{INSTANCE}/topics/orders", 204, None),
    ("DELETE", f"{INSTANCE}/topics/orders", 200, None),
    ("DELETE", f"{INSTANCE}/topics/orders", 200, {"job_id": "1"}),
    ("DELETE", f"{INSTANCE}/groups/orders", 200, {"job_id": "1"}),
    ("PUT", f"{INSTANCE}/groups/orders", 204, None),
    ("DELETE", f"{INSTANCE}/users/user_name", 200, {"message": "done"}),
    ("POST", f"{INSTANCE}/metadata", 200, {"task_id": "6cf4dcd3-8471-4139-8b5b-8a3a71f704c7"}),
    ("POST", f"{INSTANCE}/metadata", 200, "6cf4dcd3-8471-4139-8b5b-8a3a71f704c7"),
    ("POST", f"{INSTANCE}/metadata", 200, b"6cf4dcd3-8471-4139-8b5b-8a3a71f704c7"),
    ("GET", f"{INSTANCE}/metadata", 200, {"id": "1", "status": "finished", "json_content": "{}", "result": "{}"}),
    ("GET", f"{INSTANCE}/topics/orders/status", 200, {"brokers": [{"queues": []}], "min_offset": 0}),
    ("GET", "/v2/rocketmq/PID/instances/ID/trace", 200, {"trace": [], "total": 0, "next_offset": -1}),
    ("POST", f"{INSTANCE}/messages/export", 200, []),
    ("POST", f"{INSTANCE}/messages/export", 200, [{"msg_id": "A", "queue_id": "2", "property_list": []}]),
    ("GET", f"{INSTANCE}/topics", 200, {"topics": [], "total": 0, "max": 4000, "remaining": 4000, "new": {"a": 1}}),
    ("GET", f"{INSTANCE}/tasks/1", 200, {"task_count": "1", "tasks": [{"id": "1", "status": "SUCCESS"}]}),
    ("GET", "/v3/projects", 401, {"error": {"code": 401, "message": "m", "title": "Unauthorized"}}),
    ("GET", "/v3/projects", 200, {"projects": [{"id": "1", "name": "eu-west-0"}], "links": {}}),
]


@pytest.mark.parametrize(("method", "path", "status", "body"), GOOD_ANSWERS)
def test_good_answer(method: str, path: str, status: int, body: Any) -> None:
    assert respond(method, path, status, body) == []


BAD_ANSWERS: list[tuple[str, str, int, Any]] = [
    ("GET", INSTANCE, 200, None),
    ("GET", INSTANCE, 200, b"{"),
    ("GET", INSTANCE, 200, {}),
    ("GET", INSTANCE, 200, {"instance_id": "1", "name": "n", "status": "Running"}),
    ("GET", INSTANCE, 200, {"instance_id": "1", "name": "n", "status": "RUNNING", "created_at": 1636699753874}),
    ("GET", INSTANCE, 200, {"instance_id": "1", "name": "n", "status": "RUNNING", "storage_space": 558.0}),
    ("GET", INSTANCE, 200, {"instance_id": "1", "name": "n", "status": "RUNNING", "support_features": []}),
    ("GET", INSTANCE, 201, ERROR),
    ("GET", INSTANCE, 302, None),
    ("GET", INSTANCE, 404, None),
    ("GET", INSTANCE, 404, {"error_msg": "half"}),
    ("GET", INSTANCE, 404, {"error": {"code": 404, "message": "m"}}),
    ("GET", INSTANCE, 404, {"error_code": "404", "error_msg": "m"}),
    ("DELETE", INSTANCE, 200, None),
    ("DELETE", INSTANCE, 204, {}),
    ("PUT", INSTANCE, 200, {}),
    ("DELETE", f"{INSTANCE}/users/user_name", 204, None),
    ("POST", f"{INSTANCE}/topics", 200, {}),
    ("POST", f"{INSTANCE}/topics", 200, {"id": 1}),
    ("POST", f"{INSTANCE}/topics", 201, {"id": "orders"}),
    ("GET", f"{INSTANCE}/topics/orders", 200, {"brokers": {}}),
    ("GET", f"{INSTANCE}/groups/orders/topics", 200, {"total": 1}),
    ("POST", f"{INSTANCE}/metadata", 200, b"not an id!"),
    ("POST", f"{INSTANCE}/metadata", 200, {"id": "1"}),
    ("GET", f"{INSTANCE}/metadata", 200, []),
    ("POST", f"{P}/instances/action", 200, {"results": [{"result": "ok", "instance": "1"}]}),
    ("POST", "/v2/rocketmq/PID/instances/ID/messages/resend", 200, {"resend_results": [{"msg_id": "A"}]}),
    ("POST", "/v3/auth/tokens", 201, {"token": {"expires_at": "2026-01-01T00:00:00Z"}}),
    ("POST", "/v2/PID/rocketmq/ID/tags/action", 200, None),
]


@pytest.mark.parametrize(("method", "path", "status", "body"), BAD_ANSWERS)
def test_bad_answer(method: str, path: str, status: int, body: Any) -> None:
    assert respond(method, path, status, body)


def test_required_header() -> None:
    body = {"token": {"expires_at": "2026-01-01T00:00:00Z", "project": {"id": "1"}}}
    assert respond("POST", "/v3/auth/tokens", 201, body, {"X-Subject-Token": "t"}) == []


def test_declared_type_of_an_answer() -> None:
    assert respond("GET", INSTANCE, 404, ERROR, {"Content-Type": "text/html"})
    assert respond("GET", INSTANCE, 500, b"busy", {"Content-Type": "text/html"}) == []
    assert respond("GET", INSTANCE, 404, ERROR, {}) == []


# ---------------------------------------------------------------------------------------------- two judges, one opinion


def _mutations(value: Any) -> Iterator[Any]:
    """Yield a value with one thing changed, at every depth."""
    yield from (None, True, 1, -1, 1.0, 1.5, "", "x", "x\n", "\u00e9" * 300, [], [1, 1], {}, {"unknown": 1})
    if isinstance(value, dict):
        for key in value:
            yield {name: item for name, item in value.items() if name != key}
            yield from ({**value, key: changed} for changed in _mutations(value[key]))
        yield {**value, "unknown": None}
    if isinstance(value, list):
        yield [*value, *value]
        for index, item in enumerate(value):
            for changed in _mutations(item):
                yield [*value[:index], changed, *value[index + 1 :]]


def _schemas() -> Iterator[tuple[checker.Schema, Any]]:
    """Yield each schema that an example touches, with the value of the example."""
    compiled = {
        item.operation.reference: item
        for candidates in checker.contract()._candidates.values()
        for item in candidates
        if item.operation.reference
    }
    for example in EXAMPLES:
        item = compiled[example["reference"]]
        query = {
            name: checker._typed(value, item.query_types[name]) for name, value in example.get("query", {}).items()
        }
        yield item.query, query
        if item.body is not None and "request" in example:
            chosen = example.get("query", {}).get(item.body_parameter, "")
            yield item.bodies.get(chosen, item.body), example["request"]
        schema = item.answers[str(example["status"])].json_schema
        if schema is not None and "response" in example:
            yield schema, example["response"]


def test_both_validators_agree() -> None:
    compared = 0
    for schema, value in _schemas():
        for changed in [value, *_mutations(value)]:
            assert schema.fits(copy.deepcopy(changed)) == (not schema.errors(changed)), (schema.schema, changed)
            compared += 1
    assert compared > 5000


def test_final_newline_is_part_of_a_value() -> None:
    schema = checker.Schema({"pattern": "^[a-z]+$"})
    assert not schema.fits("abc\n") and schema.errors("abc\n")


def test_integer_has_no_point() -> None:
    schema = checker.Schema({"type": "integer"})
    assert schema.fits(checker.parse_json("1")) and not schema.fits(checker.parse_json("1.0"))
    assert schema.errors(checker.parse_json("1.0"))


def test_speed() -> None:
    """One request with its answer stays far below a millisecond."""
    topics = [{"name": f"topic{n}", "permission": "all", "brokers": [{"broker_name": "broker-0"}]} for n in range(10)]
    bodies = [json.dumps({"topics": topics, "total": n}).encode() for n in range(200)]
    checker.contract()
    start = time.process_time()
    for body in bodies:
        checker.check_request("GET", f"{INSTANCE}/topics", [("limit", "10"), ("offset", "0")], None)
        checker.check_response("GET", f"{INSTANCE}/topics", 200, JSON, body)
    assert (time.process_time() - start) / len(bodies) < 0.002
