# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Requests and answers held against the contract."""

from __future__ import annotations

from urllib.parse import parse_qsl

from .application import ContractCheck
from .call import Call
from .routing import Answer


def contract_check() -> ContractCheck:
    """A check for the service; it needs more packages than the emulator does."""
    from tests.contract import checker

    def check(call: Call, path: str, query: str, answer: Answer) -> list[str]:
        headers = {"Content-Type": answer.content_type, **answer.headers}
        return [
            *checker.check_request(call.method, path, parse_qsl(query, keep_blank_values=True), call.body, strict=True),
            *checker.check_response(call.method, path, answer.status, headers, answer.body),
        ]

    return check
