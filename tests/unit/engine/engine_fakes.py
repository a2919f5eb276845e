# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client without HTTP, whose time passes by sleeping alone."""

from __future__ import annotations

from types import SimpleNamespace

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.clock import Clock
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.retry import WaitPolicy


class FakeClient(SimpleNamespace):
    """Counts the seconds that were slept; `spend` lets time pass as a slow request does."""

    def __init__(self, timeout=600.0, interval=10.0, max_retries=5):
        self.now = 0.0
        self.slept = []
        super().__init__(
            clock=Clock(monotonic=lambda: self.now, now=lambda: self.now, sleep=self.sleep),
            wait_policy=WaitPolicy(timeout, interval),
            settings=SimpleNamespace(max_retries=max_retries),
        )

    def sleep(self, seconds):
        assert seconds >= 0
        self.slept.append(seconds)
        self.now += seconds

    def spend(self, seconds):
        self.now += seconds

    def remaining_time(self):
        return self.wait_policy.timeout - self.now

    def map_concurrently(self, function, arguments):
        return [function(argument) for argument in arguments]
