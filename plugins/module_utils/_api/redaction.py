# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Secrets taken out of what others write: the service, which may repeat what it was sent, and Ansible."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from functools import cache

# As Ansible's own.
MASK = "********"


# There may be thousands of secrets, and as many errors.
@cache
def encodings_of(secret: str) -> set[str]:
    """Return a secret as it is, and as Python and JSON write it between quotes; of nothing, nothing."""
    return {secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]} - {""}


def redact(text: str, secrets: Iterable[str]) -> str:
    """Return a text with a mask in place of each secret, in whichever way it is written."""
    written = {spelling for secret in secrets for spelling in encodings_of(secret)}
    # A secret may be a part of another one.
    for spelling in sorted(written, key=len, reverse=True):
        text = text.replace(spelling, MASK)
    return text


def redact_body(body: str, secrets: Iterable[str]) -> str:
    """Return the body of an answer with a mask in place of each secret."""
    with contextlib.suppress(ValueError, RecursionError):
        # JSON has several ways to write a character; this leaves the one of `spellings`.
        body = json.dumps(json.loads(body))
    return redact(body, secrets)
