# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What IAM is asked for: a token for a password, and the id of a project (chapters 3.2 and 7.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeGuard

from . import token_cache
from .clock import Clock
from .errors import TransportFailure, ValidationError
from .settings import Settings

# A token is not used in its last minutes, so that it does not expire on the way or by a clock that is a little off.
TOKEN_EXPIRY_MARGIN = 300.0
TOKEN_LIFETIME = 24 * 3600.0


def get_token(settings: Settings, post: Callable[..., Any], clock: Clock, renew: bool = False) -> tuple[str, str]:
    """Return (token, project id) for the user's password, from the private cache or from IAM.

    `post(url, body)` sends a request without credentials and returns (headers, data). With `renew` a token that the
    cache holds is thrown away first. The cache never holds the password.
    """
    project = settings.project_id or settings.project_name
    path = token_cache.cache_path("token", settings.iam_endpoint, settings.domain_name, settings.username, project)
    known = token_cache.read(path)
    if renew:
        token_cache.delete(path)
    elif _still_valid(known, clock):
        return str(known["token"]), str(known["project_id"])
    entry = _fetch_token(settings, post, clock)
    token_cache.write(path, entry)
    return str(entry["token"]), str(entry["project_id"])


def _still_valid(entry: dict[str, Any] | None, clock: Clock) -> TypeGuard[dict[str, Any]]:
    if entry is None or not isinstance(entry.get("token"), str) or not isinstance(entry.get("project_id"), str):
        return False
    expires_at = entry.get("expires_at")
    return isinstance(expires_at, (int, float)) and clock.now() < expires_at - TOKEN_EXPIRY_MARGIN


def _fetch_token(settings: Settings, post: Callable[..., Any], clock: Clock) -> dict[str, Any]:
    if not settings.iam_endpoint:
        raise ValidationError(
            "IAM's address is not known: set 'region' or 'iam_endpoint' (HUAWEICLOUD_SDK_IAM_ENDPOINT)."
        )
    if not settings.project_id and not settings.project_name:
        raise ValidationError("The project is not known: set 'region', 'project_name' or 'project_id'.")
    project = {"id": settings.project_id} if settings.project_id else {"name": settings.project_name}
    user = {"name": settings.username, "password": settings.password, "domain": {"name": settings.domain_name}}
    body = {
        "auth": {
            "identity": {"methods": ["password"], "password": {"user": user}},
            "scope": {"project": project},
        }
    }
    headers, data = post(settings.iam_endpoint + "/v3/auth/tokens?nocatalog=true", body)
    token = headers.get("X-Subject-Token", "")
    details = data.get("token") if isinstance(data, dict) else None
    if not token or not isinstance(details, dict):
        raise TransportFailure(f"IAM at {settings.iam_endpoint} answered without a token; is this address IAM's?")
    project_id = settings.project_id or str((details.get("project") or {}).get("id") or "")
    return {"token": token, "project_id": project_id, "expires_at": _parse_expiry(details.get("expires_at"), clock)}


def _parse_expiry(moment: Any, clock: Clock) -> float:
    try:
        return datetime.fromisoformat(str(moment).replace("Z", "+00:00")).timestamp()
    except ValueError:
        return clock.now() + TOKEN_LIFETIME


def find_project_id(settings: Settings, get: Callable[..., Any]) -> str:
    """Return the id of the project named `settings.project_name`, from the private cache or from IAM.

    `get(url, query)` sends an authenticated request and returns the data. Raises ValidationError if not exactly one
    project has this name.
    """
    if not settings.project_name:
        raise ValidationError("The project is not known: set 'region', 'project_name' or 'project_id'.")
    path = token_cache.cache_path(
        "project", settings.iam_endpoint, settings.access_key or settings.auth_token, settings.project_name
    )
    known = token_cache.read(path)
    if known is not None and isinstance(known.get("project_id"), str):
        return str(known["project_id"])
    projects = list_projects(settings, get, settings.project_name)
    if len(projects) != 1:
        found = "no project" if not projects else f"{len(projects)} projects"
        raise ValidationError(
            f"IAM knows {found} named '{settings.project_name}': set 'project_id' (HUAWEICLOUD_SDK_PROJECT_ID), "
            "or 'project_name' if the project is not named like the region."
        )
    project_id = str(projects[0]["id"])
    token_cache.write(path, {"project_id": project_id})
    return project_id


def list_projects(settings: Settings, get: Callable[..., Any], name: str | None) -> list[dict[str, Any]]:
    """Return IAM's projects, or only those named `name` (chapter 7.4). Raises ApiError."""
    if not settings.iam_endpoint:
        raise ValidationError(
            "IAM's address is not known: set 'region' or 'iam_endpoint' (HUAWEICLOUD_SDK_IAM_ENDPOINT)."
        )
    data = get(settings.iam_endpoint + "/v3/projects", {"name": name} if name else None)
    projects = data.get("projects") if isinstance(data, dict) else None
    if not isinstance(projects, list):
        raise TransportFailure(
            f"IAM at {settings.iam_endpoint} answered without a list of projects; is this address IAM's?"
        )
    return [project for project in projects if name is None or project.get("name") == name]
