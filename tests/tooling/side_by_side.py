# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several steps at once, each with its output in a file of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from .paths import LOGS, ROOT
from .process import say
from .tree import FROZEN

TAIL = 60


class Task(NamedTuple):
    """One command: its name in the list, and what to run."""

    name: str
    command: Sequence[str | Path]
    cwd: Path = ROOT
    env: dict[str, str] | None = None


class Done(NamedTuple):
    name: str
    ok: bool
    seconds: float
    # Of all processors, which says more of a step than its time where other things run beside it.
    cpu_seconds: float
    log: Path


def step(name: str, *options: str) -> Task:
    """Return the task that is a step of these tools."""
    label = "-".join([name, *options[1::2]])
    return Task(label, [sys.executable, "-B", "-m", "tests.tooling", name, *options], env={**os.environ, FROZEN: "1"})


def run_all(*rounds: Sequence[Task], slots: int, prefix: str = "") -> bool:
    """Run one round after the other, and each one's tasks side by side, as many as there are slots.

    At the end a table of all is shown, and what the failed ones put out.
    """
    start = time.monotonic()
    done: list[Done] = []
    with ThreadPoolExecutor(slots) as pool:
        for tasks in rounds:
            done += pool.map(lambda task: _run(task, prefix), tasks)
    width = max(len(result.name) for result in done)
    say(f"\n{'step':{width}}  result  seconds      cpu  log")
    for result in done:
        log = result.log.relative_to(ROOT)
        times = f"{result.seconds:7.1f}  {result.cpu_seconds:7.1f}"
        say(f"{result.name:{width}}  {'ok    ' if result.ok else 'FAILED'}  {times}  {log}")
    cpu_seconds = sum(result.cpu_seconds for result in done)
    say(f"{'together':{width}}          {time.monotonic() - start:7.1f}  {cpu_seconds:7.1f}")
    for result in done:
        if not result.ok:
            _show_tail(result)
    return all(result.ok for result in done)


def _run(task: Task, prefix: str) -> Done:
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{prefix}{task.name}.log"
    start = time.monotonic()
    say(f"   {task.name} ...")
    with log.open("wb") as file:
        command = [str(word) for word in task.command]
        process = subprocess.Popen(
            command, cwd=task.cwd, env=task.env, stdin=subprocess.DEVNULL, stdout=file, stderr=file
        )
        _pid, waited, usage = os.wait4(process.pid, 0)
        process.returncode = status = os.waitstatus_to_exitcode(waited)
    done = Done(task.name, status == 0, time.monotonic() - start, usage.ru_utime + usage.ru_stime, log)
    say(f"   {task.name} {'ok' if done.ok else f'FAILED (exit status {status})'} after {done.seconds:.1f} s")
    return done


def _show_tail(done: Done) -> None:
    lines = done.log.read_text(encoding="utf-8", errors="replace").splitlines()
    say(f"\n-- {done.name}: the last of its {len(lines)} lines of output")
    say("\n".join(lines[-TAIL:]))
