# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the table that says which module calls each operation and which test proves it.

    python -m tests.contract.coverage --evidence evidence.json --out docs/api-coverage.md [--check]

The evidence is a JSON list of objects. Each names an operation, with operation_id or with method and path, and the
module and the test that called it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import checker
from .description import REFERENCE_OPERATIONS, Operation

Proofs = dict[str, dict[str, str]]

HEADER = """\
<!--
Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later
-->

# API coverage

This file is made by `python -m tests.contract.coverage` from what the tests have called. Do not edit it.
"""
NONE = "none"


class EvidenceError(ValueError):
    """Evidence that cannot be read."""


def read_evidence(path: Path) -> list[dict[str, Any]]:
    """Read the list of calls."""
    evidence = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(evidence, list) or not all(isinstance(item, dict) for item in evidence):
        raise EvidenceError("the evidence is not a list of objects")
    return evidence


def collect(evidence: Iterable[dict[str, Any]]) -> Proofs:
    """Return, for each operation, its modules and the first test of each. A test may be missing."""
    proofs: Proofs = {}
    for item in evidence:
        modules = proofs.setdefault(_operation_id(item), {})
        module, test = item.get("module") or "", item.get("test") or ""
        known = modules.get(module, "")
        modules[module] = min(filter(None, (known, test)), default="")
    return proofs


def _operation_id(item: dict[str, Any]) -> str:
    """Find the operation that one piece of evidence is about."""
    known = {operation.operation_id: operation for operation in checker.contract().operations}
    if "operation_id" in item:
        if item["operation_id"] not in known:
            raise EvidenceError(f"no operation {item['operation_id']}")
        return str(item["operation_id"])
    method, path = str(item.get("method", "")).upper(), str(item.get("path", ""))
    for operation in known.values():
        if (operation.method, operation.path) == (method, path):
            return operation.operation_id
    found = checker.match(method, path)
    if found is None:
        raise EvidenceError(f"no operation {method} {path}")
    return found.operation.operation_id


def split_operations() -> tuple[list[Operation], list[Operation]]:
    """Return the operations of the reference by chapter, and the extras by name."""
    everything = checker.contract().operations
    reference = [operation for operation in everything if operation.reference]
    extras = [operation for operation in everything if not operation.reference]
    return (
        sorted(reference, key=lambda operation: [int(part) for part in str(operation.reference).split(".")]),
        sorted(extras, key=lambda operation: operation.operation_id),
    )


def render(proofs: Proofs) -> str:
    """Return the whole file."""
    reference, extras = split_operations()
    lines = [HEADER, "## Operations of the API reference", ""]
    lines += _table(
        ["Chapter", "Operation", "Modules", "Tests"], ([o.reference, *_cells(o, proofs)] for o in reference)
    )
    lines += ["", "## Other operations", ""]
    lines += _table(["Name", "Operation", "Modules", "Tests"], ([_extra_name(o), *_cells(o, proofs)] for o in extras))
    called = sum(1 for operation in extras if any(proofs.get(operation.operation_id, {}).values()))
    proven = len(reference) - len(missing(proofs))
    lines += ["", f"{called} of {len(extras)}", "", "Of the operations of the reference:"]
    lines += ["", f"{proven} of {REFERENCE_OPERATIONS}", ""]
    return "\n".join(lines)


def missing(proofs: Proofs) -> list[str]:
    """Return what the operations of the reference lack."""
    lacks = []
    for operation in split_operations()[0]:
        modules = proofs.get(operation.operation_id, {})
        if not any(modules):
            lacks.append(f"{operation.reference} {operation}: no module")
        elif not any(modules.values()):
            lacks.append(f"{operation.reference} {operation}: no test")
    return lacks


def _extra_name(operation: Operation) -> str:
    """Name an extra, and what it is a second route to."""
    return f"{operation.operation_id} (as {operation.twin_of})" if operation.twin_of else operation.operation_id


def _cells(operation: Operation, proofs: Proofs) -> list[str]:
    """Return the cells that two tables share."""
    modules = proofs.get(operation.operation_id, {})
    names = sorted(filter(None, modules))
    tests = dict.fromkeys(modules[name] for name in sorted(modules) if modules[name])
    return [f"`{operation}`", ", ".join(names) or NONE, "<br>".join(f"`{test}`" for test in tests) or NONE]


def _table(titles: list[str], rows: Iterable[list[Any]]) -> list[str]:
    """Return the lines of a Markdown table."""
    lines = [titles, ["---"] * len(titles), *rows]
    return ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines]


def check(text: str, proofs: Proofs, out: Path) -> list[str]:
    """Return why the table is not good enough."""
    problems = missing(proofs)
    if not out.is_file() or out.read_text(encoding="utf-8") != text:
        problems.append(f"{out}: differs from the evidence")
    return problems


def main(arguments: list[str] | None = None) -> int:
    """Write or check the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.contract.coverage", description="Table of API coverage.")
    parser.add_argument("--evidence", type=Path, required=True, help="JSON file with the calls of the tests")
    parser.add_argument("--out", type=Path, required=True, help="Markdown file to write, or to compare with")
    parser.add_argument("--check", action="store_true", help="write nothing; fail on a gap or a difference")
    options = parser.parse_args(arguments)
    try:
        proofs = collect(read_evidence(options.evidence))
    except (OSError, ValueError) as error:
        print(f"{options.evidence}: {error}", file=sys.stderr)
        return 2
    text = render(proofs)
    if options.check:
        problems = check(text, proofs, options.out)
        print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
        return 1 if problems else 0
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(text, encoding="utf-8")
    print(text.rstrip().rpartition("\n")[2])
    return 0


if __name__ == "__main__":
    sys.exit(main())
