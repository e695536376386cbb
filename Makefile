# Build, check and install cjobs.

PREFIX ?= $(HOME)/.local
DESTDIR ?=
export SWIFT ?= swift
TOOLS = csub cwait cqueue cclean cprofile csplit czcat
BIN = .build/release
SANITIZED_thread = JobCoreTests|ZcatTests|SplitTests
SANITIZED_address = $(SANITIZED_thread)|ListingTests|QueueTests|WaitTests
UNSANITIZED_thread = SpoolDamageTests|parts are what a job each gets
UNSANITIZED_address = SpoolDamageTests

# Lines with '##' are what 'make help' says.
all: ## builds the tools
	$(SWIFT) build -c release

help: ## says what make does
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | expand -t 16

# What a Debian machine with Swift 6.2 or later still needs for the build and the tests. Of MariaDB
# the programs alone, which start no service.
deps: deps-build ## installs the Debian packages that build and tests need
	$$(test $$(id -u) = 0 || echo sudo) env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends bzip2 mandoc python3 procps util-linux strace perl \
		e2fsprogs bindfs slurm-wlm munge slurmdbd mariadb-server-core zsh fish bash-completion dash busybox

deps-build: ## installs those that the build alone needs
	$$(test $$(id -u) = 0 || echo sudo) env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends make zlib1g-dev libbz2-dev

# The faults are drawn alike in each run; those of every night are drawn anew.
check: lint ## builds, and runs all tests
	$(SWIFT) build -c release
	Tests/run
	Tests/Faults/run commit root --seed 1

# In a directory and a queue of its own.
example: all ## shows the README's example
	@PATH="$(CURDIR)/$(BIN):$$PATH" Tests/Examples/first

T ?= .
test: ## runs the tests, or some: make test T=StatusTests
	Tests/run --filter '$(T)'

# The tools under kills, full disks, power cuts and damage: see Tests/Faults/README.md.
faults: all ## kills, full disks, power cuts: see Tests/Faults/README.md
	Tests/Faults/run commit

faults-nightly: all ## the same, for an hour
	Tests/Faults/run nightly

faults-root: all ## those that need root
	Tests/Faults/run root

# Data races and errors of memory: what runs on several threads in the test's own process, and the
# tools that do. What is found in a tool is in a file REPORT.PROCESS, and is no less an error where the
# test took no notice. Swift's own backtraces would hang beside a sanitizer's. ThreadSanitizer takes the
# clone(2) by which a keeper is started, in its starter's memory, for a fork, and breaks off: the queue's
# processes, of one thread each, are left to AddressSanitizer.
sanitize: sanitize-thread sanitize-address ## some tests under ThreadSanitizer and AddressSanitizer

sanitize-%:
	report=$(CURDIR)/.build-$*/report; rm -f $$report.*; \
	CJOBS_SANITIZE=$* SWIFT_BACKTRACE=enable=no TSAN_OPTIONS=log_path=$$report \
		ASAN_OPTIONS=log_path=$$report:detect_leaks=0 \
		$(SWIFT) test --sanitize=$* --scratch-path .build-$* \
		--filter '$(SANITIZED_$*)' --skip '$(UNSANITIZED_$*)' && \
	! cat $$report.* 2> /dev/null

lint: ## looks at the style of sources and pages
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests
	mandoc -Tlint -Wwarning man/*.[1-8]

bench: all ## measures, beside others' programs where they are installed
	Tests/Benchmarks/run --json .build/bench.json --plots .build/bench

# Ten minutes of libFuzzer each; CI does not wait for it.
fuzz: all ## libFuzzer, ten minutes for each reader
	Tests/Fuzz/run config
	Tests/Fuzz/run files
	Tests/Fuzz/run slurm
	PATH="$(CURDIR)/$(BIN):$$PATH" Tests/Fuzz/templates

# Where things go; TOOLS leaves some out: make install TOOLS="csub cwait cqueue".
ROOT = $(DESTDIR)$(PREFIX)
MAN = $(ROOT)/share/man
BASH = $(ROOT)/share/bash-completion/completions
ZSH = $(ROOT)/share/zsh/site-functions
FISH = $(ROOT)/share/fish/vendor_completions.d

install: all ## installs into PREFIX (~/.local)
	install -d $(ROOT)/bin $(MAN)/man1 $(MAN)/man5 $(MAN)/man7 $(BASH) $(ZSH) $(FISH)
	for tool in $(TOOLS); do \
		install -m 755 $(BIN)/$$tool $(ROOT)/bin/ && \
		install -m 644 completions/$$tool.bash $(BASH)/$$tool && \
		install -m 644 completions/_$$tool $(ZSH)/ && \
		install -m 644 completions/$$tool.fish $(FISH)/ || exit 1; \
		test ! -e man/$$tool.1 || install -m 644 man/$$tool.1 $(MAN)/man1/ || exit 1; \
	done
	install -m 644 man/*.5 $(MAN)/man5/
	install -m 644 man/*.7 $(MAN)/man7/
	@echo "zsh looks for completions in the directories of fpath. Where it does not know this one,"
	@echo "~/.zshrc needs, before compinit:  fpath=($(PREFIX)/share/zsh/site-functions \$$fpath)"
	@case " $(TOOLS) " in *" csplit "*) \
		echo "bash-completion has one for the system's csplit. For ours, ~/.bashrc needs behind it:"; \
		echo "  . $(PREFIX)/share/bash-completion/completions/csplit" ;; \
	esac

# What install has put there, of the same TOOLS; the pages of the suite go with the last tool.
uninstall: ## takes away what install has put there
	for tool in $(TOOLS); do \
		rm -f $(ROOT)/bin/$$tool $(BASH)/$$tool $(ZSH)/_$$tool $(FISH)/$$tool.fish \
			$(MAN)/man1/$$tool.1 || exit 1; \
	done
	for tool in csub cwait cqueue cclean cprofile csplit czcat; do \
		test ! -e $(ZSH)/_$$tool || exit 0; \
	done; \
	cd man && for page in *.[57]; do rm -f $(MAN)/man$${page##*.}/$$page || exit 1; done

# The lists of options in the pages are those of the tools.
pages: all ## puts the lists of options into the pages
	for page in man/*.1; do \
		tool=$$(basename $$page .1) && \
		$(BIN)/$$tool --generate-page < $$page > $$page.new && mv $$page.new $$page || exit 1; \
	done

# The completions are what the tools themselves print.
completions: all ## writes the completions
	for tool in $(TOOLS); do \
		$(BIN)/$$tool --generate-completion-script bash > completions/$$tool.bash && \
		$(BIN)/$$tool --generate-completion-script zsh > completions/_$$tool && \
		$(BIN)/$$tool --generate-completion-script fish > completions/$$tool.fish || exit 1; \
	done

dist: all ## packs the tools for machines without Swift
	.package/dist tar

deb: all ## makes a Debian package
	.package/dist deb

.PHONY: all help example deps deps-build check test dist deb faults faults-nightly faults-root sanitize lint bench fuzz install uninstall pages \
	completions
