# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the collection looks like in use, as files to look at.

An inventory, the events of a job, the health of an estate, pages in a browser.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from . import documentation, local_service, tree, venvs
from .paths import BUILD, COLLECTION, ROOT
from .process import ToolError, Words, ansible_environment, must_run, output, say

ARTIFACTS = BUILD / "artifacts"
ORDERS = ROOT / "tests" / "quickstart" / "orders.yml"

# The instances of each region, with their tags. The emulator has the first region by itself.
INSTANCES: dict[str, dict[str, dict[str, str]]] = {
    local_service.REGION: {"webshop": {"team": "shop"}, "invoices": {"team": "finance"}},
    "eu-west-1": {"webshop-standby": {"team": "shop"}},
    "eu-west-2": {"parcels": {"team": "logistics"}, "returns": {"team": "logistics"}},
}
INVENTORY = f"""\
plugin: {COLLECTION}.instances
sources:
{"".join(f"  - region: {region}" + chr(10) for region in INSTANCES)}\
keyed_groups:
  - key: rocketmq_region
    prefix: region
  - key: rocketmq_status
    prefix: status
  - key: rocketmq_tags
    prefix: tag
"""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The pages are files of this machine, and the browser is to ask the network for nothing. Root has no sandbox.
BROWSER_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--virtual-time-budget=5000",
)
# A page of the documentation, and how much of it is taken, in pixels.
SCREENSHOTS = {
    "docs-index": ("index.html", "1280,2400"),
    "docs-module": ("topic_module.html", "1280,3200"),
    "docs-guide": ("docsite/guide_getting_started.html", "1280,2400"),
}


def showcase() -> bool:
    """Make the files anew below .build/artifacts."""
    shutil.rmtree(ARTIFACTS, ignore_errors=True)
    ARTIFACTS.mkdir(parents=True)
    tree.refresh()
    tools = venvs.dev()
    with tempfile.TemporaryDirectory() as name, local_service.emulator(tools, Path(name)) as find_url:
        url = find_url()
        _inventory(tools, Path(name), url)
        _job(tools, Path(name), url)
        _health(tools, Path(name), url)
    shown = _screenshots()
    for path in sorted(ARTIFACTS.iterdir()):
        say(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1024:.0f} KiB")
    return shown


def find_browser() -> str | None:
    """Return the command of a browser that can take pictures, if there is one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _inventory(tools: Path, home: Path, url: str) -> None:
    """Show instances of three regions as a graph."""
    for region, instances in INSTANCES.items():
        project = {} if region == local_service.REGION else {"project_id": _control(url, "projects", name=region)["id"]}
        for name, tags in instances.items():
            _control(url, "instances", name=name, tags=tags, **project)
    (ARTIFACTS / "all.rocketmq.yml").write_text(INVENTORY, encoding="utf-8")
    graph: Words = [tools / "ansible-inventory", "-i", ARTIFACTS / "all.rocketmq.yml", "--graph"]
    env = ansible_environment(tools, collections=BUILD, **local_service.exported(url))
    (ARTIFACTS / "inventory-graph.txt").write_text(output(graph, cwd=home, env=env), encoding="utf-8")


def _job(tools: Path, home: Path, url: str) -> None:
    """Run a playbook as AWX does, and keep what is told of it event by event."""
    job, secrets = home / "job", local_service.new_secrets()
    (job / "env").mkdir(parents=True)
    shutil.copy(ORDERS, job / "env" / "extravars")
    command: Words = [tools / "ansible-runner", "run", job, "-p", f"{COLLECTION}.provision", "--ident", "job", "-q"]
    env = ansible_environment(tools, collections=BUILD, HOME=home, **local_service.exported(url), **secrets)
    must_run(command, cwd=home, env=env)
    files = (job / "artifacts" / "job" / "job_events").glob("*.json")
    events = sorted((json.loads(file.read_text(encoding="utf-8")) for file in files), key=lambda one: one["counter"])
    lines = "".join(json.dumps(event, sort_keys=True) + "\n" for event in events)
    if any(secret in lines for secret in (local_service.SECRET_KEY, *secrets.values())):
        raise ToolError("the events of the job hold a secret")
    (ARTIFACTS / "job-events.jsonl").write_text(lines, encoding="utf-8")


def _health(tools: Path, home: Path, url: str) -> None:
    """Write the page on the health of the first region."""
    command: Words = [tools / "ansible-playbook", f"{COLLECTION}.health", "-e", f"health_folder={ARTIFACTS}"]
    env = ansible_environment(tools, collections=BUILD, HOME=home, **local_service.exported(url))
    must_run(command, cwd=home, env=env)


def _screenshots() -> bool:
    """Take pictures of pages, with a browser as readers have."""
    browser = find_browser()
    if browser is None:
        say(f"error: no browser ({', '.join(BROWSERS)}) is installed, so there are no pictures of pages")
        return False
    documentation.pages()
    taken = [_screenshot(browser, documentation.PAGES / page, name, size) for name, (page, size) in SCREENSHOTS.items()]
    taken.append(_screenshot(browser, ARTIFACTS / "health.html", "health", "1440,2400"))
    return all(taken)


def _screenshot(browser: str, page: Path, name: str, size: str) -> bool:
    if not page.is_file():
        say(f"error: {page.relative_to(ROOT)} is missing")
        return False
    picture = ARTIFACTS / f"{name}.png"
    with tempfile.TemporaryDirectory() as profile:
        command: Words = [
            browser,
            *BROWSER_OPTIONS,
            f"--user-data-dir={profile}",
            f"--window-size={size}",
            f"--screenshot={picture}",
            page.as_uri(),
        ]
        # What a browser misses on a machine without a desktop is shown only if it fails.
        output(command)
    return picture.is_file()


def _control(url: str, path: str, **body: Any) -> Any:
    """Tell the emulator from behind to make something."""
    data, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{url}/_emulator/{path}", data, headers, method="POST")
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        return json.load(answer)
