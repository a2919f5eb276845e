# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wire: certificates, redirects, proxies, and answers that are no answers."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
import tracemalloc
import zlib

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.client import Client
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import OutcomeUnknown
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.settings import (
    CONNECTION_OPTIONS,
    connection_settings,
)

from .ansible_runs import play, run_module, task
from .emulator_process import PROJECT_ID

# Sockets, certificates, proxies and what comes in slowly cannot be played.
pytestmark = pytest.mark.real

KEYS = {"access_key": "ak", "secret_key": "sk-planted", "project_id": PROJECT_ID, "region": "eu-west-0"}


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as the server says and remembers what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        self.server.ports.append(self.client_address[1])
        self.server.answer(self)

    do_POST = do_CONNECT = do_GET

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
    server.answer, server.seen, server.ports = answer, [], []
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


def client_of(server, request_timeout):
    options = {name: option.default for name, option in CONNECTION_OPTIONS.items()}
    return Client(connection_settings({**options, **KEYS, "endpoint": server.url, "request_timeout": request_timeout}))


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
        (b"<html><body>Welcome</body></html>", "not JSON"),
        (b'{"instances": [', "not JSON"),
        (b"garbage", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"a":' * 900 + b"1" + b"}" * 900, None),
        (b'{"instances": [{"name": "a", "tags": ' + b"[" * 400 + b"]" * 400 + b"}]}", None),
        (b'"text"', "without a list"),
        (b"7", "without a list"),
        (b'{"instances": 7}', "without a list"),
        (b'{"instances": ["text"]}', "wrong type"),
        (b"{}", None),
        (b"x" * 10_000_000, "larger than"),
    ],
    ids=[
        "HTML",
        "half an object",
        "garbage",
        "endless",
        "deep",
        "deep within",
        "text",
        "number",
        "wrong type",
        "wrong items",
        "empty object",
        "10 MB",
    ],
)
def test_answer_that_is_none_is_told_in_words(body, told):
    result = call(serving(respond(body=body)).url)
    if told is None:
        assert "instances" in result
    else:
        assert result["failed"] and told in result["msg"]
        assert len(result["msg"]) < 700


@pytest.mark.parametrize("status", [400, 500])
@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 900 + b"1" + b"}" * 900], ids=["endless", "deep"])
def test_refusal_that_is_nested_without_end_is_told_in_words(status, body):
    result = call(serving(respond(status, body)).url)
    assert result["failed"] and result["http_status"] == status and len(result["msg"]) < 700


def test_answer_that_trickles_is_given_up_in_bounded_time():
    server = serving(respond(body=b"{" + b" " * 500, pause=0.05, piece=1))
    started = time.monotonic()
    result = call(server.url, request_timeout=0.5)
    assert result["failed"] and "did not end" in result["msg"]
    assert time.monotonic() - started < 4


# What comes at once, and what then comes again and again.
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
PACKED = CHUNKED.replace(b"chunked", b"chunked\r\nContent-Encoding: gzip")
TRICKLES = {
    "chunks": (CHUNKED, b"1\r\n \r\n"),
    "packed nothing": (PACKED + b"a\r\n\x1f\x8b\x08\0\0\0\0\0\0\x03\r\n", b"5\r\n\0\0\0\xff\xff\r\n"),
}


def trickle(first, again):
    def answer(handler):
        handler.close_connection = True
        try:
            handler.wfile.write(first)
            for _count in range(80):
                handler.wfile.write(again)
                time.sleep(0.1)
        except OSError:
            return

    return answer


@pytest.mark.parametrize(("first", "again"), TRICKLES.values(), ids=list(TRICKLES))
def test_trickle_is_given_up_wherever_it_is(first, again):
    server = serving(trickle(first, again))
    started = time.monotonic()
    result = call(server.url, request_timeout=0.5)
    assert result["failed"] and "did not end" in result["msg"]
    assert time.monotonic() - started < 4


def test_trickle_is_given_up_behind_tls_and_a_proxy(certificate):
    path, context = certificate
    server = serving(trickle(*TRICKLES["chunks"]), context=context)
    proxy = serving(trickle(*TRICKLES["chunks"]))
    proxied = {"http_proxy": proxy.url, "no_proxy": "", "NO_PROXY": ""}
    for url, environment in ((server.url, {}), ("http://dms.example.invalid", proxied)):
        started = time.monotonic()
        result = call(url, environment, request_timeout=0.5, ca_path=path)
        assert result["failed"] and "did not end" in result["msg"]
        assert time.monotonic() - started < 4


@pytest.mark.parametrize("where", TRICKLES)
def test_fate_of_a_write_whose_answer_trickles_is_unknown(where):
    server = serving(trickle(*TRICKLES[where]))
    with pytest.raises(OutcomeUnknown, match="did not end"):
        client_of(server, 0.5).post("/v2/{project_id}/instances", {})
    assert len(server.seen) == 1


def test_time_of_one_exchange_is_not_that_of_the_next():
    # The first is over when the second is a while on its way.
    server = serving(respond(pause=0.6))
    client = client_of(server, 1)
    for _count in range(5):
        assert client.get("/v2/{project_id}/instances") == {"instances": [], "instance_num": 0}
    assert len(set(server.ports)) == 1, "the connection is used again"


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


def test_hosts_that_the_environment_excepts_are_asked_without_the_proxy():
    proxy, server = serving(respond()), serving(respond())
    environment = {"http_proxy": proxy.url, "HTTP_PROXY": proxy.url, "no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}
    assert call(server.url, environment)["instances"] == []
    assert len(server.seen) == 1 and proxy.seen == []


def tunnel(handler):
    """Answer CONNECT as a proxy does, and carry bytes to and fro without a look at them."""
    host, _colon, port = handler.path.rpartition(":")
    with socket.create_connection((host, int(port))) as far:
        handler.send_response(200)
        handler.end_headers()
        back = threading.Thread(target=carry, args=(far, handler.connection), daemon=True)
        back.start()
        carry(handler.connection, far)
        back.join()
    handler.close_connection = True


def carry(source, target):
    try:
        while piece := source.recv(4096):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def test_proxy_of_an_encrypted_endpoint_sees_no_credentials_and_is_no_way_around_the_certificate(certificate):
    path, context = certificate
    server, proxy = serving(respond(), context=context), serving(tunnel)
    environment = {"https_proxy": proxy.url, "HTTPS_PROXY": proxy.url, "no_proxy": "", "NO_PROXY": ""}
    assert call(server.url, environment, ca_path=path, security_token="token-planted")["instances"] == []
    [(asked, headers)] = proxy.seen
    assert server.url == f"https://{asked}" and len(server.seen) == 1
    assert not {name.lower() for name in headers} & {"authorization", "x-security-token", "x-sdk-date", "x-project-id"}
    assert "planted" not in str(headers)
    refused = call(server.url, environment)
    assert refused["failed"] and "certificate" in refused["msg"].lower() and len(server.seen) == 1


def test_ipv6_endpoint():
    try:
        server = serving(respond(), "::1")
    except OSError:
        pytest.skip("this machine has no IPv6 loopback address")
    assert call(server.url)["instances"] == []


NAMES = [f"orders-{number}" for number in range(9000)]
MANY = json.dumps({"instances": [{"name": name} for name in NAMES], "instance_num": len(NAMES)}).encode()
PACKINGS = {"gzip": gzip.compress, "X-GZip": gzip.compress, "deflate": zlib.compress, "identity": bytes}


@pytest.mark.parametrize("packing", PACKINGS)
def test_packed_answer_is_read(packing):
    server = serving(respond(body=PACKINGS[packing](MANY), headers=[("Content-Encoding", packing)], piece=10_000))
    assert [one["name"] for one in call(server.url)["instances"]] == NAMES


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_packed_answer_that_is_damaged_is_told_in_words(packing):
    body = PACKINGS[packing](MANY)
    told = {"compressed in an unsupported way": b"{}", "not JSON": body[: len(body) // 2]}
    for words, damaged in told.items():
        result = call(serving(respond(body=damaged, headers=[("Content-Encoding", packing)])).url)
        assert result["failed"] and words in result["msg"]


@functools.cache
def packed_zeros(packing, megabytes=256):
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | (16 if packing == "gzip" else 0))
    return b"".join([packer.compress(bytes(2**20)) for _count in range(megabytes)] + [packer.flush()])


@pytest.mark.parametrize("status", [200, 302, 500])
@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_small_answer_that_unpacks_to_a_large_one_takes_little_memory(packing, status):
    headers = [("Content-Encoding", packing), ("Location", "/elsewhere")]
    server = serving(respond(status, packed_zeros(packing), headers))
    call(serving(respond()).url)
    tracemalloc.start()
    try:
        result = call(server.url)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert result["failed"] and "larger than" in result["msg"]
    assert peak < 50e6


def test_user_agent_names_the_collection_and_its_version():
    from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.version import VERSION

    server = serving(respond())
    call(server.url)
    assert server.seen[0][1]["User-Agent"] == f"ansible-huaweicloud.rocketmq/{VERSION}"


ACTIVE = "\x1b[31mred \x9b31m \x07 \u202edlrow \u2066"


def shows_no_activity(run):
    assert "\ufffd[31mred" in run.output, "the text itself is shown"
    for character in "\x1b\x9b\x07\u202e\u2066":
        assert character not in run.output, ascii(character)


def test_error_does_not_reach_the_terminal_as_it_is(emulator, playbook):
    emulator.fault(method="GET", path="/instances$", status=400, code=f"DMS.1{ACTIVE}", message=ACTIVE, times=-1)
    run = playbook(play(task("told", "instance_info", {})), "-vvv")
    assert run.code == 2 and "\ufffd[31m" in run.named("told").result["msg"]
    shows_no_activity(run)


def test_warning_about_a_source_does_not_reach_the_terminal_as_it_is(emulator, playbook, tmp_path):
    emulator.fault(method="GET", path="/instances$", status=400, code="DMS.1", message=ACTIVE, times=-1)
    text = "plugin: huaweicloud.rocketmq.instances\nunreachable: warn\nregion: eu-west-0\n"
    (tmp_path / "a.rocketmq.yml").write_text(text)
    run = playbook(play(), "-i", str(tmp_path / "a.rocketmq.yml"))
    assert run.code == 0 and "is left out" in " ".join(run.output.split())
    shows_no_activity(run)


def test_lost_answer_does_not_reach_the_terminal_as_it_is():
    refusal = respond(502, json.dumps({"error_msg": ACTIVE}).encode(), [("X-Request-Id", "r\x9b31m")])
    for server in (serving(refusal), serving(trickle(f"HTTP/1.1 2{ACTIVE}0\r\n\r\n".encode(), b""))):
        with pytest.raises(OutcomeUnknown) as caught:
            client_of(server, 1).post("/v2/{project_id}/instances", {})
        assert all(str(value).isprintable() for value in caught.value.result().values())


def test_name_and_status_of_an_object_do_not_reach_the_terminal_as_they_are(emulator, playbook):
    instance_id = emulator.instance("orders")
    topic = json.dumps({"topics": [{"name": f"topic{ACTIVE}"}], "total": 1})
    emulator.fault(method="GET", path="/topics$", status=200, body=topic, times=-1)
    emulator.fault(method="DELETE", path="/topics/", status=403, code="DMS.00403003", times=-1)
    purge = {"instance_name": "orders", "topics": [], "purge": True}
    status = {**emulator.control("GET", f"instances/{instance_id}")["fields"], "status": f"ODD{ACTIVE}"}
    emulator.fault(method="GET", path="/instances/[^/]+$", status=200, body=json.dumps(status), times=-1)
    late = {"instance_id": instance_id, "description": "new", "wait_timeout": 0.3, "wait_interval": 0.1}
    run = playbook(
        play(
            task("purged", "topics", purge, ignore_errors=True),
            task("late", "instance", late, ignore_errors=True),
        )
    )
    assert run.code == 0 and "topic\ufffd" in run.named("purged").result["msg"]
    assert "its status is ODD?[31MRED" in run.named("late").result["msg"]
    for name in ("purged", "late"):
        assert run.named(name).result["msg"].isprintable()
    # What Ansible shows as JSON has these escaped.
    assert "\x1b" not in run.output and "\x07" not in run.output


def test_half_of_a_pair_of_surrogates_is_no_end_of_a_task(emulator, playbook):
    body = '{"instances": [{"instance_id": "1", "name": "bad\\ud800name \\ud83d\\ude42"}], "instance_num": 1}'
    emulator.fault(method="GET", path="/instances$", status=200, body=body, times=-1)
    run = playbook(play(task("told", "instance_info", {}, register="told")))
    assert run.code == 0, run.output
    assert run.named("told").result["instances"][0]["name"] == "bad?name \U0001f642"


TOKEN = "TOKEN-planted-90e4bb12"


def test_damaged_answer_that_repeats_the_token_does_not_show_it():
    server = serving(trickle(f"garbage X-Auth-Token: {TOKEN} \r\n\r\n".encode(), b""))
    options = {name: option.default for name, option in CONNECTION_OPTIONS.items()}
    settings = connection_settings({**options, "endpoint": server.url, "project_id": PROJECT_ID, "auth_token": TOKEN})
    with pytest.raises(OutcomeUnknown) as caught:
        Client(settings).post("/v2/{project_id}/instances", {})
    assert "garbage" in caught.value.message and TOKEN not in caught.value.message
    # Ansible tells the causes of an error, too.
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


def test_password_of_a_proxy_is_not_shown():
    environment = {"https_proxy": "http://user:Pr0xy-word/planted@proxy:8080", "no_proxy": "", "NO_PROXY": ""}
    result = call("https://dms.example.invalid", environment)
    assert result["failed"] and "Pr0xy-word" not in str(result) and "planted@" not in str(result), result


@pytest.mark.parametrize("name", ["orders", "certificate-renewals"])
def test_write_is_not_repeated_though_its_address_speaks_of_certificates(certificate, name):
    path, context = certificate

    def break_off(handler):
        with socket.socket(fileno=os.dup(handler.connection.fileno())) as plain:
            plain.sendall(b"this is no record of TLS")

    server = serving(break_off, context=context)
    options = {option: default.default for option, default in CONNECTION_OPTIONS.items()}
    settings = connection_settings({**options, **KEYS, "endpoint": server.url, "ca_path": path})
    with pytest.raises(OutcomeUnknown):
        Client(settings).post("/v2/{project_id}/topics/{name}", {}, name=name)
    assert len(server.seen) == 1


def test_bundle_of_certificates_that_is_not_there_is_told(certificate):
    _path, context = certificate
    result = call(serving(respond(), context=context).url, {"REQUESTS_CA_BUNDLE": "/nonexistent"})
    assert result["failed"] and "/nonexistent" in result["msg"] and "Traceback" not in str(result)


def test_certificate_that_is_refused_is_nothing_that_passes(certificate):
    _path, context = certificate
    assert call(serving(respond(), context=context).url)["transient"] is False
    assert call("http://127.0.0.1:9")["transient"] is True


def test_status_line_without_end_is_told_shortly():
    result = call(serving(trickle(b"no HTTP " * 7000 + b"\r\n\r\n", b"")).url)
    assert result["failed"] and len(result["msg"]) < 700


HOSTILE = {
    "name": "{{ lookup('pipe', 'id > /tmp/planted-by-a-name') }}",
    "description": "\x1b[31mred\x1b[0m {% for x in [1] %}x{% endfor %} !unsafe &a *a \u202e\u0000 " + "x" * 20_000,
    "instance_id": "1",
    "status": "RUNNING",
}


def test_hostile_names_are_shown_and_never_evaluated(emulator, playbook, tmp_path):
    from pathlib import Path

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
