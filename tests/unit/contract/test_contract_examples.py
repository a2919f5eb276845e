# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of the API reference fit the contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.contract import checker, description

FILE = Path(__file__).with_name("examples.yaml")
EXAMPLES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["examples"]
PROJECT = "0123456789abcdef0123456789abcdef"
INSTANCE = "68fdc9a8-805e-439d-8dd9-25adc1c58bf6"
JSON = {"Content-Type": "application/json;charset=UTF-8"}
TEXT = {"Content-Type": "text/plain"}


def _path(example: dict[str, Any]) -> str:
    return str(example["path"]).replace("PROJECT", PROJECT).replace("INSTANCE", INSTANCE)


def _name(example: dict[str, Any]) -> str:
    return f"{example['reference']} {example['method']}"


@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_example_belongs_to_its_chapter(example: dict[str, Any]) -> None:
    found = checker.match(example["method"], _path(example))
    assert found is not None
    assert found.operation.reference == example["reference"]


@pytest.mark.parametrize("strict", [False, True], ids=["liberal", "strict"])
@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_request_of_example(example: dict[str, Any], strict: bool) -> None:
    body = json.dumps(example["request"]).encode() if "request" in example else None
    query = list(example.get("query", {}).items())
    assert checker.check_request(example["method"], _path(example), query, body, strict=strict) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_response_of_example(example: dict[str, Any]) -> None:
    headers, body = TEXT, example.get("response_text", "").encode()
    if "response" in example:
        headers, body = JSON, json.dumps(example["response"]).encode()
    assert checker.check_response(example["method"], _path(example), example["status"], headers, body) == []


def test_each_chapter_has_an_example() -> None:
    chapters = {operation.reference for operation in checker.contract().operations if operation.reference}
    assert {example["reference"] for example in EXAMPLES} == chapters
    assert len(chapters) == description.REFERENCE_OPERATIONS
