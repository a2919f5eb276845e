# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of API coverage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.contract import checker, coverage

FULL = [
    {"operation_id": operation.operation_id, "module": "all", "test": f"tests/x.py::test_{number}"}
    for number, operation in enumerate(checker.contract().operations)
    if operation.reference
]


def run(folder: Path, evidence: Any, *more: str) -> int:
    """Run the command on some evidence."""
    source = folder / "evidence.json"
    source.write_text(json.dumps(evidence), encoding="utf-8")
    return coverage.main(["--evidence", str(source), "--out", str(folder / "docs" / "api-coverage.md"), *more])


def table(folder: Path) -> str:
    """Return what was written."""
    return (folder / "docs" / "api-coverage.md").read_text(encoding="utf-8")


def row(text: str, start: str) -> str:
    """Return the one row that starts with a cell."""
    (found,) = [line for line in text.splitlines() if line.startswith(f"| {start} |")]
    return found


def test_full(tmp_path: Path) -> None:
    assert run(tmp_path, FULL) == 0
    assert table(tmp_path).endswith("\n38 of 38\n")
    assert run(tmp_path, FULL, "--check") == 0


def test_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, []) == 0
    assert table(tmp_path).endswith("\n0 of 38\n")
    assert run(tmp_path, [], "--check") == 1
    assert capsys.readouterr().err.count("no module") == 38


def test_rows_are_in_the_order_of_the_reference(tmp_path: Path) -> None:
    run(tmp_path, FULL)
    chapters = [line.split("|")[1].strip() for line in table(tmp_path).splitlines() if line.startswith("| 5.")]
    assert len(chapters) == 38
    assert chapters == sorted(chapters, key=lambda chapter: [int(part) for part in chapter.split(".")])


def test_first_test_of_each_module(tmp_path: Path) -> None:
    calls = [("topics", "t::b"), ("topics", "t::a"), ("topic_info", "t::c"), ("groups", "t::a")]
    run(tmp_path, [{"operation_id": "showTopic", "module": module, "test": test} for module, test in calls])
    cells = row(table(tmp_path), "5.3.3")
    path = "/v2/{project_id}/instances/{instance_id}/topics/{topic}"
    assert cells == f"| 5.3.3 | `GET {path}` | groups, topic_info, topics | `t::a`<br>`t::c` |"


def test_method_and_path(tmp_path: Path) -> None:
    evidence = [
        {"method": "get", "path": "/v2/PID/instances/ID/topics/%25DLQ%25g", "module": "topics", "test": "t::a"},
        {"method": "GET", "path": "/v2/{project_id}/instances", "module": "instances", "test": "t::b"},
    ]
    run(tmp_path, evidence)
    assert "t::a" in row(table(tmp_path), "5.3.3")
    assert "t::b" in row(table(tmp_path), "5.1.2")


def test_twin_does_not_count(tmp_path: Path) -> None:
    run(tmp_path, [{"operation_id": "createInstanceNewRoute", "module": "instances", "test": "t::a"}])
    assert row(table(tmp_path), "5.1.1").endswith("| none | none |")
    assert "t::a" in row(table(tmp_path), "createInstanceNewRoute (as 5.1.1)")
    assert table(tmp_path).endswith("\n0 of 38\n")


@pytest.mark.parametrize("lost", ["module", "test"])
def test_gap(tmp_path: Path, lost: str, capsys: pytest.CaptureFixture[str]) -> None:
    evidence = [dict(item) for item in FULL]
    del evidence[0][lost]
    run(tmp_path, evidence)
    assert table(tmp_path).endswith("\n37 of 38\n")
    assert run(tmp_path, evidence, "--check") == 1
    assert f"no {lost}" in capsys.readouterr().err


def test_check_finds_a_difference_and_writes_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, FULL, "--check") == 1
    assert not (tmp_path / "docs").exists()
    run(tmp_path, FULL)
    out = tmp_path / "docs" / "api-coverage.md"
    out.write_text(out.read_text(encoding="utf-8") + "x", encoding="utf-8")
    assert run(tmp_path, FULL, "--check") == 1
    assert table(tmp_path).endswith("x")


def test_order_of_evidence_does_not_matter(tmp_path: Path) -> None:
    evidence = [{**item, "module": f"m{number % 3}"} for item in FULL for number in range(4)]
    run(tmp_path, evidence)
    first = table(tmp_path)
    run(tmp_path, evidence[::-1])
    assert table(tmp_path) == first


@pytest.mark.parametrize(
    "evidence", [{}, ["x"], [{"operation_id": "unknown"}], [{"method": "GET", "path": "/v9"}], [{}]], ids=str
)
def test_bad_evidence(tmp_path: Path, evidence: Any) -> None:
    assert run(tmp_path, evidence) == 2


def test_missing_evidence(tmp_path: Path) -> None:
    assert coverage.main(["--evidence", str(tmp_path / "none.json"), "--out", str(tmp_path / "out.md")]) == 2
