# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Fixtures of the emulator's own tests."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# The emulator is a package below tests/, the client lies beside this file; neither is installed.
for _folder in (Path(__file__).resolve().parent, Path(__file__).resolve().parents[2]):
    sys.path.insert(0, str(_folder))

from emulator.application import Service  # noqa: E402
from emulator.settings import Settings  # noqa: E402
from emulator.state import State  # noqa: E402
from emulator_client import Client, serve  # noqa: E402


@pytest.fixture(scope="session")
def server() -> Iterator[Client]:
    """One emulator for all tests."""
    started, found = threading.Event(), dict[str, Any]()
    service = Service(State("eu-west-0"), Settings())
    thread = threading.Thread(target=serve, args=(service, started, found), daemon=True)
    thread.start()
    assert started.wait(10)
    yield Client(found["port"])
    found["loop"].call_soon_threadsafe(found["stop"].set)
    thread.join(5)


@pytest.fixture
def dms(server: Client) -> Client:
    """The emulator, fresh."""
    server.control("POST", "/reset")
    return server
