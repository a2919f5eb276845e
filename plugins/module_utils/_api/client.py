# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The client of the service: it authenticates, retries what may be retried, and reads lists page by page."""

from __future__ import annotations

import json
import threading
import traceback
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar

from . import signing
from .auth import NoAuth, SignatureAuth, TokenAuth
from .clock import SYSTEM_CLOCK, Clock
from .errors import ApiError, OutcomeUnknown, RocketMQError, TransportFailure, UnexpectedAnswer, ValidationError
from .response import Response
from .retry import NO_WAIT, ConcurrencyLimiter, RetryPolicy, WaitPolicy, backoff, retry_after
from .session import LimitedSession, TransportError, read_body
from .settings import Settings, secret_values
from .version import VERSION

try:
    import requests

    REQUESTS_IMPORT_ERROR = None
except ImportError:
    REQUESTS_IMPORT_ERROR = traceback.format_exc()

Auth: TypeAlias = "SignatureAuth | TokenAuth | NoAuth"
Path: TypeAlias = "str | tuple[str, ...]"
T = TypeVar("T")
R = TypeVar("R")

USER_AGENT = f"ansible-huaweicloud.rocketmq/{VERSION}"
# The engine's name in paths; the service also takes "rocketmq", but older API variants know this one alone.
ENGINE = "reliability"


class Client:
    """Sends the API's requests. It may be used by several threads at once.

    `wait_policy` says how long busy answers are waited out, counted from the client's making; `concurrency`
    is the most requests that are out at one time. Paths are written as in the API reference, with `{project_id}`,
    `{engine}` and the caller's names in braces; each value is percent-encoded. Where an operation has several
    paths (variants of the API differ), a tuple of them is tried in order until the service knows one.

    `secrets` are texts to redact in errors; the client adds its credentials to this very set. `clock` is what the
    client waits by; `adapter` (of requests) carries its requests in place of the network. `on_retry` is told
    why a request failed and how long (s) it is until it is sent again. Clients of one endpoint may share a `limiter`.
    """

    def __init__(
        self,
        settings: Settings,
        wait_policy: WaitPolicy = NO_WAIT,
        concurrency: int = 1,
        secrets: set[str] | None = None,
        clock: Clock = SYSTEM_CLOCK,
        adapter: Any = None,
        on_retry: Callable[[RocketMQError, float], None] | None = None,
        limiter: ConcurrencyLimiter | None = None,
    ) -> None:
        if REQUESTS_IMPORT_ERROR is not None:
            from ansible.module_utils.basic import missing_required_lib

            raise ValidationError(missing_required_lib("requests"), exception=REQUESTS_IMPORT_ERROR)
        self.settings = settings
        self.wait_policy = wait_policy
        self.concurrency = concurrency
        self.requests_sent = 0
        self.clock = clock
        self.sleep = clock.sleep
        self._on_retry = on_retry
        self.secrets = set() if secrets is None else secrets
        # Those of ACL users. Ansible, which looks for each of its secrets in each text of a result, is not told.
        self.redacted_secrets: set[str] = set()
        self.secrets.update(secret_values(settings))
        self._deadline = clock.monotonic() + wait_policy.timeout
        self.limiter = limiter or ConcurrencyLimiter(concurrency, clock)
        self._login_lock = threading.RLock()
        self._project_id = settings.project_id
        self._auth: Auth | None = None
        self._known_path: dict[tuple[str, ...], str] = {}
        self._session = self._open_session(adapter)

    def _open_session(self, adapter: Any) -> LimitedSession:
        session = LimitedSession(connections=max(self.concurrency, 1))
        session.headers.update({"User-Agent": USER_AGENT, "Content-Type": "application/json"})
        if adapter is not None:
            session.mount("https://", adapter)
            session.mount("http://", adapter)
        return session

    # What resources call

    def get(self, path: Path, query: dict[str, Any] | None = None, **path_params: str) -> Any:
        """Send a GET and return its data (an object or a list). Raises ApiError or TransportFailure."""
        return self._request("GET", path, query, None, path_params, is_write=False)

    def get_object(self, path: Path, query: dict[str, Any] | None = None, **path_params: str) -> dict[str, Any]:
        """Send a GET for one object. Raises ApiError, or TransportFailure if something else is answered."""
        data = self.get(path, query, **path_params)
        if not isinstance(data, dict):
            raise UnexpectedAnswer("The service answered with something other than an object; is the endpoint right?")
        return data

    def query(self, path: Path, body: Any, **path_params: str) -> Any:
        """Send a POST that only reads, and return its data. Raises ApiError or TransportFailure."""
        return self._request("POST", path, None, body, path_params, is_write=False)

    def post(
        self,
        path: Path,
        body: Any,
        query: dict[str, Any] | None = None,
        wait_if_busy: bool = True,
        **path_params: str,
    ) -> Any:
        """Send a POST that changes something and return its data. Raises ApiError, TransportFailure or OutcomeUnknown.

        Without `wait_if_busy` the answer of a busy service is raised at once.
        """
        return self._request("POST", path, query, body, path_params, is_write=True, wait_if_busy=wait_if_busy)

    def put(
        self,
        path: Path,
        body: Any,
        query: dict[str, Any] | None = None,
        wait_if_busy: bool = True,
        **path_params: str,
    ) -> Any:
        """Send a PUT and return its data. Raises as `post` does."""
        return self._request("PUT", path, query, body, path_params, is_write=True, wait_if_busy=wait_if_busy)

    def delete(self, path: Path, body: Any = None, wait_if_busy: bool = True, **path_params: str) -> Any:
        """Send a DELETE and return its data. Raises as `post` does."""
        return self._request("DELETE", path, None, body, path_params, is_write=True, wait_if_busy=wait_if_busy)

    def list_all(
        self,
        path: Path,
        key: str,
        query: dict[str, Any] | None = None,
        stop_after_first_page: Callable[[list[Any], int], bool] | None = None,
        limit: int | None = None,
        item_type: type = dict,
        item_key: str = "",
        total_key: str = "total",
        **path_params: str,
    ) -> list[Any]:
        """Return the items of the list at `path`, whose answers hold them under `key`, page after page.

        See `read_pages` for the other arguments. Raises TransportFailure if an item is not of the `item_type`.
        """
        from .pagination import read_pages

        def page(offset: int, limit: int) -> Any:
            return self.get(path, {**(query or {}), "offset": offset, "limit": limit}, **path_params)

        items = read_pages(page, key, self.map_concurrently, stop_after_first_page, limit, item_key, total_key)
        if not all(isinstance(item, item_type) for item in items):
            raise UnexpectedAnswer(f"The service answered with {key} of a wrong type; is the endpoint right?")
        return items

    def map_concurrently(self, function: Callable[[T], R], arguments: Sequence[T]) -> list[R]:
        """Return `[function(argument) for argument in arguments]`, worked on by as many threads as allowed."""
        if self.concurrency <= 1 or len(arguments) <= 1:
            return [function(argument) for argument in arguments]
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(min(self.concurrency, len(arguments))) as workers:
            return list(workers.map(function, arguments))

    def projects(self, name: str | None) -> list[dict[str, Any]]:
        """Return IAM's projects, or those named `name` (chapter 7.4). Raises ApiError or TransportFailure."""
        from .iam import list_projects

        return list_projects(self.settings, self._get_from_iam, name)

    @property
    def project_id(self) -> str:
        """The id of the project: the one given, or the one IAM knows by its name."""
        if not self._project_id:
            self._authenticate()
        # A token made for a password is made for one project, and has told its id by now.
        if not self._project_id:
            from .iam import find_project_id

            self._project_id = find_project_id(self.settings, self._get_from_iam)
        return self._project_id

    def remaining_time(self) -> float:
        """Return the seconds until `wait_policy.timeout` is over."""
        return self._deadline - self.clock.monotonic()

    # Which URL

    def _request(
        self,
        method: str,
        path: Path,
        query: dict[str, Any] | None,
        body: Any,
        path_params: dict[str, str],
        is_write: bool,
        wait_if_busy: bool = True,
    ) -> Any:
        paths = (path,) if isinstance(path, str) else path
        refusals: list[ApiError] = []
        for candidate in (self._known_path[paths],) if paths in self._known_path else paths:
            url = self.settings.endpoint + self._expand_path(candidate, path_params)
            try:
                answer = self._send_with_retries(method, url, query, body, is_write, wait_if_busy)
            except ApiError as error:
                if not error.is_unsupported_endpoint:
                    if refusals and error.status == 400:
                        # The region has this path, which refuses what was asked.
                        self._known_path[paths] = candidate
                    raise
                refusals.append(error)
            else:
                self._known_path[paths] = candidate
                return answer.json_or_raise(f"{method} {url}", is_write)
        raise refusals[0]

    def _expand_path(self, template: str, path_params: dict[str, str]) -> str:
        values = {"engine": ENGINE, **path_params}
        if "{project_id}" in template:
            values["project_id"] = self.project_id
        return template.format(**{name: signing.encode(value) for name, value in values.items()})

    # How a request travels

    def _send_with_retries(
        self,
        method: str,
        url: str,
        query: dict[str, Any] | None,
        body: Any,
        is_write: bool,
        wait_if_busy: bool = True,
        auth: Auth | None = None,
    ) -> Response:
        """Send a request, again where that is safe and may help, until it is answered for good."""
        policy = RetryPolicy(self.settings.max_retries, self.wait_policy.interval, self.remaining_time)
        renewed, failures, attempts = False, 0, list[str]()
        while True:
            used = auth or self._authenticate()
            try:
                return self._send(method, url, query, body, is_write, used)
            except (ApiError, TransportFailure) as error:
                if isinstance(error, ApiError) and error.status == 401 and self._can_renew_token(auth) and not renewed:
                    renewed = True
                    self._authenticate(rejected=used)
                    continue
                failures += error.is_transient
                delay = policy.delay_before_retry(error, failures, wait_if_busy)
                if delay is None:
                    raise error.with_attempts(attempts) from None
                attempts.append(error.message)
                if self._on_retry is not None:
                    self._on_retry(error, delay)
            self.sleep(delay)

    def _send(
        self, method: str, url: str, query: dict[str, Any] | None, body: Any, is_write: bool, auth: Auth
    ) -> Response:
        """Send a request once. A write whose fate stays unknown raises OutcomeUnknown, and is not sent again here."""
        try:
            with self.limiter:
                answer = self._roundtrip(method, url, query, body, auth)
        except (requests.exceptions.RequestException, TransportError, OSError) as error:
            from .error_parsing import transport_error

            # What the error was made of may repeat what was sent: a damaged answer does. So nobody gets to see it.
            raise transport_error(method, url, error, is_write, self.secrets | self.redacted_secrets) from None
        if 200 <= answer.status < 300:
            self.limiter.on_success()
            return answer
        from .error_parsing import api_error

        refusal = api_error(method, url, answer, self.secrets | self.redacted_secrets)
        asked = retry_after(answer.headers.get("Retry-After"), self.clock.now()) if refusal.is_transient else None
        if refusal.is_throttled or asked is not None:
            self.limiter.on_throttled(backoff(2) if asked is None else asked)
        if is_write and refusal.is_transient and not refusal.is_throttled:
            # A gateway's 502 says nothing of what the service behind it did.
            known = {key: value for key, value in refusal.result().items() if key not in ("msg", "transient")}
            raise OutcomeUnknown(refusal.message, **known)
        raise refusal

    def _roundtrip(self, method: str, url: str, query: dict[str, Any] | None, body: Any, auth: Auth) -> Response:
        text = signing.canonical_query([(name, _query_text(value)) for name, value in (query or {}).items()])
        self.requests_sent += 1
        deadline = self.clock.monotonic() + 2 * self.settings.request_timeout
        response = self._session.request(
            method,
            url + ("?" + text if text else ""),
            data=None if body is None else json.dumps(body).encode(),
            headers={"X-Project-Id": self._project_id} if self._project_id else None,
            auth=auth,
            timeout=self.settings.request_timeout,
            allow_redirects=False,
            stream=True,
            verify=self.settings.verify,
        )
        with response:
            return Response(response.status_code, response.headers, read_body(response, deadline, self.clock.monotonic))

    # Who is asking

    def _authenticate(self, rejected: Auth | None = None) -> Auth:
        """Return the authentication in use; with a new token if the one in use is still the one that was rejected."""
        with self._login_lock:
            renew = rejected is not None and rejected is self._auth
            if self._auth is None or renew:
                self._auth = self._build_auth(self.settings, renew)
            return self._auth

    def _build_auth(self, settings: Settings, renew: bool) -> Auth:
        if settings.auth_token:
            return TokenAuth(settings.auth_token)
        if settings.access_key and settings.secret_key:
            return SignatureAuth(settings, self.clock)
        from .iam import get_token

        token, project_id = get_token(settings, self._post_to_iam, self.clock, renew)
        self.secrets.add(token)
        self._project_id = self._project_id or project_id
        return TokenAuth(token)

    def _can_renew_token(self, auth: Auth | None) -> bool:
        return auth is None and isinstance(self._auth, TokenAuth) and not self.settings.auth_token

    def _get_from_iam(self, url: str, query: dict[str, Any] | None) -> Any:
        return self._send_with_retries("GET", url, query, None, is_write=False).json_or_raise(f"GET {url}", False)

    def _post_to_iam(self, url: str, body: Any) -> tuple[Any, Any]:
        answer = self._send_with_retries("POST", url, None, body, is_write=False, auth=NoAuth())
        return answer.headers, answer.json_or_raise(f"POST {url}", False)


def _query_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
