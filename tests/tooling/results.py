# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of each step: kept in files, so that separate runs can be summed up in one line."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

from .paths import RESULTS

# Steps with a result for each core.
PER_CORE = ("integration", "sanity")


def junit(step: str) -> Path:
    """Return where a step's tests are reported to, one by one."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    return RESULTS / f"{step}.xml"


def name(step: str, core: str, part: str = "") -> str:
    """Return the name that a step's result goes by."""
    return "-".join([step, *([core] if step in PER_CORE else []), *([part] if part else [])])


def forget(*steps: str) -> None:
    for step in steps:
        for ending in ("json", "xml"):
            (RESULTS / f"{step}.{ending}").unlink(missing_ok=True)


def record(step: str, ok: bool, seconds: float) -> None:
    passed, failed, skipped = _tests(step)
    if not passed and not failed:
        # A step that is one check counts as one; so does a test run that never came to its tests.
        passed, failed = int(ok), int(not ok)
    elif not ok and not failed:
        failed = 1
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{step}.json").write_text(
        json.dumps({"step": step, "passed": passed, "failed": failed, "skipped": skipped, "seconds": round(seconds, 1)})
    )


def summary(since: float = 0.0) -> str:
    """Return one line that sums up all steps that were recorded since a moment."""
    files = [file for file in RESULTS.glob("*.json") if file.stat().st_mtime >= since]
    rows = [json.loads(file.read_text()) for file in files]
    passed, failed, skipped = (sum(row[key] for row in rows) for key in ("passed", "failed", "skipped"))
    more = f", {skipped} skipped" if skipped else ""
    return f"{passed} passed, {failed} failed{more}"


def _tests(step: str) -> tuple[int, int, int]:
    file = RESULTS / f"{step}.xml"
    if not file.is_file():
        return 0, 0, 0
    try:
        suites = list(ElementTree.parse(file).getroot().iter("testsuite"))
    except ElementTree.ParseError:
        return 0, 0, 0
    total, skipped = (sum(int(suite.get(key, 0)) for suite in suites) for key in ("tests", "skipped"))
    failed = sum(int(suite.get(key, 0)) for suite in suites for key in ("failures", "errors"))
    return total - failed - skipped, failed, skipped
