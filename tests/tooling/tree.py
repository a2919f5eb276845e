# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The build tree: a copy of the checkout below ansible_collections/, where Ansible's tools want a collection to be."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
from pathlib import Path

from .paths import NAME, NAMESPACE, ROOT, TREE
from .process import lock, output, run

# Not copied, not removed: what tools keep in the tree they work on.
LEFT_ALONE = {Path(".git"), Path(".ansible"), Path("tests/output")}
# Set for the steps of a larger run, so that the tree does not change under one that is reading it.
FROZEN = "TOOLING_TREE_IS_FRESH"


def refresh(tree: Path = TREE) -> Path:
    """Make the tree equal to the checkout: the files git knows and those it would take, no more."""
    if tree == TREE and os.environ.get(FROZEN):
        return tree
    with lock("tree-" + "-".join(tree.relative_to(ROOT).parts)):
        wanted = _files()
        _remove_others(tree, wanted)
        for path in wanted:
            _copy(ROOT / path, tree / path)
        # ansible-test and ansible-lint ask git for the files. Without a repository here they would find the
        # checkout's, which ignores this folder.
        if not (tree / ".git").exists():
            run(["git", "init", "--quiet", "--template=", tree])
    return tree


def fingerprint(tree: Path) -> str:
    """Return a text that is another one whenever a file of a tree is, or is there no more."""
    digest = hashlib.sha256()
    for path in _files():
        status = (tree / path).lstat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collections_folder(base: Path) -> Path:
    """Return the place of this collection below a folder of its own, for tools that must not meet in one tree."""
    return base / "ansible_collections" / NAMESPACE / NAME


def _files() -> list[Path]:
    listed = output(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT)
    paths = {Path(name) for name in listed.split("\0") if name}
    return sorted(path for path in paths if (ROOT / path).is_symlink() or (ROOT / path).is_file())


def _remove_others(tree: Path, wanted: list[Path]) -> None:
    keep = set(wanted)
    for folder, subfolders, files in os.walk(tree, topdown=True):
        here = Path(folder).relative_to(tree)
        subfolders[:] = [name for name in subfolders if here / name not in LEFT_ALONE]
        for name in files:
            path = here / name
            if path not in keep and not _is_bytecode_of(path, keep):
                (tree / path).unlink()
    for folder, _subfolders, _names in os.walk(tree, topdown=False):
        here = Path(folder).relative_to(tree)
        if not any(here == path or path in here.parents for path in LEFT_ALONE) and not os.listdir(folder):
            os.rmdir(folder)


def _is_bytecode_of(path: Path, sources: set[Path]) -> bool:
    return path.parent.name == "__pycache__" and path.parent.parent / (path.name.split(".")[0] + ".py") in sources


def _copy(source: Path, target: Path) -> None:
    try:
        there, here = target.lstat(), source.lstat()
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
    else:
        same = (there.st_size, there.st_mtime_ns, there.st_mode) == (here.st_size, here.st_mtime_ns, here.st_mode)
        if same and stat.S_ISREG(here.st_mode):
            return
        target.unlink()
    with contextlib.suppress(FileNotFoundError):  # Removed since it was listed.
        shutil.copy2(source, target, follow_symlinks=False)
