# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ansible-test sanity, on any of the cores, in a home folder of its own."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

from . import interpreters, tree, venvs
from .paths import BUILD
from .process import ToolError, environment, run, say

# ansible-test fetches a script that gives each environment it makes its pip, from a host of its own, and keeps it in
# the home folder. This one is put in its place, so that a package index is all a run needs. It is called like the
# original: with pip's options and the packages wanted.
GET_PIP = """\
import os, subprocess, sys
os.environ.update({settings!r})
wanted = [word for word in sys.argv[1:] if not word.startswith("-")]
sys.exit(subprocess.call([{uv!r}, "pip", "install", "--quiet", "--python", sys.executable, *wanted]))
"""
# ansible-test keeps these from what it starts, but without them the index may be out of reach.
NETWORK = re.compile(r"UV_.*|SSL_CERT_.*|.*_PROXY", re.IGNORECASE)


def sanity(core: str, arguments: str = "") -> bool:
    bins = venvs.core(core)
    base = BUILD / f"sanity-{core}"
    place = tree.refresh(tree.collections_folder(base))
    if not shutil.which("shellcheck"):
        say("shellcheck is not installed: its test is left out")
    env = environment(bins, interpreters.bin_folder(), HOME=_home(base / "home", bins))
    # Stubs that only stand for an interpreter fail when ansible-test calls them.
    env["PATH"] = ":".join(part for part in env["PATH"].split(":") if Path(part).name != "shims")
    return run([bins / "ansible-test", "sanity", "--color", "no", *shlex.split(arguments)], cwd=place, env=env) == 0


def _home(home: Path, bins: Path) -> Path:
    """Make a home folder with a package cache that all cores share, the user's settings of pip, and GET_PIP."""
    pip_cache, real = BUILD / "pip-cache", Path.home()
    pip_cache.mkdir(exist_ok=True)
    for target, link in (
        (pip_cache, home / ".cache" / "pip"),
        (real / ".config" / "pip", home / ".config" / "pip"),
        (real / ".pip", home / ".pip"),
    ):
        if target.is_dir() and not link.is_symlink():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(target)
    settings = {name: value for name, value in os.environ.items() if NETWORK.fullmatch(name)}
    script = GET_PIP.format(uv=str(venvs.uv()), settings=settings)
    cache = home / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for version in _pip_versions(bins):
        (cache / f"get_pip_{version.replace('.', '_')}.py").write_text(script, encoding="utf-8")
    return home


def _pip_versions(bins: Path) -> set[str]:
    """Return the versions of pip this ansible-test asks for."""
    sources = bins.parent.glob("lib/python*/site-packages/ansible_test/_internal/python_requirements.py")
    found = {v for source in sources for v in re.findall(r"\bpip='([\d.]+)'", source.read_text(encoding="utf-8"))}
    if not found:
        raise ToolError("this ansible-test does not say which pip it wants")
    return found
