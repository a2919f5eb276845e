# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What can go wrong between a module and the service, as exceptions that carry the module's failure result.

    RocketMQError            reported to the user; `result()` returns the arguments of `fail_json`
    ├── ValidationError      the input breaks a rule; nothing was sent
    ├── ApiError             the service answered with an error
    ├── TransportFailure     no usable answer to a request that changes nothing, or surely was not carried out
    │   └── UnexpectedAnswer an answer that is not what the API describes
    └── OutcomeUnknown       no usable answer to a write: it may or may not have been carried out

Errors do not change once they are made: context is added by making a new one (`with_context`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

FLOW_CONTROL_CODE = "DMS.10240407"
INSTANCE_NOT_FOUND_CODE = "DMS.00404022"
UNKNOWN_ENDPOINT_CODES = frozenset({"DMS.00404001", "DMS.10240406", "DMS.00405001"})
# The last three: an order for the instance waits for its payment, or is being processed.
BUSY_CODES = frozenset({"DMS.00400017", "DMS.00400026", "DMS.00400099", "DMS.00400107", "DMS.00400108", "CBC.99003651"})
# Reported with status 500, but permanent: no balance, frozen account, missing rights.
PERMANENT_ERROR_CODES = frozenset({"DMS.00500986", "DMS.00500987", "DMS.00501000"})
DUPLICATE_TEXT = re.compile(r"duplicate|already|(?<!not )\bexist", re.IGNORECASE)
OFFSET_BEYOND_END_CODE = "DMS.40050010"

E = TypeVar("E", bound="RocketMQError")


class RocketMQError(Exception):
    """A failure that is reported to the user. `details` are more return values of the failed module."""

    transient_by_nature = False

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self._details = details
        self._attempts: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """The text for the user."""
        return str(self.args[0])

    @property
    def details(self) -> Mapping[str, Any]:
        """More return values of the failed module."""
        return MappingProxyType(self._details)

    @property
    def attempts(self) -> tuple[str, ...]:
        """The messages of the attempts that failed before this one."""
        return self._attempts

    @property
    def is_transient(self) -> bool:
        """Whether the failure may be gone at the next attempt: whoever waits for something goes on waiting."""
        return bool(self._details.get("transient", self.transient_by_nature))

    def with_context(self: E, prefix: str = "", suffix: str = "", **details: Any) -> E:
        """Return this error with more text around its message, and more details."""
        error = type(self).__new__(type(self))
        error.__dict__.update(self.__dict__)
        error.args = (prefix + self.message + suffix,)
        error._details = {**self._details, **details}
        return error

    def with_attempts(self: E, earlier: Sequence[str]) -> E:
        """Return this error with the messages of the attempts before it."""
        error = self.with_context()
        error._attempts = (*earlier, *self._attempts)
        return error

    def result(self) -> dict[str, Any]:
        """Return the keyword arguments of `fail_json`: `msg`, whether it is `transient`, and whatever else is known."""
        return {"msg": self.message, "transient": self.is_transient, **self._details}


class ValidationError(RocketMQError):
    """The user's input breaks a rule; raised before anything is sent."""


class OutcomeUnknown(RocketMQError):
    """A write was sent and no usable answer came back: it may or may not have been carried out."""


class TransportFailure(RocketMQError):
    """No connection, or no answer, to a request that changes nothing (or surely was not carried out)."""

    transient_by_nature = True


class UnexpectedAnswer(TransportFailure):
    """The service's answer is not what the API describes."""


class ApiError(RocketMQError):
    """The service answered with an error.

    `status` is the HTTP status, `code` the service's own (such as `DMS.00404022`, "" if there was none). `shown_code`
    stands in the message in place of `code`.
    """

    def __init__(
        self,
        status: int,
        code: str,
        text: str,
        request_id: str,
        method: str,
        path: str,
        shown_code: str | None = None,
    ) -> None:
        shown = code if shown_code is None else shown_code
        super().__init__(
            f"{method} {path} was answered with {status}{' ' + shown if shown else ''}: {text or 'no message'}"
        )
        self.status = status
        self.code = code
        self.text = text
        self.request_id = request_id

    @property
    def is_unsupported_endpoint(self) -> bool:
        """True if the service does not know this URL or method (an older or newer variant of the API)."""
        return self.code in UNKNOWN_ENDPOINT_CODES or (self.status in (404, 405) and not self.code.startswith("DMS."))

    @property
    def is_busy(self) -> bool:
        """True if the same request will be accepted once the instance has finished what it is doing."""
        return self.status == 400 and self.code in BUSY_CODES

    @property
    def is_throttled(self) -> bool:
        """True if the service refused the request only because there were too many; it was not carried out."""
        return self.status == 429 or self.code == FLOW_CONTROL_CODE

    @property
    def is_transient(self) -> bool:
        """True if the request failed for a reason that passes by itself: throttling, a timeout, an internal error."""
        if "transient" in self._details or self.code in PERMANENT_ERROR_CODES:
            return bool(self._details.get("transient", False))
        return self.status >= 500 or self.status == 408 or self.is_throttled

    @property
    def could_mean_duplicate(self) -> bool:
        """True if a creation may have been refused because the object exists already; the service has many codes."""
        return self.status == 409 or (self.status == 400 and bool(DUPLICATE_TEXT.search(self.text)))

    @property
    def could_mean_not_found(self) -> bool:
        """True for a refusal of the service (not of a gateway) that says nothing known to be about something else."""
        known = {FLOW_CONTROL_CODE, INSTANCE_NOT_FOUND_CODE} | UNKNOWN_ENDPOINT_CODES | BUSY_CODES
        return self.status in (400, 404) and self.code.startswith("DMS.") and self.code not in known

    def result(self) -> dict[str, Any]:
        from .hints import hint

        answer: dict[str, Any] = {"http_status": self.status, "error_code": self.code}
        if self.request_id:
            answer["request_id"] = self.request_id
        advice = hint(self.code, self.status)
        if advice:
            answer["hint"] = advice
        return {**super().result(), **answer}


def outcome_unknown(error: RocketMQError, action: str) -> OutcomeUnknown:
    """Return the error that says it is not known whether something was done, such as "the topic was created".

    `error` is what came in place of an answer, or what kept the read that follows from telling.
    """
    known = {key: value for key, value in error.result().items() if key not in ("msg", "transient")}
    # Not transient, even if the read failed for a reason that is: whoever tries again might do it twice.
    unknown = OutcomeUnknown(f"It is not known whether {action}: {error.message}", **known)
    return unknown.with_attempts(error.attempts)
