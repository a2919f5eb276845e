# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One emulator for the tests of a worker, as new for each test, and ways to run the collection against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from .emulated import Emulator
from .running import Run, run_module, run_playbook


@pytest.fixture(scope="session")
def emulator_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    emulator = Emulator(tmp_path_factory.mktemp("emulator"))
    yield emulator
    emulator.stop()


@pytest.fixture
def emulator(emulator_process: Emulator) -> Emulator:
    """An emulator that knows nothing yet."""
    emulator_process.reset()
    return emulator_process


@pytest.fixture
def playbook(emulator: Emulator, tmp_path: Path) -> Callable[..., Run]:
    """Run a playbook against the emulator."""

    def run(what: str | list[dict[str, Any]], *arguments: str, **keywords: Any) -> Run:
        environment = {**emulator.environment(), **keywords.pop("environment", {})}
        return run_playbook(what, tmp_path, environment, *arguments, **keywords)

    return run


@pytest.fixture
def module(emulator: Emulator, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Call one module's entry function against the emulator."""

    def call(name: str, options: Mapping[str, Any], check: bool = False, **environment: str) -> dict[str, Any]:
        variables = {**emulator.environment(), "XDG_CACHE_HOME": str(tmp_path / "cache"), **environment}
        return run_module(name, options, variables, check)

    return call
