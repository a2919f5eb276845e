# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The description itself: valid, complete, well ordered."""

from __future__ import annotations

import re

import pytest
from jsonschema import Draft202012Validator

from tests.contract import checker, description

DOCUMENT = description.load()
OPERATIONS = description.operations(DOCUMENT)
CHAPTERS = {"5.1": 7, "5.2": 8, "5.3": 6, "5.4": 5, "5.5": 7, "5.6": 3, "5.7": 1, "5.8": 1}
REQUEST_SCHEMAS_THAT_MAY_GROW = {"createMigrationTask"}


def test_is_openapi() -> None:
    validator = pytest.importorskip("openapi_spec_validator")
    validator.validate(DOCUMENT)


def test_strict_form_is_openapi() -> None:
    validator = pytest.importorskip("openapi_spec_validator")
    validator.validate(description.load(strict=True))


def test_each_chapter_is_there_once() -> None:
    expected = sorted(f"{part}.{number}" for part, count in CHAPTERS.items() for number in range(1, count + 1))
    assert len(expected) == description.REFERENCE_OPERATIONS == 38
    assert sorted(str(operation.reference) for operation in OPERATIONS if operation.reference) == expected


def test_each_operation_is_of_the_reference_or_an_extra() -> None:
    for operation in OPERATIONS:
        assert bool(operation.reference) != bool(operation.spec.get("x-extra")), operation


def test_operation_ids_are_unique() -> None:
    names = [operation.operation_id for operation in OPERATIONS]
    assert len(names) == len(set(names))


def test_twins_name_what_they_repeat() -> None:
    known = {operation.reference for operation in OPERATIONS} | {operation.operation_id for operation in OPERATIONS}
    twins = [operation for operation in OPERATIONS if operation.twin_of]
    assert twins
    assert all(operation.twin_of in known and operation.spec.get("x-extra") for operation in twins)


def test_twins_answer_alike() -> None:
    originals = {operation.reference or operation.operation_id: operation for operation in OPERATIONS}
    by_id = {operation.operation_id: operation for operation in OPERATIONS}
    for twin in OPERATIONS:
        if twin.twin_of:
            original = originals.get(twin.twin_of) or by_id[twin.twin_of]
            assert twin.spec["responses"] == original.spec["responses"], twin


def test_each_path_variable_is_a_parameter() -> None:
    for operation in OPERATIONS:
        variables = re.findall(r"\{(\w+)\}", operation.path)
        assert variables == [item["name"] for item in operation.parameters if item["in"] == "path"], operation


def test_each_operation_has_errors_and_a_success() -> None:
    for operation in OPERATIONS:
        statuses = set(operation.spec["responses"])
        assert {"4XX", "5XX"} < statuses, operation
        assert {status for status in statuses if status.startswith("2")}, operation


def _open_objects(node: object) -> int:
    """Count the object schemas that allow keys they do not describe."""
    if isinstance(node, list):
        return sum(_open_objects(item) for item in node)
    if not isinstance(node, dict):
        return 0
    own = node.get("type") == "object" and "properties" in node and "additionalProperties" not in node
    return own + sum(_open_objects(item) for item in node.values())


def test_requests_are_closed() -> None:
    for operation in OPERATIONS:
        if operation.operation_id not in REQUEST_SCHEMAS_THAT_MAY_GROW:
            assert not _open_objects(operation.spec.get("requestBody")), operation


def _closed_objects(node: object) -> int:
    if isinstance(node, list):
        return sum(_closed_objects(item) for item in node)
    if not isinstance(node, dict):
        return 0
    return (node.get("additionalProperties") is False) + sum(_closed_objects(item) for item in node.values())


def test_answers_are_open() -> None:
    for operation in OPERATIONS:
        assert not _closed_objects(operation.spec["responses"]), operation


def test_every_schema_is_valid() -> None:
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_rule_is_known() -> None:
    for operation in OPERATIONS:
        assert set(operation.spec.get("x-rules", ())) <= set(checker.RULES), operation


def test_extensions_are_known() -> None:
    text = description.PATH.read_text(encoding="utf-8")
    readme = description.PATH.with_name("README.md").read_text(encoding="utf-8")
    for name in set(re.findall(r"^\s+(x-[a-z-]+):", text, re.MULTILINE)):
        assert f"`{name}`" in readme, name
