# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What can go wrong between a task and the service, as exceptions that carry the module's failure result."""

from __future__ import annotations

from typing import Any

# Table 7.2 lists the codes; these mean the same on every path, so the client itself acts on them.
FLOW_CONTROL_CODE = "DMS.10240407"
INSTANCE_NOT_FOUND_CODE = "DMS.00404022"
UNKNOWN_ENDPOINT_CODES = frozenset({"DMS.00404001", "DMS.10240406", "DMS.00405001"})
BUSY_CODES = frozenset({"DMS.00400017", "DMS.00400026", "DMS.00400099", "DMS.00400108", "CBC.99003651"})
# An account without money, a frozen one, and one without rights: told as internal errors, and they last.
PERMANENT_ERROR_CODES = frozenset({"DMS.00500986", "DMS.00500987", "DMS.00501000"})
OFFSET_BEYOND_END_CODE = "DMS.40050010"


class RocketMQError(Exception):
    """A failure told to the user; `result()` is what `fail_json` gets."""

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details

    @property
    def is_transient(self) -> bool:
        """True if it may be gone at the next try: whoever waits for something goes on waiting."""
        return False

    def result(self) -> dict[str, Any]:
        """Return the keyword arguments of `fail_json`: `msg`, whether it is `transient`, and whatever else is known."""
        return {"msg": self.message, "transient": self.is_transient, **self.details}


class ValidationError(RocketMQError):
    """The user's input breaks a rule; raised before anything is sent."""


class OutcomeUnknown(RocketMQError):
    """A write was sent and no usable answer came back: it may or may not have been carried out."""


class ApiError(RocketMQError):
    """The service answered with an error.

    `status` is the HTTP status, `code` the service's own (such as `DMS.00404022`, "" if there was none).
    """

    def __init__(self, status: int, code: str, text: str, request_id: str, method: str, path: str) -> None:
        super().__init__(
            f"{method} {path} was answered with {status}{' ' + code if code else ''}: {text or 'no message'}"
        )
        self.status = status
        self.code = code
        self.text = text
        self.request_id = request_id

    @property
    def is_unsupported_endpoint(self) -> bool:
        """True if the service does not know this URL or method (an older or newer edition of the API)."""
        return self.code in UNKNOWN_ENDPOINT_CODES or (self.status in (404, 405) and not self.code.startswith("DMS."))

    @property
    def is_busy(self) -> bool:
        """True if the same request is going to be accepted once the instance has finished what it is doing."""
        return self.status == 400 and self.code in BUSY_CODES

    @property
    def is_throttled(self) -> bool:
        """True if the service refused the request only because there were too many; it was not carried out."""
        return self.status == 429 or self.code == FLOW_CONTROL_CODE

    @property
    def is_transient(self) -> bool:
        """True if the request failed for a reason that passes by itself: throttling, a timeout, an internal error."""
        if self.code in PERMANENT_ERROR_CODES:
            return False
        return self.status >= 500 or self.status == 408 or self.is_throttled

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


class TransportFailure(RocketMQError):
    """No connection, or no answer, to a request that changes nothing (or surely was not carried out)."""

    @property
    def is_transient(self) -> bool:
        """True, always."""
        return True


def outcome_unknown(error: RocketMQError, whether: str) -> RocketMQError:
    """Return an error that says it is not known whether something was done, such as "the topic was created".

    That is so where a write got no answer, and the look at what became of it fails or there is no time for one.
    """
    error.message = f"It is not known whether {whether}: {error.message}"
    # What failed was the look. Who tries again because of this might do it twice.
    error.details["transient"] = False
    return error
