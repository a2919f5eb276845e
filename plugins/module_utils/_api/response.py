# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""JSON of the service."""

from __future__ import annotations

import json
import re
from typing import Any

LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def parse(text: str) -> Any:
    """Return what a text of JSON says. Raises ValueError for everything else."""
    try:
        data = json.loads(text)
        if LONE_SURROGATE.search(text):
            # A lone surrogate is no character: Ansible cannot pass it on, nor can a file hold it.
            whole = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace").decode()
            data = json.loads(whole)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return data
