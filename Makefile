# Casebook's chores. `make` alone lists them; each says what it does and installs what it lacks.

SWIFT ?= swift
FUZZ_SECONDS ?= 5
# The site, its checks and the tests share one configuration, so that nothing is compiled twice.
RELEASE = -c release -debug-info-format none -Xswiftc -enable-testing
BUILD = $(SWIFT) build $(RELEASE)
TEST = $(SWIFT) test $(RELEASE) --skip-build --disable-xctest
CASEBOOK = .build/release/casebook
SOURCES = Package.swift Sources Tests
# Tests that look at another program while it runs, or keep a processor busy: one at a time.
IN_THE_ACT = SealTests|CaptureTests|StarterQueryTests|SealComparisonTests|ProgramTests|KilledBuildTests
LAB = Content/2026-01-04-connection-spike/lab

.DEFAULT_GOAL := help
.PHONY: help site check test another-repository golden lab bench fuzz format lint clean

help: ## List what can be done here
	@echo "make what:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1	\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 22

site: ## Build the site of all incidents, or of INCIDENT=id alone, into Output/
	@.ci/install site
	@[ -x $(CASEBOOK) ] || echo "Building the casebook command (the first time takes a few minutes)."
	@$(BUILD) --product casebook
	@$(CASEBOOK) build $(if $(INCIDENT),--incident $(INCIDENT))

check: ## Prove every claim against its evidence; fails where one is contradicted
	@.ci/install site
	@$(BUILD) --quiet --product casebook
	@$(CASEBOOK) check

test: ## Run all tests, against a real PostgreSQL, a real browser and real git
	@.ci/install test
	@echo "Building and running the tests."
	@$(BUILD) --build-tests
	@status=0; \
	$(TEST) --skip '$(IN_THE_ACT)' || status=1; \
	$(TEST) --no-parallel --filter '$(IN_THE_ACT)' || status=1; \
	exit $$status

another-repository: ## Build a package that depends on this one, and run its program
	@.ci/install site
	@SWIFT=$(SWIFT) .ci/another-repository $(RELEASE)

golden: ## Write the present outputs into the golden files, to be reviewed with git diff
	@.ci/install test
	@$(BUILD) --build-tests
	@CASEBOOK_UPDATE_GOLDEN=1 $(TEST)
	@git status --short -- Tests

lab: ## Reproduce the shipped incident on a real PostgreSQL and replace its captures (5 minutes)
	@.ci/install lab
	@$(LAB)/run

bench: ## Measure a site of 10,000 pages against a C program and the budgets, and an edit among 100 incidents
	@.ci/install site
	@Tests/Benchmarks/run
	@Tests/Benchmarks/edit

fuzz: ## Throw random bytes at every reader for FUZZ_SECONDS each (5)
	@.ci/install site
	@Tests/Fuzz/run $(FUZZ_SECONDS)

format: ## Lay out the Swift sources as .swift-format says
	@$(SWIFT) format -i -r -p $(SOURCES)

lint: ## Say where a Swift source is not laid out so, or breaks a rule
	@$(SWIFT) format lint --strict -r -p $(SOURCES)

clean: ## Delete what was built, but for the site
	@rm -rf .build
