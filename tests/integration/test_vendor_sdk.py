# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vendor's SDK drives the emulator through every operation both know: it is not shaped after our own client."""

from __future__ import annotations

import re
import time

import pytest

from .emulator_process import ACCESS_KEY, PROJECT_ID, SECRET_KEY, consumer
from .vendor_sdk import BODIES, QUERIES, Stage, call, sdk_operations

sdk = pytest.importorskip("huaweicloudsdkrocketmq.v2", reason="the vendor's SDK is a development dependency")

ORDER = {
    "name": "sdk-orders",
    "engine": "reliability",
    "engine_version": "4.8.0",
    "storage_space": 600,
    "vpc_id": "3db8490c-4d6d-4d8f-8d3f-047b0de4c5cf",
    "subnet_id": "0a0f1fcf-f019-458d-b9e5-301867394d50",
    "security_group_id": "23c5977f-ff33-4b95-a73e-08d8a0bc4e6c",
    "available_zones": ["9f1c5806706d4c1fb0eb72f0a9b18c77"],
    "product_id": "c6.4u8g.cluster",
    "storage_spec_code": "dms.physical.storage.ultra.v2",
    "broker_num": 1,
}


@pytest.fixture
def client(emulator_process, emulator, monkeypatch, tmp_path):
    # The SDK leaves a file in the home.
    monkeypatch.setenv("HOME", str(tmp_path))
    from huaweicloudsdkcore.auth.credentials import BasicCredentials

    credentials = BasicCredentials(ACCESS_KEY, SECRET_KEY, PROJECT_ID)
    return sdk.RocketMQClient.new_builder().with_credentials(credentials).with_endpoint(emulator.url).build()


def test_life_of_an_instance_and_of_all_that_is_on_it(emulator, client):
    made = client.create_post_paid_instance(
        sdk.CreatePostPaidInstanceRequest(body=sdk.CreatePostPaidInstanceReq(**ORDER))
    )
    one = {"instance_id": made.instance_id}
    emulator.control("POST", "clock", {"advance": 5})
    assert client.show_instance(sdk.ShowInstanceRequest(**one)).status == "RUNNING"
    listed = client.list_instances(sdk.ListInstancesRequest(engine="reliability", name="orders", limit=50, offset=0))
    assert [instance.name for instance in listed.instances] == ["sdk-orders"] and listed.instance_num == 1
    client.update_instance(
        sdk.UpdateInstanceRequest(**one, body=sdk.UpdateInstanceReq(description="by the SDK", enable_acl=True))
    )
    emulator.control("POST", "clock", {"advance": 5})
    shown = client.show_instance(sdk.ShowInstanceRequest(**one))
    assert shown.description == "by the SDK" and shown.enable_acl is True
    assert [broker.broker_name for broker in client.list_brokers(sdk.ListBrokersRequest(**one)).brokers] == ["broker-0"]
    assert client.list_available_zones(sdk.ListAvailableZonesRequest()).available_zones

    _tags(client, one)
    _topics(emulator, client, one)
    _groups(emulator, client, one)
    _users(client, one)

    body = sdk.BatchDeleteInstanceReq(instances=[made.instance_id], action="delete")
    results = client.batch_delete_instances(sdk.BatchDeleteInstancesRequest(body=body)).results
    assert [result.result for result in results] == ["success"]


def _tags(client, one):
    body = sdk.BatchCreateOrDeleteTagReq(action="create", tags=[sdk.TagEntity(key="team", value="shop")])
    client.batch_create_or_delete_rocketmq_tag(sdk.BatchCreateOrDeleteRocketmqTagRequest(**one, body=body))
    tags = client.show_rocketmq_tags(sdk.ShowRocketmqTagsRequest(**one)).tags
    assert [(tag.key, tag.value) for tag in tags] == [("team", "shop")]


def _topics(emulator, client, one):
    def post(action=None, **fields):
        body = sdk.CreateTopicOrBatchDeleteTopicReq(**fields)
        return client.create_topic_or_batch_delete_topic(
            sdk.CreateTopicOrBatchDeleteTopicRequest(**one, action=action, body=body)
        )

    for name in ("%DLQ%odd|name", "plain"):
        assert post(name=name, brokers=["broker-0"], queue_num=3).id == name
        topic = {**one, "topic": name.replace("%", "%25").replace("|", "%7C")}
        assert client.show_one_topic(sdk.ShowOneTopicRequest(**{**one, "topic": name})).total_read_queue_num == 3
        del topic
    listed = client.list_rocket_instance_topics(sdk.ListRocketInstanceTopicsRequest(**one, limit=50))
    assert {topic.name for topic in listed.topics} >= {"plain"}
    named = {**one, "topic": "plain"}
    client.update_topic(sdk.UpdateTopicRequest(**named, body=sdk.UpdateTopicReq(permission="sub")))
    assert client.show_one_topic(sdk.ShowOneTopicRequest(**named)).permission == "sub"
    assert client.show_topic_status(sdk.ShowTopicStatusRequest(**named)).brokers
    assert client.list_consumer_group_of_topic(sdk.ListConsumerGroupOfTopicRequest(**named)).groups == []
    assert client.list_topic_access_policy(sdk.ListTopicAccessPolicyRequest(**named)).policies == []
    assert post(action="delete", topics=["%DLQ%odd|name"]).job_id
    emulator.control("POST", "clock", {"advance": 5})


def _groups(emulator, client, one):
    def post(action=None, **fields):
        body = sdk.CreateConsumerGroupOrBatchDeleteConsumerGroupReq(**fields)
        request = sdk.CreateConsumerGroupOrBatchDeleteConsumerGroupRequest(**one, action=action, body=body)
        return client.create_consumer_group_or_batch_delete_consumer_group(request)

    assert post(name="billing", retry_max_time=3, enabled=True, broadcast=False).name == "billing"
    named = {**one, "group": "billing"}
    body = sdk.UpdateConsumerGroup(enabled=True, broadcast=True, retry_max_time=5, group_desc="text")
    client.update_consumer_group(sdk.UpdateConsumerGroupRequest(**named, body=body))
    shown = client.show_group(sdk.ShowGroupRequest(**named))
    assert (shown.broadcast, shown.retry_max_time, shown.group_desc) == (True, 5, "text")
    batch = sdk.BatchUpdateConsumerGroupReq(
        groups=[sdk.BatchUpdateConsumerGroup(name="billing", enabled=False, broadcast=False, retry_max_time=7)]
    )
    assert client.batch_update_consumer_group(sdk.BatchUpdateConsumerGroupRequest(**one, body=batch)).job_id
    emulator.control("POST", "clock", {"advance": 5})
    listed = client.list_instance_consumer_groups(sdk.ListInstanceConsumerGroupsRequest(**one, limit=50))
    assert [(group.name, group.retry_max_time) for group in listed.groups] == [("billing", 7)]
    emulator.control("POST", f"instances/{one['instance_id']}/messages", {"topic": "plain", "count": 2})
    emulator.control("POST", f"instances/{one['instance_id']}/consumers", consumer("billing", "plain"))
    details = client.show_consumer_list_or_details(sdk.ShowConsumerListOrDetailsRequest(**named, topic="plain"))
    assert details.lag == 2 and details.brokers
    reset = sdk.ResetConsumeOffsetReq(topic="plain", timestamp=0)
    assert client.reset_consume_offset(sdk.ResetConsumeOffsetRequest(engine="reliability", **named, body=reset)).queues
    policy = sdk.ListConsumeGroupAccessPolicyRequest(engine="reliability", **named)
    assert client.list_consume_group_access_policy(policy).policies == []
    _messages(emulator, client, one)
    client.delete_consumer_group(sdk.DeleteConsumerGroupRequest(**named))


def _messages(emulator, client, one):
    engine = {"engine": "reliability", **one}
    window = {"start_time": "0", "end_time": str(int(time.time() * 1000) + 10**6)}
    messages = client.list_messages(sdk.ListMessagesRequest(**engine, topic="plain", **window)).messages
    assert len(messages) == 2
    assert client.list_message_trace(sdk.ListMessageTraceRequest(**engine, msg_id=messages[0].msg_id)).trace
    letters = emulator.control("POST", f"instances/{one['instance_id']}/dead-letters", {"group": "billing"})["msg_ids"]
    resend = sdk.DeadletterResendReq(topic="%DLQ%billing", msg_id_list=letters)
    results = client.send_dlq_message(sdk.SendDlqMessageRequest(**engine, body=resend)).resend_results
    assert [result.error_code for result in results] == ["DMS.00000000"]
    verify = sdk.ResendReq(group="billing", topic="plain", client_id="192.168.0.66@1", msg_id_list=[messages[0].msg_id])
    results = client.validate_consumed_message(sdk.ValidateConsumedMessageRequest(**engine, body=verify)).resend_results
    assert [result.error_code for result in results] == ["DMS.00000000"]


def _users(client, one):
    def user(**fields):
        return sdk.User(access_key="sdk-user", secret_key="Planted-Secret-1", **fields)

    made = client.create_user(sdk.CreateUserRequest(**one, body=user(default_topic_perm="PUB")))
    assert made.access_key == "sdk-user"
    named = {**one, "user_name": "sdk-user"}
    client.update_user(sdk.UpdateUserRequest(**named, body=user(admin=True)))
    assert client.show_user(sdk.ShowUserRequest(**named)).admin is True
    assert [one.access_key for one in client.list_user(sdk.ListUserRequest(**one)).users] == ["sdk-user"]
    client.delete_user(sdk.DeleteUserRequest(**named))
    assert client.list_user(sdk.ListUserRequest(**one)).users == []


def test_migration(emulator, client):
    emulator.settings(migration_answer="object")
    one = {"instance_id": emulator.instance("orders")}
    table = {"moved": sdk.MigrationRocketMqTopicConfig(topic_name="moved", perm=6)}
    body = sdk.CreateRocketMqMigrationTaskReq(topic_config_table=table, subscription_group_table={})
    request = sdk.CreateRocketMqMigrationTaskRequest(**one, overwrite="true", name="move", type="rocketmq", body=body)
    task_id = client.create_rocket_mq_migration_task(request).task_id
    assert task_id
    emulator.control("POST", "clock", {"advance": 5})
    tasks = client.list_rocket_mq_migration_task(sdk.ListRocketMqMigrationTaskRequest(**one, offset=1, limit=10)).task
    assert [(task.id, task.status) for task in tasks] == [(task_id, "finished")]
    gone = sdk.BatchDeleteRocketMqMigrationTaskRequest(**one, body=sdk.MetadataDeleteReq(task_ids=[task_id]))
    assert client.batch_delete_rocket_mq_migration_task(gone).success_task_list == [task_id]


def test_products_configs_and_resizing(emulator, client):
    one = {"instance_id": emulator.instance("orders")}
    assert client.list_engine_products(sdk.ListEngineProductsRequest(engine="reliability")).products
    configs = client.show_rocket_mq_configs(sdk.ShowRocketMqConfigsRequest(**one)).rocketmq_configs
    assert "fileReservedTime" in {config.name for config in configs}
    change = sdk.ModifyConfigReq(rocketmq_configs=[sdk.RocketMQConfigReq(name="fileReservedTime", value="72")])
    client.update_rocket_mq_configs(sdk.UpdateRocketMqConfigsRequest(**one, body=change))
    emulator.control("POST", "clock", {"advance": 5})
    larger = sdk.ResizeEngineInstanceReq(oper_type="storage", new_storage_space=700)
    assert client.resize_instance(sdk.ResizeInstanceRequest(engine="rocketmq", **one, body=larger)).job_id
    assert client.list_background_tasks(sdk.ListBackgroundTasksRequest(**one)).tasks
    emulator.control("POST", "clock", {"advance": 5})
    assert client.show_instance(sdk.ShowInstanceRequest(**one)).total_storage_space == 700
    client.delete_instance(sdk.DeleteInstanceRequest(**one))


def test_recycle_bin(emulator, client):
    instance_id = emulator.instance("orders")
    policy = sdk.ModifyRecyclePolicyReq(retention_days=3, default_use_recycle=True)
    assert client.modify_recycle_policy(sdk.ModifyRecyclePolicyRequest(body=policy)).retention_days == 3
    client.delete_instance(sdk.DeleteInstanceRequest(instance_id=instance_id))
    emulator.control("POST", "clock", {"advance": 5})
    [kept] = client.show_recycle_instances(sdk.ShowRecycleInstancesRequest()).recycle_instances
    assert kept.instance_id == instance_id and kept.save_time == 3
    assert kept.auto_delete_time - kept.in_recycle_time == 3 * 86400 * 1000
    body = sdk.BatchResumeInstanceReq(instances=[instance_id, "0f1fcf0a-f019-458d-b9e5-301867394d50"])
    done, refused = client.restore_recycle_instance(sdk.RestoreRecycleInstanceRequest(body=body)).results
    assert done.job_id and not done.error_msg and refused.error_msg
    emulator.control("POST", "clock", {"advance": 5})
    task = sdk.ShowBackgroundTaskRequest(instance_id=instance_id, task_id=done.job_id)
    assert client.show_background_task(task).tasks[0].status == "SUCCESS"
    assert client.show_instance(sdk.ShowInstanceRequest(instance_id=instance_id)).status == "RUNNING"


@pytest.mark.parametrize("newer", [False, True])
def test_diagnosis(emulator, client, newer):
    one = {"instance_id": emulator.instance("orders", topics=["order-events"], groups=["readers"])}
    emulator.control("POST", f"instances/{one['instance_id']}/consumers", consumer("readers", "order-events"))

    def call(operation, request, **names):
        suffixes = ("_for_rocket_mq", "ForRocketMq") if newer else ("", "")
        engine = {} if newer else {"engine": "rocketmq"}
        return getattr(client, operation + suffixes[0])(
            getattr(sdk, f"{request}{suffixes[1]}Request")(**engine, **names)
        )

    start = sdk.DiagnosisReq(group_name="readers")
    report_id = call("create_diagnosis_task", "CreateDiagnosisTask", **one, body=start).report_id
    emulator.control("POST", "clock", {"advance": 5})
    listed = call("list_diagnosis_reports", "ListDiagnosisReports", **one, limit=10, offset=0)
    assert [(report.report_id, report.status) for report in listed.diagnosis_report_list] == [(report_id, "finished")]
    report = call("show_diagnosis_report", "ShowDiagnosisReport", report_id=report_id)
    assert report.online and report.consumer_nums == 1 and len(report.diagnosis_node_report_list) == 3
    assert isinstance(report.created_at, int) and isinstance(listed.diagnosis_report_list[0].created_at, str)
    gone = sdk.BatchDeleteDiagnosisReportReq(report_id_list=[report_id])
    deleted = call("batch_delete_diagnosis_records", "BatchDeleteDiagnosisRecords", **one, body=gone)
    assert deleted.report_id_list == [report_id]


# Every operation that the SDK has.

OPERATIONS = sdk_operations(sdk.RocketMQClient)
# Of these answers the SDK's models keep nothing: they have no fields, or the service sends a bare text.
NOTHING_KEPT = {"update_volume_expansion_config"}

# Lists that have nothing in them for the instance of the tests.
EMPTY = {
    "show_consumer_list_or_details": {"topics"},
    "show_group": {"permissions"},
    "show_instance": {"available_zone_names"},
}


def test_emulator_has_all_operations():
    assert len(OPERATIONS) >= 90
    assert [operation.name for operation in OPERATIONS if not operation.is_emulated] == []


def test_what_is_told_of_operations_is_about_some():
    names = {operation.name for operation in OPERATIONS}
    assert set(BODIES) | set(QUERIES) | NOTHING_KEPT <= names


@pytest.mark.parametrize("operation", [pytest.param(one, id=one.name) for one in OPERATIONS])
def test_operation_of_the_sdk(emulator, client, operation):
    stage = Stage(emulator, client)
    answer = call(stage, operation)
    [*_others, last] = [entry for entry in emulator.requests() if entry["method"] == operation.method]
    values = {"project_id": PROJECT_ID, **dict.fromkeys(operation.parameters, ".+")}
    assert re.fullmatch(operation.path.format(**values), last["path"]) and last["status"] < 300
    kept = {name: getattr(answer, name) for name in answer.openapi_types}
    # What the SDK does not know by its name is dropped, and what has the wrong type comes out as nothing.
    assert not kept or operation.name in NOTHING_KEPT or any(value not in (None, []) for value in kept.values()), kept
    lists = {name for name, kind in answer.openapi_types.items() if kind.startswith("list[")}
    empty = {name for name in lists if not kept[name]} - EMPTY.get(operation.name, set())
    assert not empty or operation.method != "GET", empty
