# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wire: certificates, redirects, proxies, and answers that are no answers."""

from __future__ import annotations

import http.server
import socket
import ssl
import subprocess
import sys
import threading
import time

import pytest

from .emulated import PROJECT_ID
from .running import run_module

KEYS = {"access_key": "ak", "secret_key": "sk-planted", "project_id": PROJECT_ID, "region": "eu-west-0"}


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as the server says and remembers what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        self.server.answer(self)

    def log_message(self, *arguments):
        pass


def serving(answer, address="127.0.0.1", context=None):
    """Start a server that answers so; returns it with `url` and `seen`."""

    class Server(http.server.ThreadingHTTPServer):
        address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        daemon_threads = True

        def handle_error(self, request, client_address):
            # Clients that refuse an answer hang up; that is no error of this server.
            if not isinstance(sys.exc_info()[1], OSError):
                super().handle_error(request, client_address)

    server = Server((address, 0), Handler)
    server.answer, server.seen = answer, []
    scheme = "https" if context else "http"
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    host = f"[{address}]" if ":" in address else address
    server.url = f"{scheme}://{host}:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def respond(status=200, body=b'{"instances": [], "instance_num": 0}', headers=(), pause=0.0, piece=None):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers:
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        for start in range(0, len(body), piece or len(body) or 1):
            try:
                handler.wfile.write(body[start : start + (piece or len(body))])
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(pause)

    return answer


def call(url, environment=None, **options):
    return run_module("instance_info", {**KEYS, "endpoint": url, "max_retries": 0, **options}, environment or {})


@pytest.fixture
def certificate(tmp_path):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    return str(tmp_path / "cert.pem"), context


def test_certificates_are_verified_unless_the_user_says_otherwise(certificate, tmp_path):
    path, context = certificate
    server = serving(respond(), context=context)
    refused = call(server.url)
    assert refused["failed"] and "certificate" in refused["msg"].lower() and server.seen == []
    assert call(server.url, ca_path=path)["instances"] == []
    unverified = call(server.url, validate_certs=False)
    assert unverified["instances"] == [] and "validate_certs is false" in str(unverified["warnings"])
    # A bundle in the environment does not bring verification back, nor does it replace the user's own.
    bundle = {"REQUESTS_CA_BUNDLE": path}
    assert call(server.url, bundle, validate_certs=False)["instances"] == []


def test_redirect_is_refused_and_credentials_go_nowhere_else():
    other = serving(respond())
    server = serving(respond(302, b"", [("Location", other.url)]))
    result = call(server.url)
    assert result["failed"] and "redirect" in result["msg"]
    assert other.seen == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<html><body>Welcome</body></html>", "no JSON"),
        (b'{"instances": [', "no JSON"),
        (b"garbage", "no JSON"),
        (b'"text"', "without a list"),
        (b"7", "without a list"),
        (b'{"instances": 7}', "without a list"),
        (b'{"instances": ["text"]}', "wrong type"),
        (b"{}", None),
        (b"x" * 10_000_000, "larger than"),
    ],
    ids=["HTML", "half an object", "garbage", "text", "number", "wrong type", "wrong items", "empty object", "10 MB"],
)
def test_answer_that_is_none_is_told_in_words(body, told):
    result = call(serving(respond(body=body)).url)
    if told is None:
        assert "instances" in result
    else:
        assert result["failed"] and told in result["msg"]
        assert len(result["msg"]) < 700


def test_answer_that_trickles_is_given_up_in_bounded_time():
    server = serving(respond(body=b"{" + b" " * 500, pause=0.05, piece=1))
    started = time.monotonic()
    result = call(server.url, request_timeout=0.5)
    assert result["failed"] and "did not end" in result["msg"]
    assert time.monotonic() - started < 4


def test_server_that_says_nothing_is_given_up_in_bounded_time():
    def silent(handler):
        time.sleep(5)

    started = time.monotonic()
    result = call(serving(silent).url, request_timeout=0.3)
    assert result["failed"] and time.monotonic() - started < 3


def test_nobody_there_is_told_with_the_address():
    result = call("http://127.0.0.1:9")
    assert result["failed"] and "127.0.0.1:9" in result["msg"] and "refused" in result["msg"]


def test_proxy_of_the_environment_is_used():
    proxy = serving(respond())
    environment = {"http_proxy": proxy.url, "HTTP_PROXY": proxy.url, "no_proxy": "", "NO_PROXY": ""}
    assert call("http://dms.example.invalid", environment)["instances"] == []
    assert proxy.seen[0][0].startswith("http://dms.example.invalid/v2/")


def test_ipv6_endpoint():
    try:
        server = serving(respond(), "::1")
    except OSError:
        pytest.skip("this machine has no IPv6 loopback address")
    assert call(server.url)["instances"] == []


def test_compressed_answer_is_read():
    import gzip

    body = gzip.compress(b'{"instances": [{"name": "orders", "instance_id": "1"}], "instance_num": 1}')
    server = serving(respond(body=body, headers=[("Content-Encoding", "gzip")]))
    assert [one["name"] for one in call(server.url)["instances"]] == ["orders"]


def test_user_agent_names_the_collection_and_its_version():
    from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._client.version import VERSION

    server = serving(respond())
    call(server.url)
    assert server.seen[0][1]["User-Agent"] == f"ansible-huaweicloud.rocketmq/{VERSION}"


HOSTILE = {
    "name": "{{ lookup('pipe', 'id > /tmp/planted-by-a-name') }}",
    "description": "\x1b[31mred\x1b[0m {% for x in [1] %}x{% endfor %} !unsafe &a *a \u202e\u0000 " + "x" * 20_000,
    "instance_id": "1",
    "status": "RUNNING",
}


def test_hostile_names_are_shown_and_never_evaluated(emulator, playbook, tmp_path):
    import json
    from pathlib import Path

    from .running import play, task

    body = json.dumps({"instances": [HOSTILE], "instance_num": 1}).encode()
    emulator.fault(method="GET", path="/instances$", status=200, body=body.decode(), times=-1)
    Path("/tmp/planted-by-a-name").unlink(missing_ok=True)
    run = playbook(
        play(
            task("told", "instance_info", {}, register="told"),
            {"name": "show", "ansible.builtin.debug": {"var": "told"}},
            {
                "name": "use",
                "ansible.builtin.debug": {"msg": "{{ told.instances[0].name }} {{ told.instances[0].description }}"},
            },
            {"name": "keep", "ansible.builtin.set_fact": {"kept": "{{ told.instances[0].name }}"}},
            {"name": "again", "ansible.builtin.debug": {"msg": "{{ kept }}"}},
        )
    )
    assert run.code == 0, run.output
    assert "lookup('pipe'" in run.output
    assert not Path("/tmp/planted-by-a-name").exists()
    assert "\x1b[31m" not in run.output
