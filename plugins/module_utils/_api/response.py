# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Answers of the service, and the JSON in them."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .errors import OutcomeUnknown, UnexpectedAnswer

LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
# Some API variants answer a creation with the new id alone, without quotes.
BARE_ID = re.compile(r"[\w.-]{1,64}$")


class Response(NamedTuple):
    """An HTTP answer, read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json_or_raise(self, request: str, is_write: bool) -> Any:
        """Return the JSON of the answer, or None if it is empty; a bare id stands for itself.

        Raises OutcomeUnknown (for a write) or UnexpectedAnswer if it is neither, such as the HTML of a gateway or half
        an object. `request` names the request in the message.
        """
        text = self.body.decode("utf-8", "replace").strip()
        if not text:
            return None
        try:
            return parse(text)
        except ValueError:
            if is_write and BARE_ID.match(text):
                return text
        failure = f"{request} was answered with {self.status} and a body that is not JSON; is the endpoint right?"
        raise OutcomeUnknown(failure) if is_write else UnexpectedAnswer(failure)


def parse(text: str) -> Any:
    """Return what a text of JSON says. Raises ValueError for everything else."""
    try:
        data = json.loads(text)
        if LONE_SURROGATE.search(text):
            # A lone surrogate is no character: Ansible cannot pass it on, nor can a file hold it.
            whole = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace").decode()
            data = json.loads(whole)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return data


@contextlib.contextmanager
def reading(what: str) -> Iterator[None]:
    """Raise UnexpectedAnswer if the code below, which takes `what` out of an answer, does not find what it expects."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise unexpected_answer(what, error) from error


def unexpected_answer(what: str, error: Exception) -> UnexpectedAnswer:
    """Return the error of an answer in which `what` is not as expected, as `error` says."""
    cause = f"{type(error).__name__}: {error}"
    text = f"The service answered with something that cannot be understood ({what}: {cause})"
    return UnexpectedAnswer(f"{text}; is the endpoint right?")
