# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of an object as every managing module must lead it, with what the service may see of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .ansible_runs import Run, task, writes_of
from .emulator_process import EmulatorControl


def assert_life_cycle(
    emulator: EmulatorControl,
    run_tasks: Callable[..., Run],
    *,
    module: str,
    made: Mapping[str, Any],
    changed: Mapping[str, Any] | None,
    info: tuple[str, Mapping[str, Any], str],
    told: Mapping[str, Any],
    absent: Mapping[str, Any],
    stays: bool = False,
) -> Run:
    """Run check → apply → apply again → check update → update → again → info → absent (check, twice), and look.

    Checks write nothing, predict what the run after them does, and a second run writes nothing. `info` is the module
    that tells, its options, and the key of its result; what it tells of the first object contains `told`. What cannot
    be changed has None for `changed`; `stays` is for what is only a part of the object that is told. `run_tasks` runs
    tasks, in this process or as a playbook.
    """
    steps = {"made": made, **({"changed": changed} if changed is not None else {})}
    gone = {**absent, "state": "absent"}
    info_module, info_options, info_key = info
    tasks = [entry for step, options in steps.items() for entry in _three_times(step, module, options)]
    tasks.append(task("told", info_module, info_options))
    tasks += _three_times("absent", module, gone)
    tasks.append(task("told absent", info_module, info_options))
    run = run_tasks(*tasks)
    assert run.code == 0, run.output
    log = emulator.requests()
    for step in (*steps, "absent"):
        check, real, again = (run.named(name) for name in (f"check {step}", step, f"{step} again"))
        assert not writes_of(check, log), f"check mode wrote before {step}"
        assert writes_of(real, log), f"{step} wrote nothing"
        assert not writes_of(again, log), f"{step} again wrote"
        assert check.changed and real.changed and not again.changed, step
        assert check.result["diff"] == real.result["diff"], step
        assert real.result["diff"]["before"] != real.result["diff"]["after"], step
    objects = run.named("told").result[info_key]
    assert len(objects) == 1
    assert {key: objects[0].get(key) for key in told} == told
    assert bool(run.named("told absent").result[info_key]) == stays
    return run


def _three_times(step: str, module: str, options: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        task(f"check {step}", module, options, check_mode=True, diff=True),
        task(step, module, options, diff=True),
        task(f"{step} again", module, options, diff=True),
    ]
