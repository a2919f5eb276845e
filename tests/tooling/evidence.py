# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/api-coverage.md and docs/reliability.md, from what a whole run of the integration tests has written down."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

from . import venvs
from .paths import BUILD, ROOT
from .process import ToolError, ansible_environment, run, say

FOLDER = BUILD / "evidence"
COVERAGE = ROOT / "docs" / "api-coverage.md"
RELIABILITY = ROOT / "docs" / "reliability.md"
# What is written by hand about the proofs stands above this line; the tables below it are made.
MARK = "<!-- Made by `make evidence` from a run of the tests; do not edit below. -->\n"


def new_folder(part: str) -> Path:
    """Return an empty folder for the notes of a run: of a whole one, or of one of the parts that make up a whole."""
    folder = FOLDER / (part or "whole")
    for old in [FOLDER] if not part else [folder, FOLDER / "whole"]:
        shutil.rmtree(old, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def documents(*, check: bool) -> bool:
    """Write both documents, or with check say whether they are what the tests have proved."""
    if not list(FOLDER.glob("*/calls-*.jsonl")):
        raise ToolError("there is no evidence; run make integration")
    coverage = _coverage(check)
    return _reliability(check) and coverage


def _notes(kind: str) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted(FOLDER.glob(f"*/{kind}-*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def _coverage(check: bool) -> bool:
    calls = {(note["module"], note["method"], note["path"], note["test"]) for note in _notes("calls")}
    notes = [dict(zip(("module", "method", "path", "test"), call, strict=True)) for call in sorted(calls)]
    # IAM and the control path are no part of the description, nor is a path a test made up.
    evidence = FOLDER / "calls.json"
    evidence.write_text(json.dumps(notes), encoding="utf-8")
    proved = FOLDER / "api-coverage.md"
    command: list[str | Path] = [venvs.dev() / "python", "-m", "tests.contract.coverage"]
    command += ["--evidence", evidence, "--out", proved]
    env = ansible_environment(venvs.dev())
    # The second call says whether one of the reference's operations has no module or no test.
    whole = run(command, cwd=ROOT, env=env) == 0 and run([*command, "--check"], cwd=ROOT, env=env) == 0
    if not check:
        COVERAGE.write_text(proved.read_text(encoding="utf-8"), encoding="utf-8")
    elif _without_tests(proved) != _without_tests(COVERAGE):
        say("docs/api-coverage.md is not what the tests have proved: run make evidence")
        return False
    return whole


def _without_tests(path: Path) -> list[str]:
    """Return the rows of a table without the tests that are named as proofs: of several, any will do."""
    rows = path.read_text(encoding="utf-8").splitlines()
    return [row.rsplit(" | ", 1)[0] for row in rows if row.startswith("| ")]


def _reliability(check: bool) -> bool:
    text = RELIABILITY.read_text(encoding="utf-8")
    head, mark, below = text.partition(MARK)
    if not mark:
        raise ToolError(f"{RELIABILITY.relative_to(ROOT)} has no line that says where the tables begin")
    table, numbers = _fault_table(), _numbers()
    if check:
        # How many looks a write took varies with the pace of the machine; what was proved must not.
        if _proofs(table) == _proofs(below):
            return True
        say("docs/reliability.md is not what the tests have proved: run make evidence")
        return False
    RELIABILITY.write_text(head + MARK + "\n" + numbers + "\n" + table, encoding="utf-8")
    say("Wrote docs/api-coverage.md and docs/reliability.md")
    return True


def _fault_table() -> str:
    rows = sorted({(note["fault"], note["write"], note["service"], note["user"]) for note in _notes("faults")})
    lines = ["| fault | write | what the service saw | what the user saw |", "| --- | --- | --- | --- |"]
    lines += [f"| {fault} | {write} | {service} | {user} |" for fault, write, service, user in rows]
    return "\n".join(lines) + "\n"


def _proofs(text: str) -> set[tuple[str, ...]]:
    """Return fault, write and what the user saw, of each row of the table of faults."""
    rows = (row.strip("| ").split(" | ") for row in text.splitlines())
    return {(cells[0], cells[1], cells[3]) for cells in rows if len(cells) == 4}


def _numbers() -> str:
    sums: dict[str, int] = defaultdict(int)
    for note in _notes("numbers"):
        sums[note["what"]] += note["number"]
    for what, _one in {(note["what"], note["one"]) for note in _notes("ones")}:
        sums[what] += 1
    sums["faults by writes"] = len({(note["fault"], note["write"]) for note in _notes("faults")})
    lines = ["| in the last recorded run | |", "| --- | --- |"]
    lines += [f"| {what} | {number:,} |" for what, number in sorted(sums.items())]
    return "\n".join(lines) + "\n"
