# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What extensions/ holds for AWX: jobs are run by ansible-runner, with what AWX would give them and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.settings import CONNECTION_OPTIONS
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .ansible_runs import COLLECTION, COLLECTIONS_PATH
from .emulator_process import ACCESS_KEY, REGION, ROOT, SECRET_KEY
from .sample_instances import NETWORK, ZONE_ID

AWX = ROOT / "extensions" / "awx"
SECRET = "Planted-Secret-1"
NEW_SECRET = "Planted-Secret-2"


def data(name: str) -> Any:
    return yaml.safe_load((AWX / f"{name}.yml").read_text())


CREDENTIAL_TYPE = data("credential_type")
JOB_TEMPLATES = {template["name"].removeprefix("RocketMQ - "): template for template in data("job_templates")}
EVENT_QUERIES = yaml.safe_load((ROOT / "extensions" / "audit" / "event_query.yml").read_text())

# Answers that are needed whatever is asked for besides.
NEW_INSTANCE = {
    "rocketmq_instance_name": "orders",
    **{f"rocketmq_instance_{option}": value for option, value in NETWORK.items()},
    "rocketmq_instance_available_zones": ZONE_ID,
}
QUICK = {"rocketmq_instance_wait_interval": 1, "rocketmq_acl_wait_interval": 1, "fleet_wait_interval": 1}


class Unsafe(str):
    """An answer, which AWX keeps from being evaluated."""


class Dumper(yaml.SafeDumper):
    """Writes extra variables as AWX does."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


Dumper.add_representer(Unsafe, lambda dumper, value: dumper.represent_scalar("!unsafe", str(value), style="'"))


class Job(NamedTuple):
    """A finished job: what runner tells of it, and the folder in which it was."""

    status: str
    events: list[dict[str, Any]]
    stdout: str
    folder: Path

    def results(self, event: str = "runner_on_ok") -> list[dict[str, Any]]:
        return [one["event_data"] for one in self.events if one["event"] == event]

    @property
    def changed(self) -> int:
        stats = next(one["event_data"] for one in self.events if one["event"] == "playbook_on_stats")
        return sum(stats["changed"].values())


def injected(inputs: Mapping[str, Any]) -> dict[str, str]:
    """Return the environment that AWX makes of a credential."""
    namespace = {key: value for key, value in inputs.items() if value not in (None, "")}
    for field in CREDENTIAL_TYPE["inputs"]["fields"]:
        if field["type"] == "boolean":
            namespace.setdefault(field["id"], False)
    environment = ImmutableSandboxedEnvironment()
    templates = CREDENTIAL_TYPE["injectors"]["env"]
    return {name: environment.from_string(text).render(**namespace) for name, text in templates.items()}


def extra_variables(template: Mapping[str, Any], answers: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return what AWX passes to a job: the template's variables, the survey's defaults, the answers. Checks these."""
    variables = dict(template.get("extra_vars", {}))
    survey = {question["variable"]: question for question in template["survey"]}
    assert set(answers) <= set(survey)
    for variable, question in survey.items():
        value = answers.get(variable, question.get("default"))
        if value is None:
            assert not question["required"], variable
            continue
        blank = value == "" and not question["required"]
        if question["type"] == "multiplechoice":
            assert blank or value in question["choices"], variable
        elif question["type"] == "integer":
            assert question["min"] <= value <= question["max"], variable
        elif not blank:
            assert question.get("min", 0) <= len(value) <= question.get("max", 1024), variable
        variables[variable] = Unsafe(value) if isinstance(value, str) else value
    return {**variables, **more}


@pytest.fixture
def job(emulator_process, emulator, tmp_path) -> Callable[..., Job]:
    """Run a job template."""
    usual = {
        "region": REGION,
        "endpoint": emulator.url,
        "iam_endpoint": emulator.url,
        "access_key": ACCESS_KEY,
        "secret_key": SECRET_KEY,
    }

    def run(
        name: str,
        answers: Mapping[str, Any],
        *arguments: str,
        more: Mapping[str, Any] | None = None,
        credential: Mapping[str, Any] | None = None,
        project: Callable[[Path], str] | None = None,
        inventory: Mapping[str, str] | None = None,
    ) -> Job:
        template = JOB_TEMPLATES[name]
        folder = tmp_path / f"job-{len(list(tmp_path.glob('job-*')))}"
        (folder / "env").mkdir(parents=True)
        (folder / "inventory").mkdir()
        for file, text in (inventory or {"hosts": "[instances]\n"}).items():
            (folder / "inventory" / file).write_text(text)
        playbook = (project or _sources)(folder / "project").format(template["playbook"])
        variables = extra_variables(template, answers, {**QUICK, **(more or {})})
        (folder / "env" / "extravars").write_text(yaml.dump(variables, Dumper=Dumper))
        # AWX says where the collections of the project are; here they are those under test.
        environment = {**injected(credential or usual), "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS_PATH)}
        (folder / "env" / "envvars").write_text(yaml.safe_dump(environment))
        (tmp_path / "home").mkdir(exist_ok=True)
        command = [sys.executable, "-m", "ansible_runner", "run", str(folder), "-p", playbook, "--ident", "job", "-q"]
        command += [f"--cmdline={' '.join(arguments)}"] if arguments else []
        bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "LANG": "C.UTF-8"}
        subprocess.run(command, env=bare, cwd=tmp_path, capture_output=True, timeout=300, check=False)
        return _finished(folder)

    return run


def _sources(project: Path) -> str:
    """Make a project of the collection's own sources, as load.yml tells AWX to."""
    for part in ("playbooks", "roles"):
        shutil.copytree(ROOT / part, project / part)
    return "playbooks/{}"


def _finished(folder: Path) -> Job:
    artifacts = folder / "artifacts" / "job"
    events = [json.loads(path.read_text()) for path in (artifacts / "job_events").glob("*.json")]
    events.sort(key=lambda event: event["counter"])
    return Job((artifacts / "status").read_text(), events, (artifacts / "stdout").read_text(), folder)


def assert_secrets_are_nowhere(job: Job, *secrets: str) -> None:
    """Runner writes the command with its environment to a file, which AWX does not keep; else there is no secret."""
    for path in (job.folder / "artifacts").rglob("*"):
        if path.is_file() and path.name != "command":
            text = path.read_text(errors="replace")
            assert not [secret for secret in secrets if secret in text], path


def test_credential_type_has_every_option_and_the_variables_of_the_modules():
    fields = {field["id"]: field for field in CREDENTIAL_TYPE["inputs"]["fields"]}
    # A switch is off if it is not touched, so this one is told the other way round.
    assert set(fields) == set(CONNECTION_OPTIONS) - {"validate_certs"} | {"skip_certificate_check"}
    for name, option in CONNECTION_OPTIONS.items():
        assert option.environment[0] in CREDENTIAL_TYPE["injectors"]["env"]
        if name != "validate_certs":
            assert bool(fields[name].get("secret")) is option.no_log, name
            assert injected({name: "x"})[option.environment[0]] == "x"
    assert set(CREDENTIAL_TYPE["injectors"]) == {"env"}
    assert not [name for name in CREDENTIAL_TYPE["injectors"]["env"] if name.startswith("ANSIBLE_")]
    assert set(injected({}).values()) == {""}
    assert injected({"skip_certificate_check": True})["HUAWEICLOUD_VALIDATE_CERTS"] == "false"


def test_every_playbook_has_a_job_template():
    playbooks = {path.name for path in (ROOT / "playbooks").glob("*.yml")}
    assert {template["playbook"] for template in JOB_TEMPLATES.values()} == playbooks


@pytest.mark.parametrize("template", JOB_TEMPLATES.values(), ids=list(JOB_TEMPLATES))
def test_survey_is_of_the_form_that_awx_takes(template):
    variables = [question["variable"] for question in template["survey"]]
    assert len(variables) == len(set(variables))
    assert len(template["name"]) <= 512 and template["description"]
    for question in template["survey"]:
        assert set(question) <= {
            "question_name",
            "question_description",
            "variable",
            "type",
            "required",
            "min",
            "max",
            "default",
            "choices",
        }
        assert question["type"] in ("text", "textarea", "password", "integer", "multiplechoice")
        assert isinstance(question["required"], bool)
        if question["type"] == "multiplechoice":
            assert all(isinstance(choice, str) for choice in question["choices"])
            assert question.get("default", "") in question["choices"]
        if question["type"] == "integer":
            assert question["min"] <= question["default"] <= question["max"]
        # A question that need not be answered is passed on as a blank, which extra_vars has to make something of.
        assert question["required"] or (question["default"] == "" and question["variable"].startswith("survey_"))
    # Variables that the survey does not ask for itself are those of roles and playbooks.
    used = " ".join(str(value) for value in template.get("extra_vars", {}).values())
    assert all(variable in used for variable in variables if variable.startswith("survey_"))


def test_instance_is_provisioned_by_a_job(emulator, job):
    answers = {
        **NEW_INSTANCE,
        "survey_tags": "team: shop",
        "survey_topics": "- name: orders\n- {name: invoices, queue_num: 6}\n",
        "survey_consumer_groups": '[{"name": "billing"}]',
    }
    check = job("provision an instance", answers, "--check")
    assert check.status == "successful", check.stdout
    assert emulator.requests(writes=True) == []
    emulator.settings(create_seconds=2.6)
    made = job("provision an instance", answers)
    assert made.status == "successful", made.stdout
    # Who opens the job sees what it waits for, an event a line.
    lines = [event["stdout"] for event in made.events if "waiting: " in event["stdout"]]
    assert lines and "waiting: [localhost] => instance orders: CREATING, 1 s so far" in lines[0]
    actions = {one["resolved_action"] for one in made.results() if one["res"].get("changed")}
    assert {f"{COLLECTION}.instance", f"{COLLECTION}.topics", f"{COLLECTION}.consumer_groups"} <= actions
    assert_secrets_are_nowhere(made, SECRET_KEY, ACCESS_KEY)
    again = job("provision an instance", answers)
    assert again.status == "successful" and again.changed == 0, again.stdout
    assert counted(made) == counted(again) == {instance_id(emulator)}
    # What check mode would create is no node.
    assert counted(check) == set()


def test_survey_left_empty_where_it_may_be_changes_nothing_but_what_was_asked(emulator, job):
    made = job(
        "provision an instance", {**NEW_INSTANCE, "survey_tags": "{team: shop}", "survey_topics": "[{name: orders}]"}
    )
    assert made.status == "successful", made.stdout
    emulator.forget_requests()
    template = JOB_TEMPLATES["provision an instance"]
    blanks = {question["variable"]: "" for question in template["survey"] if not question["required"]}
    again = job("provision an instance", {**NEW_INSTANCE, **blanks})
    assert again.status == "successful" and again.changed == 0, again.stdout
    assert emulator.requests(writes=True) == []


@pytest.mark.parametrize(
    ("template", "answers", "told"),
    [
        (
            "provision an instance",
            {**NEW_INSTANCE, "survey_topics": "- name: orders\n  queue_num 6"},
            "survey_topics cannot be read as YAML (line 2, column",
        ),
        (
            "converge a fleet given as data",
            {"survey_fleet": "name: orders", "survey_fleet_defaults": ""},
            "survey_fleet must be a list, such as [{name: orders",
        ),
    ],
)
def test_answer_that_cannot_be_read_is_told_with_the_field_and_an_example(emulator, job, template, answers, told):
    failed = job(template, answers)
    assert failed.status == "failed" and emulator.requests() == []
    assert told in failed.stdout, failed.stdout


def test_permissions_are_given_and_what_is_left_empty_stays(emulator, job):
    emulator.instance("orders")
    user = {"rocketmq_acl_instance_name": "orders", "survey_user": "producer"}
    made = job(
        "give a user permissions",
        {
            **user,
            "survey_secret": SECRET,
            "survey_topic_perm": "PUB|SUB",
            "survey_topic_perms": "[{name: orders, perm: SUB}]",
        },
    )
    assert made.status == "successful" and made.changed == 2, made.stdout
    assert_secrets_are_nowhere(made, SECRET, SECRET_KEY, ACCESS_KEY)
    template = JOB_TEMPLATES["give a user permissions"]
    blanks = {question["variable"]: "" for question in template["survey"] if not question["required"]}
    again = job("give a user permissions", {**user, **blanks})
    assert again.status == "successful" and again.changed == 0, again.stdout
    missing = job("give a user permissions", {**user, "survey_user": "consumer"})
    assert missing.status == "failed"
    assert "secret" in str([one["res"] for one in missing.results("runner_on_failed")])


def test_secret_is_rotated(emulator, job):
    emulator.instance("orders", enable_acl=True, users=[{"access_key": "producer", "secret_key": SECRET}])
    answers = {"rocketmq_instance_name": "orders", "survey_user": "producer", "survey_secret": NEW_SECRET}
    done = job("rotate a secret", answers)
    assert done.status == "successful" and done.changed == 1, done.stdout
    assert_secrets_are_nowhere(done, SECRET, NEW_SECRET, SECRET_KEY)
    unknown = job("rotate a secret", {**answers, "survey_user": "nobody"})
    assert unknown.status == "failed" and "nobody" in unknown.stdout


def test_dead_letters_are_replayed_and_an_instance_is_audited(emulator, job, tmp_path):
    orders = emulator.instance("orders", topics=["orders"], groups=["billing"])
    emulator.control("POST", f"instances/{orders}/dead-letters", {"group": "billing", "count": 3})
    answers = {
        "rocketmq_instance_name": "orders",
        "replay_dead_letters_groups": "billing",
        "replay_dead_letters_folder": str(tmp_path / "letters"),
    }
    done = job("replay dead letters", answers)
    assert done.status == "successful", done.stdout
    assert list((tmp_path / "letters").glob("*billing.json"))

    answers = {"rocketmq_instance_name": "orders", "audit_folder": str(tmp_path / "audit")}
    audited = job("audit an instance", answers)
    assert audited.status == "successful" and audited.changed == 0, audited.stdout
    assert {path.suffix for path in (tmp_path / "audit").iterdir()} == {".txt", ".html"}
    wanted = {"rocketmq_instance_topics": [{"name": "orders"}, {"name": "one-more"}]}
    drift = job("audit an instance", {**answers, "audit_fail_on_drift": "true"}, more=wanted)
    assert drift.status == "failed" and "1 difference between what is wanted" in drift.stdout
    assert emulator.requests(writes=True) == []


def test_health_is_told_and_fails_at_thresholds_of_the_survey(emulator, job, tmp_path):
    emulator.instance("orders", tags={"team": "shop"})
    answers = {"health_folder": str(tmp_path / "health"), "survey_health_tags": "{team: shop}"}
    told = job("health of instances", answers)
    assert told.status == "successful" and told.changed == 0, told.stdout
    assert {path.name for path in (tmp_path / "health").iterdir()} == {"health.html", "health.txt"}
    failed = job("health of instances", {**answers, "survey_fail_on": "{offline_groups: 1, disk_percent: 5}"})
    assert failed.status == "failed" and "(disk_percent)" in failed.stdout and "orders: " in failed.stdout
    assert emulator.requests(writes=True) == []


def test_instance_is_decommissioned(emulator, job):
    orders = emulator.instance("orders")
    # Blanks as options of the connection count as not given, as they do in the environment.
    blanks = {f"rocketmq_instance_{name}": "" for name, option in CONNECTION_OPTIONS.items() if option.type == "str"}
    done = job("decommission an instance", {"rocketmq_instance_name": "orders"}, more=blanks)
    assert done.status == "successful" and done.changed == 1, done.stdout
    assert counted(done) == {orders}
    again = job("decommission an instance", {"rocketmq_instance_name": "orders"})
    assert again.status == "successful" and again.changed == 0, again.stdout


def test_fleet_is_converged_as_data_and_as_hosts_of_the_inventory_source(emulator, job):
    shared = {
        "product_id": "c6.4u8g.cluster",
        "storage_space": 600,
        "storage_spec_code": "dms.physical.storage.ultra.v2",
        "available_zones": [ZONE_ID],
        **NETWORK,
    }
    answers = {
        "survey_fleet": yaml.safe_dump(
            [{"name": f"orders-{number}", "topics": [{"name": "topic-1"}]} for number in (1, 2)]
        ),
        "survey_fleet_defaults": yaml.safe_dump(shared),
    }
    made = job("converge a fleet given as data", answers)
    assert made.status == "successful" and len(counted(made)) == 2, made.stdout

    source = data("inventory_source")
    assert source["source_path"] == "extensions/awx/instances.rocketmq.yml"
    inventory = {"instances.rocketmq.yml": (ROOT / source["source_path"]).read_text()}
    topics = {"rocketmq_instance_topics": [{"name": "topic-1"}, {"name": "topic-2"}]}
    for serial, changed in (("50%", 2), ("100%", 0)):
        hosts = job("converge hosts that are instances", {"fleet_serial": serial}, more=topics, inventory=inventory)
        assert hosts.status == "successful" and hosts.changed == changed, hosts.stdout
        # That there are such hosts is checked on the controller.
        assert {one["host"] for one in hosts.results()} - {"localhost"} == {"orders-1", "orders-2"}
        assert_secrets_are_nowhere(hosts, SECRET_KEY, ACCESS_KEY)


def test_project_of_the_users_own_imports_the_playbooks(emulator, job, tmp_path):
    def importing(project):
        (project / "rocketmq").mkdir(parents=True)
        play = [{"name": "Audit", "import_playbook": f"{COLLECTION}.audit"}]
        (project / "rocketmq" / "audit.yml").write_text(yaml.safe_dump(play))
        return "rocketmq/{}"

    emulator.instance("orders", topics=["orders"])
    answers = {"rocketmq_instance_name": "orders", "audit_folder": str(tmp_path / "audit")}
    done = job("audit an instance", answers, project=importing)
    assert done.status == "successful", done.stdout


def test_missing_credential_is_told_by_option_and_variable(emulator, job):
    done = job("decommission an instance", {"rocketmq_instance_name": "orders"}, credential={"region": REGION})
    assert done.status == "failed"
    failure = done.results("runner_on_failed")[0]["res"]["msg"]
    assert "access_key" in failure and "HUAWEICLOUD_SDK_AK" in failure


def instance_id(emulator) -> str:
    state = emulator.control("GET", "state")
    return state["projects"][0]["instances"][0]["fields"]["instance_id"]


def counted(job: Job) -> set[str]:
    """Return the nodes that the Automation Platform would count."""
    if shutil.which("jq") is None:
        pytest.skip("jq is not there")
    found = set()
    for one in (event["event_data"] for event in job.events if "res" in event.get("event_data", {})):
        query = EVENT_QUERIES.get(one.get("resolved_action"), {}).get("query")
        if query:
            text = subprocess.run(
                ["jq", "-c", query], input=json.dumps(one["res"]), capture_output=True, text=True, check=True
            ).stdout
            nodes = [json.loads(line) for line in text.splitlines()]
            # What identifies a node must be without nulls.
            assert all(node["name"] and all(node["canonical_facts"].values()) and node["facts"] for node in nodes)
            found |= {node["canonical_facts"]["instance_id"] for node in nodes}
    return found


def test_managing_modules_have_an_event_query():
    modules = {path.stem for path in (ROOT / "plugins" / "modules").glob("*.py")}
    managing = {f"{COLLECTION}.{name}" for name in modules if not name.endswith("_info") and name != "__init__"}
    assert set(EVENT_QUERIES) == managing
    for query in EVENT_QUERIES.values():
        assert set(query) == {"query"} and "canonical_facts" in query["query"]


def test_execution_environment_gets_what_the_collection_needs(tmp_path):
    command = ["ansible-builder", "introspect", "--write-pip", str(tmp_path / "pip.txt"), str(COLLECTIONS_PATH)]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    found = [line.split("#")[0].strip() for line in (tmp_path / "pip.txt").read_text().splitlines()]
    wanted = (ROOT / "requirements.txt").read_text().splitlines()
    assert [line for line in found if line] == [line for line in wanted if line and not line.startswith("#")]
