# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One emulator for the tests of a worker, as new for each test, and ways to run the collection against it.

It is in the process of the tests, where waiting takes no time, unless a test starts processes that have to reach it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module import module as module_module

from .ansible_runs import COLLECTION, Run, Task, play, run_module, run_playbook
from .emulator_in_process import InProcessEmulator
from .emulator_process import Emulator, EmulatorControl
from .inventory_runs import Inventory, run_inventory
from .recorder import record_call

# What starts processes that have to reach the emulator; tests that use it run for real, in real time.
FOR_REAL = {"emulator_process", "playbook"}
STARTS_RUNS = {"playbook", "inventory", "job", "start"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that run for real, and the first of each file that starts runs as the one for every day."""
    seen: set[str] = set()
    real_runs = []
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & FOR_REAL:
            item.add_marker("real")
        if fixtures & STARTS_RUNS and item.path.name not in seen:
            seen.add(item.path.name)
            item.add_marker("smoke")
            real_runs.append(item)
    # What takes longest comes first: meanwhile the other worker does what takes no time.
    items.sort(key=lambda item: item not in real_runs)


@pytest.fixture(scope="session")
def emulator_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    emulator = Emulator(tmp_path_factory.mktemp("emulator"))
    yield emulator
    emulator.stop()


@pytest.fixture(scope="session")
def emulator_in_process() -> Iterator[InProcessEmulator]:
    emulator = InProcessEmulator()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module_module, "Client", emulator.client)
        yield emulator


@pytest.fixture
def emulator(request: pytest.FixtureRequest) -> Iterator[EmulatorControl]:
    """An emulator that knows nothing yet. Whatever a test asks, and is answered, must keep to the contract."""
    where = "emulator_process" if "emulator_process" in request.fixturenames else "emulator_in_process"
    emulator: EmulatorControl = request.getfixturevalue(where)
    emulator.reset()
    yield emulator
    asked = emulator.everything_asked()
    broken = {
        f"{entry['method']} {entry['path']}: {problem}" for _module, entry in asked for problem in entry["problems"]
    }
    assert not broken, "the contract is broken:\n" + "\n".join(sorted(broken))
    test = request.node.nodeid.partition("[")[0]
    for module, entry in asked:
        if module and entry["status"] and entry["status"] < 300:
            record_call(module, entry["method"], entry["path"], test)


@pytest.fixture
def playbook(emulator_process: Emulator, emulator: Emulator, tmp_path: Path) -> Callable[..., Run]:
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
def play_tasks(playbook: Callable[..., Run]) -> Callable[..., Run]:
    """Run tasks as a playbook of one play."""
    return lambda *tasks: playbook(play(*tasks))


@pytest.fixture
def module(emulator: EmulatorControl, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Call one module's entry function against the emulator."""

    def call(name: str, options: Mapping[str, Any], check: bool = False, **environment: str) -> dict[str, Any]:
        variables = {**emulator.environment(), "XDG_CACHE_HOME": str(tmp_path / "cache"), **environment}
        started = emulator.time()
        result = run_module(name, options, variables, check)
        emulator.module_ran(name, started, emulator.time())
        return result

    return call


@pytest.fixture
def run_tasks(emulator: EmulatorControl, module: Callable[..., dict[str, Any]]) -> Callable[..., Run]:
    """Run tasks by the entry functions of their modules, up to the first that fails."""

    def run(*tasks: Mapping[str, Any]) -> Run:
        done: list[Task] = []
        for task in tasks:
            action = next(key for key in task if key.startswith(f"{COLLECTION}."))
            started = emulator.time()
            result = module(action.removeprefix(f"{COLLECTION}."), task[action], task.get("check_mode", False))
            status = "failed" if result.get("failed") else "ok"
            done.append(Task(task["name"], action, "localhost", status, result, started, emulator.time()))
            if status == "failed":
                break
        return Run(2 if done[-1].status == "failed" else 0, done, "\n".join(json.dumps(task.result) for task in done))

    return run


@pytest.fixture
def inventory(emulator_process: Emulator, emulator: Emulator, tmp_path: Path) -> Callable[..., Inventory]:
    """Run ansible-inventory against the emulator."""

    def run(config: Mapping[str, Any] | str, *arguments: str, **keywords: Any) -> Inventory:
        return run_inventory(tmp_path, emulator.environment(), config, *arguments, **keywords)

    return run
