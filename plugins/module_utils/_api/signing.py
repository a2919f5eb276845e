# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Signing a request with an access key and a secret key (algorithm SDK-HMAC-SHA256, chapter 3.2)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timezone
from urllib.parse import parse_qsl, quote, unquote

ALGORITHM = "SDK-HMAC-SHA256"
DATE_FORMAT = "%Y%m%dT%H%M%SZ"
CONTENT_HASH_HEADER = "x-sdk-content-sha256"


def encode(text: str) -> str:
    """Percent-encode `text` for a path segment or a query: only letters, digits and `-_.~` stay."""
    return quote(text, safe="-_.~")


def timestamp(seconds: float) -> str:
    """Return the X-Sdk-Date of a moment in seconds since 1970."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime(DATE_FORMAT)


def canonical_uri(path: str) -> str:
    """Return the path as it is signed: decoded once, each segment encoded, with a slash at the end."""
    encoded = "/".join(encode(segment) for segment in unquote(path).split("/"))
    return encoded if encoded.endswith("/") else encoded + "/"


def canonical_query(pairs: list[tuple[str, str]]) -> str:
    """Return the query as it is signed and sent: sorted by the raw names and values, then encoded."""
    return "&".join(f"{encode(name)}={encode(value)}" for name, value in sorted(pairs))


def query_pairs(query: str) -> list[tuple[str, str]]:
    """Return the names and values of a query string, decoded."""
    return parse_qsl(query, keep_blank_values=True)


def canonical_request(
    method: str, path: str, pairs: list[tuple[str, str]], headers: Mapping[str, str], body: bytes
) -> tuple[str, str]:
    """Return (canonical request, signed header names) of a request; every header given is signed.

    Names with an underscore are left out: gateways drop such headers on the way.
    """
    lowered = {name.lower(): value.strip() for name, value in headers.items() if "_" not in name}
    names = sorted(lowered)
    signed = ";".join(names)
    payload_hash = hashlib.sha256(body).hexdigest()
    if body:
        payload_hash = lowered.get(CONTENT_HASH_HEADER, payload_hash)
    block = "".join(f"{name}:{lowered[name]}\n" for name in names)
    lines = (method.upper(), canonical_uri(path), canonical_query(pairs), block, signed, payload_hash)
    return "\n".join(lines), signed


def authorization(
    method: str,
    path: str,
    pairs: list[tuple[str, str]],
    headers: Mapping[str, str],
    body: bytes,
    access_key: str,
    secret_key: str,
) -> str:
    """Return the Authorization header of a request whose `headers` hold X-Sdk-Date and Host."""
    canonical, signed = canonical_request(method, path, pairs, headers, body)
    date = next(value for name, value in headers.items() if name.lower() == "x-sdk-date")
    to_sign = f"{ALGORITHM}\n{date}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(secret_key.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Access={access_key}, SignedHeaders={signed}, Signature={signature}"
