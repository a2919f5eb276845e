# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests prove, written down as they run: which module called which API, and what came of which fault."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

# Where the documents are made from; without it nothing is written down.
FOLDER = os.environ.get("EVIDENCE_FOLDER")


def record_fault(module: str, write: str, kind: str, fault: str, outcome: str) -> None:
    """Note that a module's write was tried with a fault, for the matrix in docs/reliability.md."""
    _note("faults", {"module": module, "write": write, "kind": kind, "fault": fault, "outcome": outcome})


def record_call(module: str, method: str, path: str, test: str) -> None:
    """Note that a module called an API in a test (docs/api-coverage.md)."""
    _note("calls", {"module": module, "method": method, "path": path, "test": test})


def record_number(what: str, number: int) -> None:
    """Note a number that docs/reliability.md sums up."""
    _note("numbers", {"what": what, "number": number})


def record_distinct(what: str, one: str) -> None:
    """Note one of several things of which docs/reliability.md tells how many there are; often is as good as once."""
    _note("ones", {"what": what, "one": one})


def _note(kind: str, entry: dict[str, Any]) -> None:
    if FOLDER is None:
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with (Path(FOLDER) / f"{kind}-{worker}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")
