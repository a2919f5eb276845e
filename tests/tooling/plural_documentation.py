# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the suboptions of the plural modules (`topics`, ...) from the options that their singulars document.

Run `make generate` after a change; with `--check` it only compares (lint does).
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "plugins" / "modules"
PLURALS = {
    "topics": "topic",
    "consumer_groups": "consumer_group",
    "users": "user",
    "instances": "instance",
}
# Options of the whole task, which the plural has beside its list.
TASK_OPTIONS = ("state",)
# How much deeper a suboption is indented than an option.
DEEPER = 4
WIDTH = 120


def options_of(text: str) -> dict[str, list[str]]:
    """Return the lines of each option that a module documents itself, by name, in their order."""
    block = re.search(r'^options:\n(.*?)^(?:\w|""")', text, re.DOTALL | re.MULTILINE)
    if block is None:
        raise SystemExit("a module has no options")
    options: dict[str, list[str]] = {}
    for line in block.group(1).splitlines():
        if name := re.match(r"  (\w+):", line):
            options[name.group(1)] = []
        options[[*options][-1]].append(line)
    return options


def suboptions(plural: str, options: dict[str, list[str]]) -> str:
    """Return the options of a singular as the suboptions of its plural, each reference to one of them made to fit."""
    names = [name for name in options if name not in TASK_OPTIONS]
    own = re.compile(rf"\bO\(({'|'.join(names)})(?=[)=])")
    lines: list[str] = []
    for name in names:
        for line in own.sub(rf"O({plural}[].\1", _unwrapped("\n".join(options[name]))).splitlines():
            lines += _wrapped(" " * DEEPER + line)
    return "\n".join(lines) + "\n"


def _unwrapped(text: str) -> str:
    """Return a text whose list items have one line each: they go on where a line is indented like their first word."""
    item = re.compile(r"^( *)- (.*)\n\1  (?! *- )(?! )")
    lines: list[str] = []
    for line in text.splitlines():
        if lines and item.match(lines[-1] + "\n" + line):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    return "\n".join(lines)


def _wrapped(line: str) -> list[str]:
    indent = re.match(r" *(?:- )?", line).group()  # type: ignore[union-attr]
    return textwrap.wrap(
        line[len(indent) :],
        WIDTH,
        initial_indent=indent,
        subsequent_indent=" " * len(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )


def module(plural: str) -> str:
    """Return the text of a plural module with its suboptions as they should be."""
    text = (MODULES / f"{plural}.py").read_text(encoding="utf-8")
    wanted = suboptions(plural, options_of((MODULES / f"{PLURALS[plural]}.py").read_text(encoding="utf-8")))
    new, found = re.subn(
        rf"^(  {plural}:\n(?:    .*\n)*?    suboptions:\n)(?:      .*\n)*",
        lambda match: match.group(1) + wanted,
        text,
        count=1,
        flags=re.MULTILINE,
    )
    if not found:
        raise SystemExit(f"{plural} has no suboptions")
    return new


def main(arguments: list[str]) -> int:
    stale = []
    for plural in PLURALS:
        path, text = MODULES / f"{plural}.py", module(plural)
        if path.read_text(encoding="utf-8") == text:
            continue
        stale.append(str(path.relative_to(ROOT)))
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
    if stale and "--check" in arguments:
        print(f"{', '.join(stale)}: not what the singular modules say; run make generate")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
