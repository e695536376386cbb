# Build, check and install cjobs.

PREFIX ?= $(HOME)/.local
DESTDIR ?=
export SWIFT ?= swift
TOOLS = csub cwait cqueue cclean cprofile csplit czcat
BIN = .build/release
SANITIZED = JobCoreTests|ZcatTests|SplitTests|ListingTests|QueueTests|WaitTests

all:
	$(SWIFT) build -c release

# What a Debian machine with Swift 6.2 or later still needs for the build and the tests. Of MariaDB
# the programs alone, which start no service.
deps:
	$$(test $$(id -u) = 0 || echo sudo) env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends make zlib1g-dev libbz2-dev bzip2 mandoc python3 \
		procps util-linux strace perl e2fsprogs bindfs slurm-wlm munge slurmdbd mariadb-server-core \
		zsh fish bash-completion dash busybox

check: lint
	$(SWIFT) build -c release
	Tests/run
	Tests/Faults/run commit root

# The tools under kills, full disks, power cuts and damage: see Tests/Faults/README.md.
faults: all
	Tests/Faults/run commit

faults-nightly: all
	Tests/Faults/run nightly

faults-root: all
	Tests/Faults/run root

# Data races and errors of memory: what runs on several threads in the test's own process, and the
# tools that do. Swift's own backtraces would hang beside a sanitizer's.
sanitize:
	for kind in thread address; do \
		CJOBS_SANITIZE=$$kind SWIFT_BACKTRACE=enable=no $(SWIFT) test --sanitize=$$kind \
			--scratch-path .build-$$kind --filter '$(SANITIZED)' || exit 1; \
	done

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests
	mandoc -Tlint -Wwarning man/*.[1-8]

bench: all
	Tests/Benchmarks/jobs
	Tests/Benchmarks/files
	test $$(id -u) != 0 || Tests/Benchmarks/slurm

# Ten minutes of libFuzzer each; CI does not wait for it.
fuzz: all
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

install: all
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
uninstall:
	for tool in $(TOOLS); do \
		rm -f $(ROOT)/bin/$$tool $(BASH)/$$tool $(ZSH)/_$$tool $(FISH)/$$tool.fish \
			$(MAN)/man1/$$tool.1 || exit 1; \
	done
	for tool in csub cwait cqueue cclean cprofile csplit czcat; do \
		test ! -e $(ZSH)/_$$tool || exit 0; \
	done; \
	cd man && for page in *.[57]; do rm -f $(MAN)/man$${page##*.}/$$page || exit 1; done

# The lists of options in the pages are those of the tools.
pages: all
	for page in man/*.1; do \
		tool=$$(basename $$page .1) && \
		$(BIN)/$$tool --generate-page < $$page > $$page.new && mv $$page.new $$page || exit 1; \
	done

# The completions are what the tools themselves print.
completions: all
	for tool in $(TOOLS); do \
		$(BIN)/$$tool --generate-completion-script bash > completions/$$tool.bash && \
		$(BIN)/$$tool --generate-completion-script zsh > completions/_$$tool && \
		$(BIN)/$$tool --generate-completion-script fish > completions/$$tool.fish || exit 1; \
	done

.PHONY: all deps check faults faults-nightly faults-root sanitize lint bench fuzz install uninstall pages \
	completions
