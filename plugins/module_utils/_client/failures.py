# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What went wrong, found in error answers and in the exceptions of requests; loaded when that happens."""

from __future__ import annotations

from typing import Any
from unicodedata import category

from .plain_json import parse

# Control and format characters (those that turn the direction of writing among them), halves of characters, and
# separators of lines: a terminal obeys them, or shows another text than was sent.
UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def parse_error_body(body: str) -> tuple[str, str, str]:
    """Return (code, message, request id) found in an error answer, whatever its shape.

    The service, its gateway and IAM each have their own: pairs of error_code/error_msg, errorCode/errorMsg or
    code/message, at the top or in an inner object, and texts that are no JSON at all.
    """
    try:
        data = parse(body)
    except ValueError:
        return "", readable(body), ""
    found = _find_pair(data)
    if found is None:
        return "", readable(body), _text(data, "request_id", "requestId") if isinstance(data, dict) else ""
    return found


def _find_pair(data: Any) -> tuple[str, str, str] | None:
    if not isinstance(data, dict):
        return None
    code = _text(data, "error_code", "errorCode", "code")
    message = _text(data, "error_msg", "errorMsg", "error_message", "message", "msg", "title")
    if code or message:
        return code, message, _text(data, "request_id", "requestId")
    for value in data.values():
        found = _find_pair(value)
        if found is not None:
            return found
    return None


def _text(data: dict[str, Any], *keys: str) -> str:
    for key in keys:
        value = data.get(key)
        text = readable(str(value)) if isinstance(value, (str, int)) else ""
        if text:
            return text
    return ""


def readable(text: str, limit: int = 500) -> str:
    """Return a text of the service as a terminal may show it: in one line, short, and without control characters.

    No word is cut in two. It may be a secret that the service repeats, of which Ansible hides nothing but the whole.
    """
    kept: list[str] = []
    room = limit
    # More words than that do not fit anyway.
    for word in text.split(None, limit):
        if len(word) > room:
            kept.append("…")
            break
        kept.append(word)
        room -= len(word) + 1
    return "".join("\ufffd" if category(one) in UNPRINTABLE else one for one in " ".join(kept))


def surely_not_sent(error: Exception) -> bool:
    """True if the connection was never made, so that the service cannot have seen the request."""
    import requests
    import urllib3

    if isinstance(error, requests.exceptions.ConnectTimeout):
        return True
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    # Of the errors of TLS, only a refused certificate is sure to come before the request.
    refused = isinstance(error, requests.exceptions.SSLError) and "certificate" in str(error).lower()
    return refused or isinstance(reason, urllib3.exceptions.NewConnectionError)


def first_cause(error: BaseException) -> str:
    """Return what is at the bottom of a pile of exceptions, which is what helps the user."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    text = str(reason or error)
    # Names of objects in memory say nothing to the user.
    return readable(text.rpartition(">: ")[2] if ">: " in text else text)
