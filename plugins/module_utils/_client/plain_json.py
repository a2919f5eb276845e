# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""JSON that can be walked through: what is nested without end counts as none."""

from __future__ import annotations

import json
import re
from typing import Any

# Answers are nested less than ten deep; Python's own walks give up at some hundreds.
DEEPEST = 50
HALF_A_PAIR = re.compile(r"\\u[dD][89a-fA-F]")


def parse(text: str) -> Any:
    """Return what a text of JSON says. Raises ValueError for everything else."""
    try:
        data = json.loads(text)
        if HALF_A_PAIR.search(text):
            # Half of a pair of surrogates is no character: Ansible cannot pass it on, nor can a file hold it.
            whole = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace").decode()
            data = json.loads(whole)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    level = [data]
    for _depth in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return data
    raise ValueError("nested too deep")


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
