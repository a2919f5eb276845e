# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure, and write docs/benchmark.md and docs/benchmark.svg: python -m tests.bench (make bench)."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import measure, report
from .floor import emulator_rates


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", default="100,500,1000,2000,4000", help="numbers of topics")
    parser.add_argument("--latencies", default="20,50", help="milliseconds added to each answer")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the median is told")
    parser.add_argument("--out", type=Path, default=Path("docs"), help="folder of the report")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    rows: list[measure.Row] = []
    for latency in (int(text) / 1000 for text in options.latencies.split(",")):
        with measure.emulator(latency) as running:
            for size in sizes:
                rows += measure.fleet_of_objects(running, latency, size, options.runs)
                print(f"{size} topics at {latency * 1000:g} ms measured", flush=True)
    with measure.emulator(0.02) as running:
        loops = measure.loops(running, options.runs)
    with measure.emulator(0.0) as running:
        starts = measure.start_of_a_task(running, max(sizes), 10)
        rates = emulator_rates(running, max(sizes))
        memory = {size: measure.peak_memory(running, size) for size in sizes}
    told = report.Facts(loops, starts, rates, memory, max(sizes))
    (options.out / "benchmark.md").write_text(report.table(rows, told), encoding="utf-8")
    (options.out / "benchmark.svg").write_text(report.plot(rows), encoding="utf-8")
    print(report.goals(rows, told))


if __name__ == "__main__":
    main()
