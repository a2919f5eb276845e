# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The one way to the service: a kept-alive session that authenticates, retries what may be retried, and reads pages."""

from __future__ import annotations

import json
import re
import threading
import traceback
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from . import signing
from .clock import SYSTEM_CLOCK, Clock
from .errors import InputError, LostAnswer, ServiceError, Unreachable
from .pace import Pace, backoff, retry_after
from .plain_json import parse
from .settings import Settings, secrets_of
from .transport import BoundedSession, TransportError, ending_within, read_body
from .version import VERSION

try:
    import requests
    from requests.auth import AuthBase

    REQUESTS_IMPORT_ERROR = None
except ImportError:
    AuthBase = object  # type: ignore[assignment, misc]
    REQUESTS_IMPORT_ERROR = traceback.format_exc()

USER_AGENT = f"ansible-huaweicloud.rocketmq/{VERSION}"
# Some editions answer a creation with the new id alone, without quotes.
BARE_WORD = re.compile(r"[\w.-]{1,64}$")
# The engine's name in paths; the service also takes "rocketmq", but older editions know this one alone.
ENGINE = "reliability"


class Patience(NamedTuple):
    """How long (s) and how often (s) a busy service is asked again."""

    timeout: float = 0.0
    interval: float = 10.0


NO_PATIENCE = Patience()


class Answer(NamedTuple):
    """An HTTP answer, read to its end."""

    status: int
    headers: Any
    body: bytes

    def data(self, request: str, changes: bool) -> Any:
        """Return the JSON of the answer, or None if it is empty; a bare word stands for itself.

        Raises LostAnswer (for a request that changes something) or Unreachable if it is neither, such as the HTML of
        a gateway or half an object.
        """
        text = self.body.decode("utf-8", "replace").strip()
        if not text:
            return None
        try:
            return parse(text)
        except ValueError:
            if changes and BARE_WORD.match(text):
                return text
        failure = f"{request} was answered with {self.status} and something that is no JSON; is the endpoint right?"
        raise LostAnswer(failure) if changes else Unreachable(failure)


class Signature(AuthBase):
    """Signs each request as it goes out. It also keeps requests from putting a .netrc entry in its place."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    def __call__(self, request: Any) -> Any:
        parts = urlsplit(request.url)
        request.headers["Host"] = parts.netloc
        request.headers["X-Sdk-Date"] = signing.timestamp(self._clock.now())
        if self._settings.security_token:
            request.headers["X-Security-Token"] = self._settings.security_token
        # Only what proxies leave alone is signed; they may rewrite User-Agent and the like.
        names = ("Content-Type", "Host", "X-Project-Id", "X-Sdk-Date", "X-Security-Token")
        signed = {name: request.headers[name] for name in names if name in request.headers}
        request.headers["Authorization"] = signing.authorization(
            request.method,
            parts.path,
            signing.query_pairs(parts.query),
            signed,
            request.body or b"",
            self._settings.access_key,
            self._settings.secret_key,
        )
        return request


class Token(AuthBase):
    """Puts a token into each request."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: Any) -> Any:
        request.headers["X-Auth-Token"] = self._token
        return request


class NoCredentials(AuthBase):
    """Sends a request as it is, without what a .netrc file holds for the host."""

    def __call__(self, request: Any) -> Any:
        return request


class Client:
    """Sends the API's requests. It may be used by several threads at once.

    `patience` says how long busy answers are waited out, counted from the client's making; `concurrency`
    is the most requests that are out at one time. Paths are written as in the API reference, with `{project_id}`,
    `{engine}` and the caller's names in braces; each value is percent-encoded. Where an operation has several
    paths (editions of the API differ), a tuple of them is tried in order until the service knows one.

    `secrets` are texts that must not be shown; the client adds its credentials to this very set. Where the service
    repeats one of them in an error, there is a mask.

    `clock` is what the client waits by; `adapter` (of requests) carries its requests in place of the network.
    """

    def __init__(
        self,
        settings: Settings,
        patience: Patience = NO_PATIENCE,
        concurrency: int = 1,
        secrets: set[str] | None = None,
        clock: Clock = SYSTEM_CLOCK,
        adapter: Any = None,
    ) -> None:
        if REQUESTS_IMPORT_ERROR is not None:
            from ansible.module_utils.basic import missing_required_lib

            raise InputError(missing_required_lib("requests"), exception=REQUESTS_IMPORT_ERROR)
        self.settings = settings
        self.patience = patience
        self.concurrency = concurrency
        self.requests_sent = 0
        self.clock = clock
        self.sleep = clock.sleep
        self.secrets = set() if secrets is None else secrets
        # Those of ACL users, as the service shows them. Ansible is not told of them: there may be thousands, and it
        # looks for each one in each text of a result.
        self.stored_secrets: set[str] = set()
        self.secrets.update(secrets_of(settings))
        self._deadline = clock.monotonic() + patience.timeout
        self._pace = Pace(concurrency, clock)
        self._login_lock = threading.RLock()
        self._project_id = settings.project_id
        self._credentials: Any = None
        self._known_path: dict[tuple[str, ...], str] = {}
        self._session = self._open_session(adapter)

    def _open_session(self, adapter: Any) -> Any:
        session = BoundedSession(connections=max(self.concurrency, 1))
        session.headers.update({"User-Agent": USER_AGENT, "Content-Type": "application/json"})
        if adapter is not None:
            session.mount("https://", adapter)
            session.mount("http://", adapter)
        return session

    # What resources call

    def get(self, path: str | tuple[str, ...], query: dict[str, Any] | None = None, **names: str) -> Any:
        """Send a GET and return its data (an object or a list). Raises ServiceError or Unreachable."""
        return self._request("GET", path, query, None, names, changes=False)

    def get_object(
        self, path: str | tuple[str, ...], query: dict[str, Any] | None = None, **names: str
    ) -> dict[str, Any]:
        """Send a GET for one object. Raises ServiceError, or Unreachable if something else is answered."""
        data = self.get(path, query, **names)
        if not isinstance(data, dict):
            raise Unreachable("The service answered with something that is no object; is the endpoint right?")
        return data

    def ask(self, path: str | tuple[str, ...], body: Any, **names: str) -> Any:
        """Send a POST that only reads, and return its data. Raises ServiceError or Unreachable."""
        return self._request("POST", path, None, body, names, changes=False)

    def post(
        self,
        path: str | tuple[str, ...],
        body: Any,
        query: dict[str, Any] | None = None,
        again_if_busy: bool = True,
        **names: str,
    ) -> Any:
        """Send a POST that changes something and return its data. Raises ServiceError, Unreachable or LostAnswer.

        Without `again_if_busy` the answer of a busy service is raised at once.
        """
        return self._request("POST", path, query, body, names, changes=True, again_if_busy=again_if_busy)

    def put(self, path: str | tuple[str, ...], body: Any, again_if_busy: bool = True, **names: str) -> Any:
        """Send a PUT and return its data. Raises as `post` does."""
        return self._request("PUT", path, None, body, names, changes=True, again_if_busy=again_if_busy)

    def delete(self, path: str | tuple[str, ...], body: Any = None, again_if_busy: bool = True, **names: str) -> Any:
        """Send a DELETE and return its data. Raises as `post` does."""
        return self._request("DELETE", path, None, body, names, changes=True, again_if_busy=again_if_busy)

    def get_all(
        self,
        path: str | tuple[str, ...],
        key: str,
        query: dict[str, Any] | None = None,
        sufficient: Callable[[list[Any], int], bool] | None = None,
        most: int | None = None,
        kind: type = dict,
        **names: str,
    ) -> list[Any]:
        """Return the items of the list at `path`, whose answers hold them under `key`, page after page.

        If `sufficient(items, total)` is true for the first page, its items are returned and no more are read. No more
        than `most` items are returned. Raises Unreachable if one is not of the `kind`.
        """
        from .paging import read_all

        def page(offset: int, limit: int) -> Any:
            return self.get(path, {**(query or {}), "offset": offset, "limit": limit}, **names)

        items = read_all(page, key, self.in_parallel, sufficient, most)
        if not all(isinstance(item, kind) for item in items):
            raise Unreachable(f"The service answered with {key} of a wrong type; is the endpoint right?")
        return items

    def in_parallel(self, function: Callable[[Any], Any], arguments: list[Any]) -> list[Any]:
        """Return `[function(argument) for argument in arguments]`, worked on by as many threads as allowed."""
        if self.concurrency <= 1 or len(arguments) <= 1:
            return [function(argument) for argument in arguments]
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(min(self.concurrency, len(arguments))) as workers:
            return list(workers.map(function, arguments))

    def projects(self, name: str | None) -> list[dict[str, Any]]:
        """Return IAM's projects, or those named `name` (chapter 7.4). Raises ServiceError or Unreachable."""
        from .identity import projects_named

        return projects_named(self.settings, self._get_from_iam, name)

    @property
    def project_id(self) -> str:
        """The id of the project: the one given, or the one IAM knows by its name."""
        if not self._project_id:
            self._log_in()
        # A token made for a password is made for one project, and has told its id by now.
        if not self._project_id:
            from .identity import discovered_project_id

            self._project_id = discovered_project_id(self.settings, self._get_from_iam)
        return self._project_id

    def time_left(self) -> float:
        """Return the seconds until `patience.timeout` is over."""
        return self._deadline - self.clock.monotonic()

    # Which URL

    def _request(
        self,
        method: str,
        path: str | tuple[str, ...],
        query: dict[str, Any] | None,
        body: Any,
        names: dict[str, str],
        changes: bool,
        again_if_busy: bool = True,
    ) -> Any:
        paths = (path,) if isinstance(path, str) else path
        remaining = [self._known_path[paths]] if paths in self._known_path else list(paths)
        while True:
            candidate = remaining.pop(0)
            url = self.settings.endpoint + self._fill(candidate, names)
            try:
                answer = self._send_until_settled(method, url, query, body, changes, again_if_busy)
            except ServiceError as error:
                if not error.route_absent or not remaining:
                    raise
            else:
                self._known_path[paths] = candidate
                return answer.data(f"{method} {url}", changes)

    def _fill(self, template: str, names: dict[str, str]) -> str:
        values = {"engine": ENGINE, **names}
        if "{project_id}" in template:
            values["project_id"] = self.project_id
        return template.format(**{name: signing.encode(value) for name, value in values.items()})

    # How a request travels

    def _send_until_settled(
        self,
        method: str,
        url: str,
        query: dict[str, Any] | None,
        body: Any,
        changes: bool,
        again_if_busy: bool = True,
        auth: Any = None,
    ) -> Answer:
        """Send a request, again where that is safe and may help, until it is answered for good."""
        renewed = False
        attempt = 0
        while True:
            attempt += 1
            credentials = auth or self._log_in()
            try:
                return self._send_once(method, url, query, body, changes, credentials)
            except Unreachable as failure:
                if attempt > self.settings.max_retries or failure.details.get("transient") is False:
                    raise
                self.sleep(backoff(attempt))
            except ServiceError as error:
                if error.status == 401 and auth is None and self._may_renew_token() and not renewed:
                    renewed = True
                    attempt -= 1
                    self._log_in(instead_of=credentials)
                elif error.busy and again_if_busy and self.time_left() > 0:
                    attempt -= 1
                    self.sleep(min(self.patience.interval, max(0.0, self.time_left())))
                elif error.passing and attempt <= self.settings.max_retries:
                    # After a throttled answer the pace makes everyone wait, this request included.
                    if not error.throttled:
                        self.sleep(backoff(attempt))
                else:
                    raise

    def _send_once(
        self, method: str, url: str, query: dict[str, Any] | None, body: Any, changes: bool, auth: Any
    ) -> Answer:
        """Send a request once. A write whose fate stays unknown raises LostAnswer, and is not sent again here."""
        try:
            with self._pace:
                answer = self._exchange(method, url, query, body, auth)
        except (requests.exceptions.RequestException, TransportError, OSError) as error:
            from .failures import certificate_refused, first_cause, proxy_passwords, surely_not_sent

            secrets = self.secrets | self.stored_secrets | proxy_passwords()
            failure = f"{method} {url} got no usable answer: {first_cause(error, secrets)}"
            # What the error was made of may repeat what was sent: a damaged answer does. So nobody gets to see it.
            if changes and not surely_not_sent(error):
                raise LostAnswer(failure) from None
            raise Unreachable(failure, transient=not certificate_refused(error)) from None
        if 200 <= answer.status < 300:
            self._pace.succeeded()
            return answer
        refusal = _refusal(method, url, answer, self.secrets | self.stored_secrets)
        asked = retry_after(answer.headers.get("Retry-After"), self.clock.now()) if refusal.passing else None
        if refusal.throttled or asked is not None:
            self._pace.throttled(backoff(2) if asked is None else asked)
        if refusal.throttled:
            raise refusal
        if changes and refusal.passing:
            # A gateway's 502 says nothing of what the service behind it did.
            told = {key: value for key, value in refusal.result().items() if key not in ("msg", "transient")}
            raise LostAnswer(refusal.message, **told)
        raise refusal

    def _exchange(self, method: str, url: str, query: dict[str, Any] | None, body: Any, auth: Any) -> Answer:
        text = signing.canonical_query([(name, _query_text(value)) for name, value in (query or {}).items()])
        self.requests_sent += 1
        with ending_within(2 * self.settings.request_timeout):
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
                return Answer(response.status_code, response.headers, read_body(response))

    # Who is asking

    def _log_in(self, instead_of: Any = None) -> Any:
        """Return the credentials in use; a new token if those in use are still the ones that were refused."""
        with self._login_lock:
            refused = instead_of is not None and instead_of is self._credentials
            if self._credentials is None or refused:
                self._credentials = self._credentials_of(self.settings, refused)
            return self._credentials

    def _credentials_of(self, settings: Settings, renew: bool) -> Any:
        if settings.auth_token:
            return Token(settings.auth_token)
        if settings.access_key and settings.secret_key:
            return Signature(settings, self.clock)
        from .identity import password_token

        token, project_id = password_token(settings, self._post_to_iam, self.clock, renew)
        self.secrets.add(token)
        self._project_id = self._project_id or project_id
        return Token(token)

    def _may_renew_token(self) -> bool:
        return isinstance(self._credentials, Token) and not self.settings.auth_token

    def _get_from_iam(self, url: str, query: dict[str, Any] | None) -> Any:
        return self._send_until_settled("GET", url, query, None, changes=False).data(f"GET {url}", False)

    def _post_to_iam(self, url: str, body: Any) -> tuple[Any, Any]:
        answer = self._send_until_settled("POST", url, None, body, changes=False, auth=NoCredentials())
        return answer.headers, answer.data(f"POST {url}", False)


def _refusal(method: str, url: str, answer: Answer, secrets: set[str]) -> ServiceError:
    path = urlsplit(url).path
    if 300 <= answer.status < 400:
        text = "the service redirects to another address, which is refused: check the endpoint"
        return ServiceError(answer.status, "", text, "", method, path)
    from .failures import parse_error_body, readable
    from .masking import masked_answer

    body = answer.body.decode("utf-8", "replace")
    # Masked before it is shortened: the beginning of a secret is not for others, either.
    shown_code, text, request_id = parse_error_body(masked_answer(body, secrets))
    request_id = readable(answer.headers.get("X-Request-Id") or request_id)
    error = ServiceError(answer.status, shown_code, text, request_id, method, path)
    # What is done next hangs on the code, which a mask for a short password must not change.
    error.code = parse_error_body(body)[0]
    return error


def _query_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
