# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The parts of IAM that a client of DMS needs: tokens and projects."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timezone
from typing import Any

from .call import Call
from .errors import ServiceError
from .routing import Answer, Route, ok
from .state import Project

_TITLES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}
# Old tokens are dropped when this many lie around.
_KEPT_TOKENS = 10_000


def iam_error(status: int, message: str) -> Answer:
    """IAM words its errors in its own way."""
    answer = ok({"error": {"code": status, "message": message, "title": _TITLES[status]}}, status)
    answer.code = str(status)
    return answer


def domain_id(call: Call) -> str:
    """The id of the account."""
    return uuid.uuid5(uuid.NAMESPACE_DNS, call.settings.domain_name).hex


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _at(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _scoped_project(call: Call, scope: Any) -> Project | None:
    wanted = _at(scope, "project")
    for project in call.state.projects.values():
        if _at(wanted, "id") == project.id:
            return project
        if _at(wanted, "id") is None and _at(wanted, "name") == project.name:
            return project
    return None


def create_token(call: Call) -> Answer:
    """POST /v3/auth/tokens: a password becomes a token."""
    try:
        request = call.json()
    except ServiceError:
        return iam_error(400, "The request body is not valid JSON.")
    settings = call.settings
    methods = _at(request, "auth", "identity", "methods")
    user = _at(request, "auth", "identity", "password", "user")
    if methods != ["password"] or not isinstance(user, dict):
        return iam_error(400, "auth.identity must hold a user and the method password.")
    given = (_at(user, "name"), _at(user, "password"), _at(user, "domain", "name"))
    if given != (settings.user_name, settings.user_password, settings.domain_name):
        return iam_error(401, "The username or password is wrong.")
    scope = _at(request, "auth", "scope")
    project = _scoped_project(call, scope)
    if isinstance(scope, dict) and "project" in scope and project is None:
        return iam_error(401, "The project does not exist.")
    return _issue(call, project)


def _issue(call: Call, project: Project | None) -> Answer:
    settings, tokens = call.settings, call.state.tokens
    if len(tokens) >= _KEPT_TOKENS:
        for old in [name for name, token in tokens.items() if token["expires"] <= call.now] or list(tokens)[:100]:
            del tokens[old]
    token = "MIIE" + secrets.token_urlsafe(384)
    expires = call.now + settings.token_seconds
    tokens[token] = {"project_id": project.id if project else None, "expires": expires}
    domain = {"id": domain_id(call), "name": settings.domain_name}
    body: dict[str, Any] = {
        "methods": ["password"],
        "issued_at": _time(call.now),
        "expires_at": _time(expires),
        "user": {"id": call.user_id, "name": settings.user_name, "domain": domain, "password_expires_at": ""},
        "roles": [{"id": "0", "name": "te_admin"}],
        "catalog": [],
    }
    if project is not None:
        body["project"] = {"id": project.id, "name": project.name, "domain": domain}
    else:
        body["domain"] = domain
    answer = ok({"token": body}, 201)
    answer.headers["X-Subject-Token"] = token
    return answer


def list_projects(call: Call) -> Answer:
    """GET /v3/projects."""
    wanted = call.query.get("name")
    projects = [
        {
            "id": project.id,
            "name": project.name,
            "domain_id": domain_id(call),
            "parent_id": domain_id(call),
            "is_domain": False,
            "enabled": True,
            "description": "",
            "links": {"self": f"http://{call.headers.get('Host', 'localhost')}/v3/projects/{project.id}"},
        }
        for project in call.state.projects.values()
        if wanted is None or project.name == wanted
    ]
    return ok({"projects": projects, "links": {"self": "", "previous": None, "next": None}})


def list_domains(call: Call) -> Answer:
    """GET /v3/auth/domains: the one account."""
    domain = {"id": domain_id(call), "name": call.settings.domain_name, "enabled": True, "description": "", "links": {}}
    return ok({"domains": [domain], "links": {"self": "", "previous": None, "next": None}})


def show_catalog(call: Call) -> Answer:
    """GET /v3/auth/catalog: empty, since a client is told the endpoints."""
    return ok({"catalog": [], "links": {}})


_ANY_QUERY = ("*",)
ROUTES = [
    Route("POST", "/v3/auth/tokens", create_token, query=_ANY_QUERY, signed=False),
    Route("GET", "/v3/projects", list_projects, query=_ANY_QUERY),
    Route("GET", "/v3/auth/projects", list_projects, query=_ANY_QUERY),
    Route("GET", "/v3/auth/domains", list_domains, query=_ANY_QUERY),
    Route("GET", "/v3/auth/catalog", show_catalog, query=_ANY_QUERY),
]
