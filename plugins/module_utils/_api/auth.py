# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""How requests are authenticated, one class for each scheme. All of them also keep a .netrc entry from being used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from . import signing
from .clock import Clock

if TYPE_CHECKING:
    from .settings import Settings

try:
    from requests.auth import AuthBase
except ImportError:
    # The client tells the user.
    AuthBase = object  # type: ignore[assignment, misc]

# Only what proxies leave alone is signed; they may rewrite User-Agent and the like.
SIGNED_HEADERS = ("Content-Type", "Host", "X-Project-Id", "X-Sdk-Date", "X-Security-Token")


class SignatureAuth(AuthBase):
    """Signs each request with the access key as it goes out."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    def __call__(self, request: Any) -> Any:
        parts = urlsplit(request.url)
        request.headers["Host"] = parts.netloc
        request.headers["X-Sdk-Date"] = signing.timestamp(self._clock.now())
        if self._settings.security_token:
            request.headers["X-Security-Token"] = self._settings.security_token
        request.headers["Authorization"] = signing.authorization(
            request.method,
            parts.path,
            signing.query_pairs(parts.query),
            {name: request.headers[name] for name in SIGNED_HEADERS if name in request.headers},
            request.body or b"",
            self._settings.access_key,
            self._settings.secret_key,
        )
        return request


class TokenAuth(AuthBase):
    """Puts a token into each request."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: Any) -> Any:
        request.headers["X-Auth-Token"] = self._token
        return request


class NoAuth(AuthBase):
    """Sends a request as it is."""

    def __call__(self, request: Any) -> Any:
        return request
