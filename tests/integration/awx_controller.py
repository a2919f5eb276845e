# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the API of AWX: as much of it as loading projects, inventories, credentials and templates takes.

It keeps what it is sent, hides secrets, and refuses what AWX refuses: templates and inventory sources of a project that
has not been updated, playbooks that are not in the project, and surveys of another form.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

TOKEN = "controller-token-1"
ENCRYPTED = "$encrypted$"
KINDS = {
    "organizations": "organization",
    "execution_environments": "execution_environment",
    "credential_types": "credential_type",
    "credentials": "credential",
    "projects": "project",
    "inventories": "inventory",
    "inventory_sources": "inventory_source",
    "job_templates": "job_template",
}
# What AWX fills in where it is told nothing.
DEFAULTS: dict[str, dict[str, Any]] = {
    "credentials": {"inputs": {}},
    "job_templates": {"extra_vars": "---", "survey_enabled": False, "execution_environment": None},
    "inventory_sources": {"execution_environment": None},
}
QUESTION_TYPES = {"text", "textarea", "password", "multiplechoice", "multiselect", "integer", "float"}


class Request(NamedTuple):
    """A request that was made: `path` is what follows /api/v2/."""

    method: str
    path: str
    body: Any


class Refused(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, **body: Any) -> None:
        super().__init__(status, body)
        self.status, self.body = status, body


class Controller:
    """The state of the stand-in, and what has been asked of it."""

    def __init__(self, playbooks: set[str], files: set[str]) -> None:
        self.playbooks, self.files = playbooks, files
        self.url = ""
        self.requests: list[Request] = []
        self.objects: dict[str, dict[int, dict[str, Any]]] = {kind: {} for kind in KINDS}
        self.surveys: dict[int, dict[str, Any]] = {}
        self.credentials: dict[int, list[int]] = {}
        self.updates = 0
        self._add("organizations", {"name": "Default"})
        self._add("execution_environments", {"name": "RocketMQ"})

    @property
    def writes(self) -> list[Request]:
        """What was sent to change something. That a project is read again changes nothing by itself."""
        return [
            request for request in self.requests if request.method != "GET" and not request.path.endswith("/update/")
        ]

    def named(self, kind: str, name: str) -> dict[str, Any]:
        """Return the object of a kind that has this name."""
        return next(one for one in self.objects[kind].values() if one["name"] == name)

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        """Return the status and the body of an answer. Raises Refused."""
        self.requests.append(Request(method, path, body))
        kind, *rest = path.strip("/").split("/")
        if kind == "project_updates":
            done = {"id": int(rest[0]), "status": "successful", "failed": False, "finished": "2026-01-01T00:00:00Z"}
            return 200, {**done, "scm_revision": "abc"}
        if kind not in KINDS:
            raise Refused(404, detail="Not found.")
        if not rest:
            return self._collection(kind, method, query, body)
        one = self.objects[kind].get(int(rest[0]))
        if one is None:
            raise Refused(404, detail="Not found.")
        if len(rest) > 1:
            return self._related(one, method, rest[1], body)
        if method == "PATCH":
            self._check(kind, {**one, **body})
            one.update(body)
        return 200, self._shown(kind, one)

    def _collection(self, kind: str, method: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        if method == "POST":
            self._check(kind, body)
            one = self._add(kind, body)
            shown = self._shown(kind, one)
            if kind == "projects":
                shown["summary_fields"] = {"current_update": {"id": self._update(one)}}
            return 201, shown
        found = [one for one in self.objects[kind].values() if _matches(one, query)]
        return 200, {"count": len(found), "next": None, "results": [self._shown(kind, one) for one in found]}

    def _related(self, one: dict[str, Any], method: str, name: str, body: Any) -> tuple[int, Any]:
        if name == "survey_spec":
            if method == "POST":
                _check_survey(body)
                self.surveys[one["id"]] = body
            return 200, self.surveys.get(one["id"], {})
        if name == "credentials":
            linked = self.credentials.setdefault(one["id"], [])
            if method == "POST":
                linked.append(body["id"])
                return 204, None
            shown = [self._shown("credentials", self.objects["credentials"][each]) for each in linked]
            return 200, {"count": len(shown), "next": None, "results": shown}
        if name == "update" and method == "POST":
            number = self._update(one)
            return 202, {"id": number, "url": f"/api/v2/project_updates/{number}/"}
        raise Refused(404, detail="Not found.")

    def _update(self, project: dict[str, Any]) -> int:
        self.updates += 1
        project["scm_revision"] = "abc"
        return self.updates

    def _add(self, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
        number = sum(map(len, self.objects.values())) + 1
        self.objects[kind][number] = {**DEFAULTS.get(kind, {}), **fields, "id": number}
        return self.objects[kind][number]

    def _check(self, kind: str, fields: dict[str, Any]) -> None:
        for project in (fields.get("project"), fields.get("source_project")):
            if project is not None and not self.objects["projects"][project].get("scm_revision"):
                raise Refused(400, project=["The project has not been updated."])
        if kind == "job_templates" and fields["playbook"] not in self.playbooks:
            raise Refused(400, playbook=["Playbook not found for project."])
        if kind == "inventory_sources" and fields["source_path"] not in self.files:
            raise Refused(400, source_path=["Not found in the project."])

    def _shown(self, kind: str, one: dict[str, Any]) -> dict[str, Any]:
        url = f"/api/v2/{kind}/{one['id']}/"
        related = {"survey_spec": f"{url}survey_spec/", "update": f"{url}update/"}
        shown = {"scm_revision": "", **one, "type": KINDS[kind], "url": url, "related": related, "summary_fields": {}}
        if kind == "credentials":
            fields = self.objects["credential_types"][one["credential_type"]]["inputs"]["fields"]
            secret = {field["id"] for field in fields if field.get("secret")}
            shown["inputs"] = {
                name: ENCRYPTED if name in secret and value else value for name, value in one["inputs"].items()
            }
        return shown


def _matches(one: dict[str, Any], query: dict[str, str]) -> bool:
    either = {name.removeprefix("or__"): value for name, value in query.items() if name.startswith("or__")}
    every = {name: value for name, value in query.items() if not name.startswith("or__")}
    return all(str(one.get(name)) == value for name, value in every.items()) and (
        not either or any(str(one.get(name)) == value for name, value in either.items())
    )


def _check_survey(survey: dict[str, Any]) -> None:
    if not {"name", "description", "spec"} <= set(survey) or not survey["spec"]:
        raise Refused(400, error="'name', 'description' and 'spec' are required.")
    for question in survey["spec"]:
        if not {"question_name", "type", "variable", "required"} <= set(question):
            raise Refused(400, error=f"A question lacks something: {question}")
        if question["type"] not in QUESTION_TYPES:
            raise Refused(400, error=f"'{question['type']}' is no type of question.")


@contextmanager
def serving(controller: Controller) -> Iterator[str]:
    """Serve a stand-in at a free port of this machine, and return its base URL."""

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            parts = urlsplit(self.path)
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                    raise Refused(401, detail="Authentication credentials were not provided.")
                status, body = controller.answer(
                    self.command,
                    parts.path.removeprefix("/api/v2/"),
                    dict(parse_qsl(parts.query)),
                    json.loads(sent) if sent else None,
                )
            except Refused as refused:
                status, body = refused.status, refused.body
            content = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("X-API-Product-Name", "AWX")
            self.send_header("X-API-Product-Version", "24.6.1")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = _serve

        def log_message(self, *_arguments: Any) -> None:
            """Print nothing: the requests are kept."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
