# SPDX-License-Identifier: Apache-2.0
.PHONY: build test fmt

build: ## The jar and its demo, without tests
	mvn -B -ntp -pl server,demo -am package -Dmaven.test.skip=true

test: ## Everything, as CI does
	./rollcall test

fmt: ## Format the Java sources
	mvn -B -q -ntp spotless:apply
