# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps behind the Makefile: python3 -m tests.tooling STEP [options]."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable

from . import (
    action_groups,
    documentation,
    everything,
    evidence,
    generated,
    lint,
    locks,
    package,
    quickstart,
    results,
    sanity,
    showcase,
    suites,
    venvs,
)
from .paths import BUILD, ROOT
from .process import ToolError, say

Step = Callable[[argparse.Namespace], bool]

STEPS: dict[str, tuple[str, Step]] = {
    "quickstart": (
        "a RocketMQ instance on the local emulator, by the playbook a user runs",
        lambda o: quickstart.main(),
    ),
    "test": ("what a change has to pass", lambda o: everything.test()),
    "test-rest": ("what `test` leaves out", lambda o: everything.rest()),
    "test-all": ("all tests", lambda o: all([everything.test(), everything.rest()])),
    "unit": ("pytest tests/unit", lambda o: suites.unit(o.keyword, o.arguments)),
    "integration": (
        "pytest tests/integration, against the emulator",
        lambda o: suites.integration(o.core, o.keyword, o.arguments, o.part),
    ),
    "integration-cores": ("integration on the other cores", lambda o: everything.integration_everywhere(o.cores)),
    "sanity": ("ansible-test sanity", lambda o: sanity.sanity(o.core, o.arguments)),
    "sanity-all": ("ansible-test sanity on all cores", lambda o: everything.sanity_everywhere(o.cores)),
    "lint": ("linters and type checks", lambda o: lint.lint()),
    "format": ("put the Python files into shape", lambda o: lint.reformat()),
    "docs-lint": ("checks of the documentation and the changelog", lambda o: documentation.lint()),
    "docs": ("HTML pages of the documentation", lambda o: documentation.pages()),
    "showcase": ("what the collection looks like, as files", lambda o: showcase.showcase()),
    "picture": ("the picture of a run in the README", lambda o: documentation.picture()),
    "changelog": ("fragments into the changelog of this version", lambda o: documentation.changelog()),
    "build": ("build the package", lambda o: package.build().is_file()),
    "build-check": ("build the package, import it as Galaxy does, use it as users do", lambda o: package.build_check()),
    "ee": ("build context of an execution environment", lambda o: package.execution_environment()),
    "evidence": (
        "what the integration tests have proved, as documents",
        lambda o: evidence.documents(check=o.check),
    ),
    "bench": ("measure", lambda o: suites.bench(o.arguments)),
    "generate": ("roles' variables, connection options and action groups", lambda o: generated.generate()),
    "action-groups": ("action groups in meta/runtime.yml", lambda o: action_groups.action_groups(check=o.check)),
    "lock": ("pin the newest packages", lambda o: locks.lock()),
    "clean": ("remove all that was made", lambda o: _clean()),
}
# Steps that check something; the others leave no mark in the sum.
COUNTED = (
    "quickstart",
    "unit",
    "integration",
    "sanity",
    "lint",
    "docs-lint",
    "docs",
    "showcase",
    "build-check",
    "ee",
    "evidence",
)


def main() -> int:
    options = _options()
    if options.step == "summary":
        say(results.summary())
        return 0
    what, step = STEPS[options.step]
    name = results.name(options.step, options.core, options.part)
    say(f"== {name}: {what}")
    results.forget(name)
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
    if options.step in COUNTED:
        results.record(name, ok, seconds)
    say(f"== {name}: {'ok' if ok else 'FAILED'} in {seconds:.1f} s")
    return 0 if ok else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.tooling", description=__doc__)
    parser.add_argument("step", choices=[*STEPS, "summary"])
    parser.add_argument("-k", dest="keyword", default="", help="only tests that match, as pytest's -k")
    parser.add_argument("--arguments", default="", help="more arguments for the tool behind the step")
    parser.add_argument("--core", default=venvs.MAIN_CORE, choices=[*venvs.CORES], help="the ansible-core to use")
    parser.add_argument("--cores", default=[*venvs.CORES], type=str.split, help="for the steps that use several")
    parser.add_argument("--part", default="", choices=[*suites.PARTS], help="only some of the integration tests")
    parser.add_argument("--check", action="store_true", help="only say whether there is something to write")
    options = parser.parse_args()
    if unknown := set(options.cores) - set(venvs.CORES):
        parser.error(f"--cores: {', '.join(sorted(unknown))} is not one of {', '.join(venvs.CORES)}")
    return options


def _clean() -> bool:
    shutil.rmtree(BUILD, ignore_errors=True)
    for name in ("plugins", "tests"):
        for folder in (ROOT / name).rglob("__pycache__"):
            shutil.rmtree(folder, ignore_errors=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
