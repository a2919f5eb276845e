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
    matrix = _matrix(_notes("faults"))
    if check:
        # The numbers vary with the tests that pick their examples at random.
        if below.startswith("\n" + matrix):
            return True
        say("docs/reliability.md is not what the tests have proved: run make evidence")
        return False
    RELIABILITY.write_text(head + MARK + "\n" + matrix + "\n" + _numbers(), encoding="utf-8")
    say("Wrote docs/api-coverage.md and docs/reliability.md")
    return True


def _matrix(notes: list[dict[str, Any]]) -> str:
    """Return the matrix of writes and kinds of faults: by how many tests each cell is proved, and what came of it.

    Raises ToolError if a fault was not tried with each write.
    """
    faults: dict[str, set[str]] = defaultdict(set)
    outcomes: dict[tuple[str, str], dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for note in notes:
        faults[note["kind"]].add(note["fault"])
        outcomes[note["module"], note["write"]][note["kind"]][note["fault"]] = note["outcome"]
    kinds = sorted(faults)
    lines = [f"- **{kind}**: {'; '.join(sorted(faults[kind]))}" for kind in kinds]
    lines += ["", f"| module | write | {' | '.join(kinds)} |", "| --- " * (len(kinds) + 2) + "|"]
    for (module, write), by_kind in sorted(outcomes.items()):
        for kind in kinds:
            if missing := faults[kind] - set(by_kind[kind]):
                raise ToolError(f"{write}: no test lets this happen: {', '.join(sorted(missing))}")
        lines.append(f"| `{module}` | {write} | {' | '.join(_cell(by_kind[kind]) for kind in kinds)} |")
    return "\n".join(lines) + "\n"


def _cell(outcomes: dict[str, str]) -> str:
    return f"{len(outcomes)} tests: {' or '.join(sorted(set(outcomes.values())))}"


def _numbers() -> str:
    sums: dict[str, int] = defaultdict(int)
    for note in _notes("numbers"):
        sums[note["what"]] += note["number"]
    for what, _one in {(note["what"], note["one"]) for note in _notes("ones")}:
        sums[what] += 1
    return f"In the last recorded run: {'; '.join(f'{number:,} {what}' for what, number in sorted(sums.items()))}.\n"
