# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Who is calling: AK/SK signatures (SDK-HMAC-SHA256) and IAM tokens."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from .errors import ServiceError

if TYPE_CHECKING:
    from .call import Call

ALGORITHM = "SDK-HMAC-SHA256"
CLOCK_SKEW_SECONDS = 15 * 60
EMPTY_HASH = hashlib.sha256(b"").hexdigest()

_AUTHORIZATION = re.compile(
    ALGORITHM + r"\s+Access=(?P<access>[^,\s]+),\s*SignedHeaders=(?P<headers>[^,\s]+)"
    r",\s*Signature=(?P<signature>[0-9a-f]+)\s*"
)
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]*")


def _encoded(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return quote(text, safe="-_.~", errors="surrogatepass")


def canonical_path(raw_path: str) -> str:
    """The path decoded once, each segment encoded again, with a slash at the end."""
    path = "/".join(_encoded(segment) for segment in unquote(raw_path, errors="surrogateescape").split("/"))
    return path if path.endswith("/") else path + "/"


def _pairs(raw_query: str) -> Iterator[tuple[str, str]]:
    for part in raw_query.split("&"):
        if part:
            name, _sep, value = part.partition("=")
            yield unquote(name.replace("+", " ")), unquote(value.replace("+", " "))


def canonical_query(raw_query: str, keep_repeated_order: bool = False) -> str:
    """The parameters sorted and encoded."""
    if not raw_query:
        return ""
    pairs = sorted(_pairs(raw_query), key=(lambda pair: pair[0]) if keep_repeated_order else None)
    return "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in pairs)


def canonical_request(
    method: str, raw_path: str, query: str, headers: Mapping[str, str], signed: list[str], body: bytes
) -> str:
    """The text whose hash is signed. `query` is canonical already."""
    lines = "".join(f"{name}:{headers.get(name, '').strip()}\n" for name in signed)
    payload = headers.get("x-sdk-content-sha256") if body else None
    if payload is None:
        payload = hashlib.sha256(body).hexdigest() if body else EMPTY_HASH
    return "\n".join((method, canonical_path(raw_path), query, lines, ";".join(signed), payload))


def signature_of(request: str, date: str, secret: str) -> str:
    """The signature of a canonical request."""
    hashed = hashlib.sha256(request.encode("utf-8", "surrogateescape")).hexdigest()
    to_sign = f"{ALGORITHM}\n{date}\n{hashed}"
    return hmac.new(secret.encode("utf-8"), to_sign.encode("utf-8"), hashlib.sha256).hexdigest()


def _refused(reason: str) -> ServiceError:
    return ServiceError("APIGW.0301", f"Incorrect IAM authentication information: {reason}")


# Requests of the same second share their date.
@lru_cache(maxsize=64)
def _signing_time(date: str) -> float | None:
    try:
        return datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        return None


def verify_signature(call: Call, raw_path: str, raw_query: str) -> list[str]:
    """The headers of a correctly signed request; anything else is a 401.

    The clock counts here as it is, without what a test has skipped.
    """
    headers, settings = call.headers, call.settings
    match = _AUTHORIZATION.fullmatch(headers.get("Authorization", ""))
    if match is None:
        raise _refused("the Authorization header has a wrong format")
    if match["access"] != settings.access_key:
        raise _refused("the access key does not exist")
    signed = match["headers"].split(";")
    if signed != sorted({name.lower() for name in signed}):
        raise _refused("SignedHeaders must be lower case, sorted and unique")
    if "x-sdk-date" not in signed:
        raise _refused("X-Sdk-Date is not signed")
    missing = [name for name in signed if name not in headers]
    if missing:
        raise _refused(f"the signed header {missing[0][:64]} is missing")
    _check_security_token(call)
    date = headers["X-Sdk-Date"].strip()
    signed_at = _signing_time(date)
    if signed_at is None:
        raise _refused("X-Sdk-Date has a wrong format")
    if abs(signed_at - call.state.clock()) > CLOCK_SKEW_SECONDS:
        raise _refused("the request was signed too long ago, or too far ahead")
    if settings.verify_signature and not _signature_fits(call, raw_path, raw_query, signed, date, match["signature"]):
        raise _refused("the signature does not match")
    return signed


def _check_security_token(call: Call) -> None:
    # Like all headers but X-Sdk-Date it need not be signed: some of the vendor's clients add it afterwards.
    wanted = call.settings.security_token
    if wanted and call.headers.get("X-Security-Token", "") != wanted:
        raise _refused("the security token does not exist or has expired")


def _signature_fits(call: Call, raw_path: str, raw_query: str, signed: list[str], date: str, given: str) -> bool:
    # The vendor's SDK sorts repeated integers as numbers; keeping the wire's order among equal names covers that.
    for keep_order in (False, True):
        query = canonical_query(raw_query, keep_order)
        request = canonical_request(call.method, raw_path, query, call.headers, signed, call.body)
        if hmac.compare_digest(signature_of(request, date, call.settings.secret_key), given):
            return True
        if raw_query.count("=") < 2:
            break
    return False


def verify_token(call: Call) -> None:
    """Accept a token that was issued here, has not expired, and is for the project of the path."""
    token = call.headers.get("X-Auth-Token", "").strip()
    if not token:
        raise ServiceError("DMS.10240103")
    issued = call.state.tokens.get(token)
    if issued is None:
        raise ServiceError("DMS.10240101")
    if issued["expires"] <= call.now:
        raise ServiceError("DMS.10240102")
    project_id = call.vars.get("project_id")
    if project_id is not None and issued["project_id"] != project_id:
        raise ServiceError("DMS.10240104")


def authenticate(call: Call, raw_path: str, raw_query: str) -> list[str]:
    """The headers that the caller has signed, none with a token; 401 unless the caller is known."""
    if call.headers.get("Authorization"):
        return verify_signature(call, raw_path, raw_query)
    verify_token(call)
    return []
