#!/usr/bin/python
DOCUMENTATION = r""""""
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.topic import TOPIC_RESOURCE
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._task.manage import manage_one


def main() -> None:
    manage_one(TOPIC_RESOURCE)


if __name__ == "__main__":
    main()
