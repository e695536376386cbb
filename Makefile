# Build, check and install cjobs.

PREFIX ?= $(HOME)/.local
DESTDIR ?=
SWIFT ?= swift
TOOLS = csub cwait cqueue cclean cprofile csplit czcat
BIN = .build/release

all:
	$(SWIFT) build -c release

# What a Debian machine with Swift 6.2 or later still needs for the build and the tests. Of MariaDB
# the programs alone, which start no service.
deps:
	$$(test $$(id -u) = 0 || echo sudo) env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends zlib1g-dev libbz2-dev mandoc python3 procps \
		util-linux strace bindfs slurm-wlm munge slurmdbd mariadb-server-core

check: lint
	$(SWIFT) build -c release
	$(SWIFT) test

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests
	mandoc -Tlint -Wwarning man/*.[1-8]

bench: all
	Tests/Benchmarks/jobs
	Tests/Benchmarks/files
	test $$(id -u) != 0 || Tests/Benchmarks/slurm

# Ten minutes of libFuzzer each; CI does not wait for it.
fuzz:
	Tests/Fuzz/run config
	Tests/Fuzz/run files
	Tests/Fuzz/run slurm

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/man/man5 $(DESTDIR)$(PREFIX)/share/man/man7 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	for tool in $(TOOLS); do \
		install -m 755 $(BIN)/$$tool $(DESTDIR)$(PREFIX)/bin/ && \
		install -m 644 completions/$$tool.bash \
			$(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$tool && \
		install -m 644 completions/_$$tool $(DESTDIR)$(PREFIX)/share/zsh/site-functions/ && \
		install -m 644 completions/$$tool.fish \
			$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/ || exit 1; \
	done
	for section in 1 5 7; do \
		install -m 644 man/*.$$section $(DESTDIR)$(PREFIX)/share/man/man$$section/ || exit 1; \
	done

# The completions are what the tools themselves print.
completions: all
	for tool in $(TOOLS); do \
		$(BIN)/$$tool --generate-completion-script bash > completions/$$tool.bash && \
		$(BIN)/$$tool --generate-completion-script zsh > completions/_$$tool && \
		$(BIN)/$$tool --generate-completion-script fish > completions/$$tool.fish || exit 1; \
	done

.PHONY: all deps check lint bench fuzz install completions
