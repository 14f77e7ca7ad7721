# Casebook's chores. `make` alone lists them; each says what it does and installs what it lacks.

SWIFT ?= swift
FUZZ_SECONDS ?= 5
CASEBOOK = $(SWIFT) run --quiet -c release casebook
SOURCES = Package.swift Sources Tests
# The tests that talk to other programs, and those among them that look at another program in the act.
WITH_PROGRAMS = ^(CasebookTests|CapturingTests|ProgramsTests|SealsTests|IntegrationTests)\.
IN_THE_ACT = CaptureTests|StarterQueryTests|SealComparisonTests|ProgramTests|KilledBuildTests
LAB = Content/2026-01-04-connection-spike/lab

.DEFAULT_GOAL := help
.PHONY: help site check test golden lab bench fuzz format lint clean

help: ## List what can be done here
	@echo "make what:"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1	\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 12

site: ## Build the site of all incidents into Output/
	@.ci/install site
	@echo "Building the casebook command (the first time takes a few minutes)."
	@$(SWIFT) build -c release --product casebook
	@echo "Building the site."
	@$(CASEBOOK) build

check: ## Prove every claim against its evidence; fails where one is contradicted
	@.ci/install site
	@$(CASEBOOK) check

test: ## Run all tests, against a real PostgreSQL, a real browser and real git
	@.ci/install test
	@echo "Building and running the tests."
	@$(SWIFT) build --build-tests
	@# Apart: readers that compute would keep the processors from tests that wait for programs within a time.
	@status=0; \
	$(SWIFT) test --skip-build --disable-xctest --skip '$(WITH_PROGRAMS)' || status=1; \
	$(SWIFT) test --skip-build --disable-xctest --filter '$(WITH_PROGRAMS)' --skip '$(IN_THE_ACT)' || status=1; \
	$(SWIFT) test --skip-build --disable-xctest --no-parallel --filter '$(IN_THE_ACT)' || status=1; \
	exit $$status

golden: ## Write the present outputs into the golden files, to be reviewed with git diff
	@.ci/install test
	@CASEBOOK_UPDATE_GOLDEN=1 $(SWIFT) test --disable-xctest
	@git status --short -- Tests

lab: ## Reproduce the shipped incident on a real PostgreSQL and replace its captures (5 minutes)
	@.ci/install lab
	@$(LAB)/run

bench: ## Measure sites of 1,000 and 10,000 documents against a C program
	@.ci/install site
	@Tests/Benchmarks/run

fuzz: ## Throw random bytes at every reader for FUZZ_SECONDS each (5)
	@.ci/install site
	@Tests/Fuzz/run $(FUZZ_SECONDS)

format: ## Lay out the Swift sources as .swift-format says
	@$(SWIFT) format -i -r -p $(SOURCES)

lint: ## Say where a Swift source is not laid out so, or breaks a rule
	@$(SWIFT) format lint --strict -r -p $(SOURCES)

clean: ## Delete what was built, but for the site
	@rm -rf .build
