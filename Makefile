# SPDX-License-Identifier: Apache-2.0
.PHONY: build test fmt

build: ## Builds the jar and its demo, without tests
	mvn -B -ntp -pl server,demo -am package -Dmaven.test.skip=true

test: ## Builds and tests everything, as CI does
	./rollcall test

fmt: ## Formats the Java sources
	mvn -B -q -ntp spotless:apply
