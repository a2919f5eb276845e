# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps behind the Makefile: python3 -m tests.tooling STEP [options]."""

from __future__ import annotations

import argparse
import sys
import time
from typing import Callable

from . import results, sanity, suites, venvs
from .process import ToolError, say

STEPS: dict[str, tuple[str, Callable[[argparse.Namespace], bool]]] = {
    "unit": ("pytest tests/unit", lambda o: suites.unit(keyword=o.keyword, arguments=o.arguments)),
    "integration": (
        "pytest tests/integration against the emulator",
        lambda o: suites.integration(keyword=o.keyword, arguments=o.arguments),
    ),
    "sanity": ("ansible-test sanity", lambda o: sanity.sanity(o.core, o.arguments.split())),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.tooling", description=__doc__)
    parser.add_argument("step", choices=[*STEPS])
    parser.add_argument("-k", dest="keyword", default="", help="only tests that match, as pytest's -k")
    parser.add_argument("--arguments", default="", help="more arguments for the tool behind the step")
    parser.add_argument("--core", default=venvs.MAIN_CORE, help="the ansible-core to use: " + ", ".join(venvs.CORES))
    options = parser.parse_args()

    what, step = STEPS[options.step]
    say(f"== {options.step}: {what}")
    results.forget(options.step)
    start = time.monotonic()
    try:
        ok = step(options)
    except ToolError as error:
        say(f"error: {error}")
        ok = False
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    seconds = time.monotonic() - start
    results.record(options.step, ok, seconds)
    say(f"== {options.step}: {'ok' if ok else 'FAILED'} in {seconds:.1f} s")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
