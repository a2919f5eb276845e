# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture in the README: what a terminal shows of two runs of a fleet on the local emulator."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from . import local_service, tree
from .paths import BUILD, ROOT
from .process import ansible_environment, output

PICTURE = ROOT / "docs" / "run.svg"
COMMAND = ("ansible-playbook", "huaweicloud.rocketmq.fleet", "-e", "@fleet.yml")
WIDTH = 118
# Fonts that a reader's browser would ask others for.
FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
# Plays that have no host here: they are for other modes of the playbook.
LEFT_OUT = ("skipping: no hosts matched",)


def main() -> None:
    tree.refresh()
    tools = Path(sys.executable).parent
    console = Console(record=True, width=WIDTH, file=sys.stderr, force_terminal=True)
    with (
        tempfile.TemporaryDirectory() as name,
        local_service.emulator(tools, Path(name), create_seconds="5") as find_url,
    ):
        (Path(name) / "fleet.yml").write_bytes((ROOT / "tests" / "quickstart" / "fleet.yml").read_bytes())
        env = ansible_environment(
            tools,
            collections=BUILD,
            ANSIBLE_FORCE_COLOR="1",
            COLUMNS=str(WIDTH),
            **local_service.exported(find_url()),
            **local_service.new_secrets(),
        )
        for run in range(2):
            if run:
                console.print()
            console.print(Text(f"$ {' '.join(COMMAND)}", style="bold"))
            shown = output([tools / COMMAND[0], *COMMAND[1:]], cwd=Path(name), env=env)
            console.print(Text.from_ansi("\n".join(_plays(shown))))
    picture = console.export_svg(title="Converge a fleet, twice")
    PICTURE.write_text(FONTS.sub("", picture), encoding="utf-8")


def _plays(shown: str) -> list[str]:
    """Return the lines of the plays that have hosts, without the space between them."""
    kept: list[str] = []
    for block in shown.strip().split("\n\n"):
        if any(words in block for words in LEFT_OUT):
            continue
        kept += block.strip("\n").splitlines()
    return kept


if __name__ == "__main__":
    main()
