# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Each target is a step of tests/tooling. Needs python3 (3.11 to 3.13), make and git; the rest comes below .build/.
#   K="word"      only the tests that match, as pytest's -k: unit, integration
#   ARGS="..."    more arguments for the tool behind it: unit, integration, sanity, bench
#   CORE=2.21     the ansible-core to use (2.16, 2.19 or 2.21): integration, sanity
#   JOBS=4        how much to do at once

PYTHON ?= python3
K ?=
ARGS ?=
CORE ?= 2.19
export JOBS ?= 2

TOOL = @$(PYTHON) -B -m tests.tooling

.DEFAULT_GOAL := help
.PHONY: help quickstart test test-rest test-all unit integration integration-cores sanity sanity-others sanity-all lint format docs-lint docs \
	showcase picture changelog build build-check ee bench generate action-groups lock summary clean evidence

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 28

quickstart: ## provision an instance on the local emulator, as a user would
	$(TOOL) quickstart

test: ## what a change has to pass, in a few minutes: sanity, lint, build-check, docs-lint, unit, quick integration tests
	$(TOOL) test

test-rest: ## what `test` leaves out: other ansible-cores, most real runs of Ansible, pages, ee, evidence
	$(TOOL) test-rest

test-all: ## test, then test-rest
	$(TOOL) test-all

unit: ## unit tests (K=, ARGS=)
	$(TOOL) unit -k "$(K)" --arguments="$(ARGS)"

integration: ## integration tests against the emulator (K=, ARGS=, CORE=)
	$(TOOL) integration -k "$(K)" --arguments="$(ARGS)" --core "$(CORE)"

integration-cores: ## integration tests on the oldest and the newest ansible-core
	$(TOOL) integration-cores --cores "2.16 2.21"

sanity: ## ansible-test sanity (CORE=, ARGS=)
	$(TOOL) sanity --arguments="$(ARGS)" --core "$(CORE)"

sanity-others: ## ansible-test sanity on the oldest and the newest ansible-core
	$(TOOL) sanity-all --cores "2.16 2.21"

sanity-all: ## ansible-test sanity on the oldest, the main and the newest ansible-core
	$(TOOL) sanity-all

lint: ## ansible-lint, ruff, mypy, yamllint, reuse, action groups
	$(TOOL) lint

format: ## put the Python files into shape
	$(TOOL) format

docs-lint: ## check the documentation and the changelog
	$(TOOL) docs-lint

docs: ## make HTML pages of the documentation
	$(TOOL) docs

picture: ## make the picture of a run in the README anew
	$(TOOL) picture

showcase: ## make files to look at: an inventory, events of a job, pages of the documentation in a browser
	$(TOOL) showcase

changelog: ## turn the fragments into the changelog of the version in galaxy.yml
	$(TOOL) changelog

build: ## build the package into .build/dist
	$(TOOL) build

build-check: ## build the package, check its content, import it as Galaxy does, use it as users do
	$(TOOL) build-check

ee: ## make the build context of an execution environment
	$(TOOL) ee

bench: ## measure (ARGS=)
	$(TOOL) bench --arguments="$(ARGS)"

generate: ## write what is derived: suboptions of plural modules, roles' variables, connection options, action groups
	$(TOOL) generate

action-groups: ## write the action groups into meta/runtime.yml
	$(TOOL) action-groups

lock: ## pin the newest packages in the lock files
	$(TOOL) lock

summary: ## sum up what was run last
	$(TOOL) summary

clean: ## remove .build and bytecode
	$(TOOL) clean

evidence: ## write docs/api-coverage.md and docs/reliability.md from the last whole run of the integration tests
	$(TOOL) evidence
