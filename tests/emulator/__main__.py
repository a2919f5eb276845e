# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Start the emulator: python -m tests.emulator (or python -m emulator from tests/)."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
from pathlib import Path

from aiohttp import web

from .application import Service
from .contract_check import contract_check
from .http_server import handler_of
from .settings import Settings
from .state import State

_LOOPBACK = ("127.0.0.1", "::1")
# Tokens are long.
_MAX_HEADER = 64 * 1024


def _arguments() -> argparse.Namespace:
    defaults = Settings()
    parser = argparse.ArgumentParser(prog="python -m tests.emulator", description=__doc__)
    parser.add_argument("--host", choices=_LOOPBACK, default=_LOOPBACK[0])
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--state", type=Path, metavar="FILE", help="keep the state in this file")
    parser.add_argument("--region", default="eu-west-0")
    parser.add_argument("--create-seconds", type=float, default=defaults.create_seconds)
    parser.add_argument("--change-seconds", type=float, default=defaults.change_seconds)
    parser.add_argument("--delete-seconds", type=float, default=defaults.delete_seconds)
    parser.add_argument("--latency", type=float, default=defaults.latency, help="seconds added to each answer")
    parser.add_argument(
        "--ready-file", "--host-file", type=Path, metavar="FILE", help="the base URL is written here when listening"
    )
    parser.add_argument(
        "--contract", action="store_true", help="check requests and answers against tests/contract; see the log"
    )
    return parser.parse_args()


async def _run(arguments: argparse.Namespace) -> None:
    settings = Settings()
    for name in ("create_seconds", "change_seconds", "delete_seconds", "latency"):
        settings.merge({name: getattr(arguments, name)})
    service = Service(
        State(arguments.region, arguments.state), settings, contract_check() if arguments.contract else None
    )
    # What is no HTTP gets a 400 from the library; that needs no traceback.
    quiet = logging.getLogger("emulator.http")
    quiet.setLevel(logging.CRITICAL)
    server = web.Server(
        handler_of(service), access_log=None, logger=quiet, max_field_size=_MAX_HEADER, max_line_size=_MAX_HEADER
    )
    runner = web.ServerRunner(server, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, arguments.host, arguments.port, backlog=1024)
    await site.start()
    host, port = runner.addresses[0][:2]
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    _announce(url, arguments.ready_file)
    await stop.wait()
    await runner.cleanup()
    service.state.save()


def _announce(url: str, ready_file: Path | None) -> None:
    if ready_file is not None:
        # In one step: whoever waits for the file must not read half of it.
        beside = ready_file.with_name(ready_file.name + ".new")
        beside.write_text(url + "\n", encoding="utf-8")
        beside.replace(ready_file)
    print(f"listening on {url}", flush=True)


if __name__ == "__main__":
    asyncio.run(_run(_arguments()))
