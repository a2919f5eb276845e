# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One request on its way through the service."""

from __future__ import annotations

import json
import math
import re
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .errors import ServiceError
from .settings import Settings
from .state import Instance, Project, State
from .tasks import settle

if TYPE_CHECKING:
    from .application import Service

_PROJECT_ID = re.compile(r"[0-9a-f]{32}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Call:
    """What a handler may know about its request."""

    __slots__ = (
        "body", "headers", "instance", "method", "now", "parameters", "path", "project", "query", "service", "settings",
        "state", "vars",
    )  # fmt: skip

    instance: Instance
    project: Project

    def __init__(self, service: Service, method: str, headers: Mapping[str, str], body: bytes) -> None:
        self.service = service
        self.settings: Settings = service.settings
        self.state: State = service.state
        self.now = service.state.now()
        self.method = method
        self.path = ""
        self.headers = headers
        self.body = body
        self.parameters: list[tuple[str, str]] = []
        self.query: dict[str, str] = {}
        self.vars: dict[str, str] = {}

    @property
    def user_id(self) -> str:
        """The one IAM user there is."""
        return uuid.uuid5(uuid.NAMESPACE_DNS, self.settings.user_name).hex

    def take_query(self, parameters: list[tuple[str, str]]) -> None:
        """Set `parameters`, and `query` where of a repeated one the last counts."""
        self.parameters = parameters
        self.query = dict(parameters)

    def json(self) -> Any:
        """The body as JSON; 400 when it is none."""
        if not self.body.strip():
            raise ServiceError("DMS.00400004")
        return parse_json(self.body)

    def find_project(self) -> None:
        """Set `project` from the path."""
        project_id = self.vars["project_id"]
        project = self.state.projects.get(project_id)
        if project is None:
            raise ServiceError("DMS.10240104" if _PROJECT_ID.fullmatch(project_id) else "DMS.00400002")
        self.project = project

    def find_instance(self) -> None:
        """Set `instance` from the path, after letting its due changes happen."""
        instance_id = self.vars["instance_id"]
        if not _UUID.fullmatch(instance_id):
            raise ServiceError("DMS.00400030")
        instance = self.project.instances.get(instance_id)
        if instance is None:
            raise ServiceError("DMS.00404022")
        if instance.changes:
            settle(instance, self.now)
            if instance.gone:
                self.project.remove(instance)
        if instance.gone or max(instance.visible_at, instance.readable_at) > self.now:
            raise ServiceError("DMS.00404022")
        self.instance = instance


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large")
    return number


def parse_json(body: bytes) -> Any:
    """JSON as the standard has it: UTF-8, no NaN, nothing too large or too deep."""
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite)
        if b"\\u" in body:
            # Half a surrogate pair is no character: it could not be written down again.
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        return value
    except (ValueError, RecursionError):
        raise ServiceError("DMS.00400005") from None
