# SPDX-License-Identifier: Apache-2.0
.PHONY: build test fmt

build: ## The jar, without tests
	mvn -B -ntp -pl server -am package -Dmaven.test.skip=true

test: ## Everything, as CI does
	./rollcall test

fmt: ## Format the Java sources
	mvn -B -q -ntp spotless:apply
