# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The service: from a request to a handler, and to its answer or to a fault. What carries them is another file's."""

from __future__ import annotations

import traceback
import uuid
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from . import (
    catalogue,
    configs,
    consumer_groups,
    control,
    cross_vpc,
    diagnosis,
    domain_names,
    eips,
    identity,
    instances,
    messages,
    migration,
    monitoring,
    recycle_bin,
    resizing,
    scheduled_tasks,
    tags,
    tasks,
    topics,
    users,
    volume_expansion,
)
from .authentication import authenticate
from .call import Call
from .errors import ServiceError
from .faults import Fault, Faults
from .request_log import Entry, RequestLog
from .routing import Answer, Route, Router, ok
from .settings import Settings
from .state import State

MAX_BODY = 12 * 1024 * 1024
TRICKLE_PAUSE = 0.05
TRICKLE_PIECES = 40

_MODULES = (
    catalogue, configs, consumer_groups, cross_vpc, diagnosis, domain_names, eips, identity, instances, messages,
    migration, monitoring, recycle_bin, resizing, scheduled_tasks, tags, tasks, topics, users, volume_expansion,
)  # fmt: skip


_NO_ANSWER = Answer(0)

# Takes a call, its raw path and query, and the answer; returns what breaks the contract.
ContractCheck = Callable[[Call, str, str, Answer], list[str]]


class Service:
    """The service as a whole."""

    def __init__(self, state: State, settings: Settings, contract: ContractCheck | None = None) -> None:
        self.contract = contract
        self.state = state
        self.settings = settings
        self._first_settings = settings.as_dict()
        self.faults = Faults()
        self.log = RequestLog(state.clock)
        self._router = Router(route for module in _MODULES for route in module.ROUTES)
        self._control = Router(control.ROUTES)
        self._allowance = 0.0
        self._allowance_at = 0.0

    def reset(self) -> None:
        """Back to how it was started, without any state."""
        self.state.clear()
        self.settings.merge(self._first_settings)
        self.faults = Faults()
        self.log.clear()

    # From a request to an answer

    def answer(self, call: Call, raw_path: str, raw_query: str, entry: Entry) -> Answer:
        """Route, authenticate, check, handle."""
        try:
            route = self._route(call, raw_path, entry)
            if route.signed:
                entry.signed_headers = authenticate(call, raw_path, raw_query)
            call.take_query(_parameters(raw_query, route.query))
            if "project_id" in call.vars:
                call.find_project()
            if "instance_id" in call.vars:
                call.find_instance()
            answer = route.handler(call)
        except ServiceError as error:
            return _error(error, raw_path)
        except Exception:
            # Whatever goes wrong in a handler is the service's own fault.
            traceback.print_exc()
            return _error(ServiceError("DMS.00500000"), raw_path)
        if call.method != "GET":
            self.state.save()
        return answer

    def _route(self, call: Call, raw_path: str, entry: Entry) -> Route:
        segments = [unquote(part) if "%" in part else part for part in raw_path.split("/")[1:]]
        route, call.vars = self._router.find(call.method, segments)
        self._require_route(route, call.vars["engine"], raw_path)
        call.path = raw_path
        entry.project_id = call.vars.get("project_id")
        entry.instance_id = call.vars.get("instance_id")
        return route

    def _require_route(self, route: Route, engine: str, raw_path: str) -> None:
        """Refuse what this region lacks: one path of each pair, or calls by the end of their path."""
        settings, family = self.settings, self._router.family(route, engine)
        is_missing = any(raw_path.endswith(end) for end in settings.missing_paths)
        if is_missing or settings.routes not in ("both", family or settings.routes):
            raise ServiceError(settings.missing_route_code, status=404)

    def is_throttled(self) -> bool:
        """Whether the allowed rate is exceeded: a bucket that holds one second's worth."""
        rate = self.settings.requests_per_second
        if not rate:
            return False
        now = self.state.clock()
        self._allowance = min(max(rate, 1.0), self._allowance + (now - self._allowance_at) * rate)
        self._allowance_at = now
        if self._allowance < 1.0:
            return True
        self._allowance -= 1.0
        return False

    def throttle_answer(self) -> Answer:
        """What a client that asks too often gets to hear."""
        if self.settings.throttle_style == "404":
            return _error(ServiceError("DMS.10240407"), "")
        answer = _error(ServiceError("APIGW.0308"), "")
        answer.headers["Retry-After"] = "1"
        return answer

    def begin(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes | None) -> Exchange:
        """Note a request that has come in; a body that is too large is None."""
        entry = self.log.begin(method, path, query, headers.get("User-Agent", ""))
        if body is None:
            return Exchange(self, Call(self, method, headers, b""), path, query, entry, too_large=True)
        entry.body = body
        fault = self.faults.take(method, path, query)
        return Exchange(self, Call(self, method, headers, body), path, query, entry, fault)

    def control(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Answer a request to the control path."""
        if body is None:
            return ok({"error": "the body is too large"}, 413)
        call = Call(self, method, headers, body)
        try:
            route, call.vars = self._control.find(method, path.split("/")[1:])
            call.take_query(_parameters(query, route.query))
            answer = route.handler(call)
        except ServiceError as error:
            answer = ok({"error": error.message}, error.status)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            answer = ok({"error": f"{type(error).__name__}: {error}"}, 400)
        if method != "GET":
            self.state.save()
        return answer


class Delivery(NamedTuple):
    """What comes back to the client, and how: a wire makes an answer of it, or the lack of one.

    how: "whole"; "drop": the connection ends without a word; "cut": half the answer comes, or half its first line
    where it has no body; "trickle": it comes in pieces, with a pause (s) after each.
    """

    answer: Answer
    how: str = "whole"
    pause: float = 0.0
    close: bool = False


class Exchange:
    """One request on its way through the service. A wire waits for `delay` (s) and has it carried out."""

    def __init__(
        self,
        service: Service,
        call: Call,
        path: str,
        query: str,
        entry: Entry,
        fault: Fault | None = None,
        too_large: bool = False,
    ) -> None:
        self._service = service
        self._call = call
        self._path = path
        self._query = query
        self._entry = entry
        self._fault = fault
        self._too_large = too_large
        self.delay = fault.delay if fault is not None and fault.action != "trickle" else 0.0

    @property
    def latency(self) -> float:
        """How long (s) the answer is on its way."""
        return self._service.settings.latency

    def carry_out(self) -> Delivery:
        """Let the service do what it was asked for, or what the fault orders."""
        delivery = self._delivery()
        if delivery.how != "drop":
            self._entry.status, self._entry.code = delivery.answer.status, delivery.answer.code
        return delivery

    def end(self) -> None:
        """Note that the client has got its answer, or will never get one."""
        self._service.log.end(self._entry)

    def _delivery(self) -> Delivery:
        if self._too_large:
            return Delivery(_error(ServiceError("DMS.00413001"), self._path), close=True)
        if self._fault is not None:
            return self._faulty(self._fault)
        if self._service.settings.requests_per_second and self._service.is_throttled():
            return Delivery(self._service.throttle_answer())
        answer = self._answer()
        if self._service.contract is not None:
            self._entry.problems = self._service.contract(self._call, self._path, self._query, answer)
        return Delivery(answer)

    def _faulty(self, fault: Fault) -> Delivery:
        if fault.action == "drop_before":
            return Delivery(_NO_ANSWER, "drop")
        if fault.action == "answer":
            return Delivery(_fault_answer(fault))
        answer = self._answer()
        if fault.action == "drop_after":
            return Delivery(_NO_ANSWER, "drop")
        if fault.action == "answer_after":
            answer = _fault_answer(fault)
        answer.headers.update(fault.headers)
        if fault.action == "trickle":
            return Delivery(answer, "trickle", fault.delay or TRICKLE_PAUSE)
        return Delivery(answer, "cut" if fault.action == "cut" else "whole")

    def _answer(self) -> Answer:
        # The moment counts at which the request is carried out, and not the one at which it came.
        self._call.now = self._service.state.now()
        return self._service.answer(self._call, self._path, self._query, self._entry)


def _parameters(raw_query: str, allowed: tuple[str, ...]) -> list[tuple[str, str]]:
    """The parameters as they came; an unknown one is refused."""
    result: list[tuple[str, str]] = []
    for part in raw_query.split("&") if raw_query else ():
        name, _sep, value = part.partition("=")
        if "%" in part or "+" in part:
            name, value = unquote(name.replace("+", " ")), unquote(value.replace("+", " "))
        if part and name not in allowed and "*" not in allowed:
            raise ServiceError("DMS.10540014", f"The URL contains the unknown parameter {name[:64]}.")
        result.append((name, value))
    return result


def _error(error: ServiceError, raw_path: str) -> Answer:
    if raw_path.startswith("/v3/") and error.code.startswith("DMS."):
        if error.status == 401:
            return identity.iam_error(401, "The request you have made requires authentication.")
        if error.status in (404, 405):
            return identity.iam_error(404, "The resource could not be found.")
    return _plain(error)


def _plain(error: ServiceError) -> Answer:
    payload = {"error_code": error.code, "error_msg": error.message}
    if error.code.startswith("APIGW."):
        payload["request_id"] = uuid.uuid4().hex
    answer = ok(payload, error.status)
    answer.code = error.code
    return answer


def _fault_answer(fault: Fault) -> Answer:
    if fault.body is not None:
        return Answer(fault.answer_status, fault.body.encode(), headers=dict(fault.headers), code=fault.code)
    if fault.answer_status < 300 and fault.code is None and fault.message is None:
        return Answer(fault.answer_status, headers=dict(fault.headers))
    default = "A fault ordered from the emulator." if fault.code is None else None
    answer = _plain(ServiceError(fault.answer_code, fault.message or default, fault.answer_status))
    answer.headers.update(fault.headers)
    return answer
