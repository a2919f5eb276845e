# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One emulator for the tests of a worker, as new for each test, and ways to run the collection against it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine import write

from .emulated import Emulator
from .evidence import tell_of_call
from .running import COLLECTION, Run, run_module, run_playbook


@pytest.fixture(scope="session")
def emulator_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    emulator = Emulator(tmp_path_factory.mktemp("emulator"))
    yield emulator
    emulator.stop()


@pytest.fixture
def emulator(emulator_process: Emulator, request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """An emulator that knows nothing yet. Whatever a test asks, and is answered, must keep to the contract."""
    emulator_process.reset()
    yield emulator_process
    asked = emulator_process.everything_asked()
    broken = {
        f"{entry['method']} {entry['path']}: {problem}" for _module, entry in asked for problem in entry["problems"]
    }
    assert not broken, "the contract is broken:\n" + "\n".join(sorted(broken))
    test = request.node.nodeid.partition("[")[0]
    for module, entry in asked:
        if module and entry["status"] and entry["status"] < 300:
            tell_of_call(module, entry["method"], entry["path"], test)


@pytest.fixture(autouse=True)
def no_pause_is_too_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have modules that are called in this process look for lost orders as often as their tests say."""
    monkeypatch.setattr(write, "MIN_DELAY", 0.0)


@pytest.fixture
def playbook(emulator: Emulator, tmp_path: Path) -> Callable[..., Run]:
    """Run a playbook against the emulator."""

    def run(what: str | list[dict[str, Any]], *arguments: str, **keywords: Any) -> Run:
        environment = {**emulator.environment(), **keywords.pop("environment", {})}
        done = run_playbook(what, tmp_path, environment, *arguments, **keywords)
        for task in done.tasks:
            if task.action.startswith(COLLECTION):
                emulator.module_ran(task.action.removeprefix(f"{COLLECTION}."), task.started, task.ended)
        return done

    return run


@pytest.fixture
def module(emulator: Emulator, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Call one module's entry function against the emulator."""

    def call(name: str, options: Mapping[str, Any], check: bool = False, **environment: str) -> dict[str, Any]:
        variables = {**emulator.environment(), "XDG_CACHE_HOME": str(tmp_path / "cache"), **environment}
        started = time.time()
        result = run_module(name, options, variables, check)
        emulator.module_ran(name, started, time.time())
        return result

    return call
