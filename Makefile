# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Each target is a step of tests/tooling. Needs python3 >= 3.11, make and git; the rest is installed below .build/.
#   K="word"      only the tests that match (unit, integration), as pytest's -k
#   ARGS="..."    more arguments for pytest
#   CORE=2.21     the ansible-core to use (sanity): 2.16, 2.19 or 2.21

PYTHON ?= python3
K ?=
ARGS ?=
CORE ?= 2.19
export PYTHONDONTWRITEBYTECODE =

TOOL = @$(PYTHON) -B -m tests.tooling
PYTEST_OPTIONS = -k "$(K)" --arguments="$(ARGS)"

.PHONY: help unit integration

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 28

unit: ## unit tests
	$(TOOL) unit $(PYTEST_OPTIONS)

integration: ## integration tests against the emulator
	$(TOOL) integration $(PYTEST_OPTIONS)

sanity: ## ansible-test sanity (CORE=2.16|2.19|2.21)
	$(TOOL) sanity --core "$(CORE)" --arguments="$(ARGS)"
