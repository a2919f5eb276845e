# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What went wrong, found in error answers and in the exceptions of requests; loaded when that happens."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Iterable, Mapping
from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

from .errors import ApiError, OutcomeUnknown, TransportFailure
from .redaction import redact, redact_body
from .response import parse

# Control and format characters (those that turn the direction of writing among them), lone surrogates, and
# separators of lines: a terminal obeys them, or shows another text than was sent.
UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def api_error(method: str, url: str, response: Any, secrets: Iterable[str]) -> ApiError:
    """Return the error that an answer (`status`, `headers`, `body`) tells, without the secrets."""
    path = urlsplit(url).path
    if 300 <= response.status < 400:
        text = "the service redirects to another address, which is refused: check the endpoint"
        return ApiError(response.status, "", text, "", method, path)
    body = response.body.decode("utf-8", "replace")
    # Masked before it is shortened: the beginning of a secret is not for others, either.
    shown_code, text, request_id = parse_error_body(redact_body(body, secrets))
    request_id = sanitize_message(response.headers.get("X-Request-Id") or request_id)
    # What is done next depends on the code, which a mask for a short password must not change.
    code = parse_error_body(body)[0]
    return ApiError(response.status, code, text, request_id, method, path, shown_code)


def transport_error(
    method: str, url: str, error: Exception, is_write: bool, secrets: Iterable[str]
) -> OutcomeUnknown | TransportFailure:
    """Return the error of a request that got no usable answer, without the secrets."""
    text = f"{method} {url} got no usable answer: {root_cause(error, {*secrets, *proxy_passwords()})}"
    if is_write and not was_never_sent(error):
        return OutcomeUnknown(text)
    return TransportFailure(text, transient=not is_certificate_error(error))


def parse_error_body(body: str) -> tuple[str, str, str]:
    """Return (code, message, request id) found in an error answer, whatever its shape.

    The service, its gateway and IAM each have their own: pairs of error_code/error_msg, errorCode/errorMsg or
    code/message, at the top or in an inner object, and texts that are no JSON at all.
    """
    try:
        data = parse(body)
        found = _find_code_and_message(data)
    except (ValueError, RecursionError):
        return "", sanitize_message(body), ""
    if found is None:
        return "", sanitize_message(body), _text(data, "request_id", "requestId") if isinstance(data, dict) else ""
    return found


def _find_code_and_message(data: Any) -> tuple[str, str, str] | None:
    if not isinstance(data, dict):
        return None
    code = _text(data, "error_code", "errorCode", "code")
    message = _text(data, "error_msg", "errorMsg", "error_message", "message", "msg", "title")
    if code or message:
        return code, message, _text(data, "request_id", "requestId")
    for value in data.values():
        found = _find_code_and_message(value)
        if found is not None:
            return found
    return None


def _text(data: dict[str, Any], *keys: str) -> str:
    for key in keys:
        value = data.get(key)
        text = sanitize_message(str(value)) if isinstance(value, (str, int)) else ""
        if text:
            return text
    return ""


def sanitize_message(text: str, limit: int = 500) -> str:
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
    return replace_control_characters(" ".join(kept))


def replace_control_characters(text: str, but: str = "") -> str:
    """Return a text with a sign in place of each character that a terminal would obey, `but` for some."""
    return "".join("\ufffd" if category(one) in UNPRINTABLE and one not in but else one for one in text)


def was_never_sent(error: Exception) -> bool:
    """True if the connection was never made, so that the service cannot have seen the request."""
    import requests
    import urllib3

    if isinstance(error, requests.exceptions.ConnectTimeout):
        return True
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    # Of the errors of TLS, only a refused certificate is sure to come before the request.
    return is_certificate_error(error) or isinstance(reason, urllib3.exceptions.NewConnectionError)


def is_certificate_error(error: BaseException | None) -> bool:
    """True if the server's certificate was not accepted, or what to check it by is not there; that does not pass."""
    import requests

    # requests lets the lack of a bundle of certificates come out as it is, and nothing else.
    if isinstance(error, OSError) and not isinstance(error, requests.exceptions.RequestException):
        return True
    for _depth in range(10):
        if error is None:
            break
        # The second is what urllib3 1.26 says of a certificate for another host.
        if isinstance(error, ssl.SSLCertVerificationError) or type(error).__name__ == "CertificateError":
            return True
        inner = getattr(error, "reason", None) or (error.args[0] if error.args else None)
        error = inner if isinstance(inner, BaseException) else None
    return False


def root_cause(error: BaseException, secrets: Iterable[str] = ()) -> str:
    """Return what is at the bottom of a pile of exceptions, which is what helps the user, without the secrets."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    text = redact(str(reason or error), secrets)
    # Names of objects in memory say nothing to the user.
    return sanitize_message(text.rpartition(">: ")[2] if ">: " in text else text)


def proxy_passwords(environ: Mapping[str, str] | None = None) -> set[str]:
    """Return the passwords in the addresses of proxies, and the parts of those that make an address unreadable."""
    found: set[str] = set()
    for name, address in (os.environ if environ is None else environ).items():
        if name.lower().endswith("_proxy") and "@" in address:
            account = address.rpartition("@")[0].rpartition("://")[2]
            password = account.partition(":")[2]
            found |= {password, *re.split(r"[/?#@:]", password)}
    return found - {""}
