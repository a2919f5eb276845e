# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator in the process of the tests: requests reach it without a network, and waiting takes no time."""

from __future__ import annotations

import heapq
import itertools
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import requests
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.client import Client
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.clock import Clock

from tests.emulator.adapter import Adapter
from tests.emulator.application import Service
from tests.emulator.contract_check import contract_check
from tests.emulator.settings import Settings
from tests.emulator.state import State

from .emulator_process import REGION, EmulatorControl

# What a pause of the virtual clock really takes (s), and from when on (s): threads that are busy catch up meanwhile.
_BREATH = 0.0005
_BREATHES_FROM = 0.05
# No test waits longer (s) by the virtual clock, unless what it tests waits without end.
_LONGEST_TEST = 1800.0

# How long (s) a request waits in real time for others that a test expects beside it.
_TOGETHER_WITHIN = 0.5

# Nothing listens here. Both lead to the one emulator.
URL, OTHER_URL = "http://emulator.invalid", "http://other.emulator.invalid"


class VirtualClock:
    """A clock that moves by sleeping alone: whoever sleeps goes on at once, and it is that much later."""

    def __init__(self) -> None:
        self._now = time.time()
        self._end = self._now + _LONGEST_TEST
        self._lock = threading.Lock()
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._count = itertools.count()

    def time(self) -> float:
        """Return the seconds since 1970."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass, and everything happen that is due by then."""
        until = self._now + max(0.0, seconds)
        assert until < self._end, "the test waits without end"
        if seconds >= _BREATHES_FROM:
            time.sleep(_BREATH)
        while (due := self._next_due(until)) is not None:
            due()
        with self._lock:
            # Of several that sleep at once, the one that sleeps longest moves the clock.
            self._now = max(self._now, until)

    def later(self, seconds: float, action: Callable[[], object]) -> None:
        """Do something when so many seconds have passed."""
        with self._lock:
            heapq.heappush(self._due, (self._now + seconds, next(self._count), action))

    def forget(self) -> None:
        """Drop what has not happened yet, for the next test."""
        with self._lock:
            self._due.clear()
            self._end = self._now + _LONGEST_TEST

    def _next_due(self, until: float) -> Callable[[], object] | None:
        with self._lock:
            if not self._due or self._due[0][0] > until:
                return None
            moment, _number, action = heapq.heappop(self._due)
            self._now = max(self._now, moment)
            return action


@dataclass
class _Interjection:
    when: str
    action: Callable[[], object]
    method: str
    path: str
    query: Mapping[str, str]
    skip: int

    def is_due(self, request: requests.PreparedRequest) -> bool:
        """Whether this is the request that is meant, counting down to it."""
        self.skip -= self._meets(request)
        return self.skip < 0

    def _meets(self, request: requests.PreparedRequest) -> bool:
        path, _mark, query = request.path_url.partition("?")
        given = parse_qs(query)
        return (
            request.method == self.method
            and re.search(self.path, path) is not None
            and all(value in given.get(name, ()) for name, value in self.query.items())
        )


class _Wire(Adapter):
    """Lets a test do something at the moment at which a request is sent, and count those that are under way."""

    def __init__(self, service: Service, clock: VirtualClock) -> None:
        super().__init__(service, clock)
        self._arrival = threading.Condition()
        self._under_way = 0
        self.forget()

    def forget(self) -> None:
        """Do nothing but carry requests."""
        self.interjections: list[_Interjection] = []
        self.expected = 0
        self.most_under_way = 0

    def send(self, request: requests.PreparedRequest, *arguments: Any, **keywords: Any) -> requests.Response:
        if request.path_url.startswith("/_emulator"):
            return super().send(request, *arguments, **keywords)
        self._interject("before", request)
        with self._arrival:
            self._under_way += 1
            self.most_under_way = max(self.most_under_way, self._under_way)
            self._arrival.notify_all()
            self._arrival.wait_for(lambda: self._under_way >= self.expected, _TOGETHER_WITHIN)
        try:
            return super().send(request, *arguments, **keywords)
        finally:
            with self._arrival:
                self._under_way -= 1
            self._interject("after", request)

    def _interject(self, when: str, request: requests.PreparedRequest) -> None:
        for one in [one for one in self.interjections if one.when == when and one.is_due(request)]:
            self.interjections.remove(one)
            one.action()


class InProcessEmulator(EmulatorControl):
    """An emulator for the clients of this process."""

    url = URL

    def __init__(self) -> None:
        super().__init__()
        self.clock = VirtualClock()
        service = Service(State(REGION, clock=self.clock.time), Settings(), contract_check())
        self._wire = _Wire(service, self.clock)

    def reset(self) -> None:
        """Forget everything, and be quick."""
        self._wire.forget()
        self.clock.forget()
        super().reset()

    def time(self) -> float:
        """Return the seconds since 1970 by the virtual clock."""
        return self.clock.time()

    def session(self) -> requests.Session:
        """Return a session that reaches this emulator."""
        session = super().session()
        session.mount(URL, self._wire)
        return session

    def before(
        self,
        method: str,
        path: str,
        action: Callable[[], object],
        query: Mapping[str, str] | None = None,
        skip: int = 0,
    ) -> None:
        """Do something, once, before a request reaches the service: what somebody else does at just that moment."""
        self._wire.interjections.append(_Interjection("before", action, method, path, query or {}, skip))

    def after(self, method: str, path: str, action: Callable[[], object], skip: int = 0) -> None:
        """Do something, once, when a request has been answered or its answer was lost."""
        self._wire.interjections.append(_Interjection("after", action, method, path, {}, skip))

    def expect_together(self, count: int) -> None:
        """Keep each request from now on until so many are under way, as far as they come; count anew how many were."""
        self._wire.expected, self._wire.most_under_way = count, 0

    @property
    def most_together(self) -> int:
        """How many requests were under way at once."""
        return self._wire.most_under_way

    def client(self, settings: Any, *arguments: Any, **keywords: Any) -> Client:
        """Make a client as the modules do: one of this emulator, or a real one for any other endpoint."""
        if settings.endpoint in (URL, OTHER_URL):
            keywords["clock"] = Clock(self.clock.time, self.clock.time, self.clock.sleep)
            keywords["adapter"] = self._wire
        return Client(settings, *arguments, **keywords)
