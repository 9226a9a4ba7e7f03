# banchi: `make help` lists what can be made.
#
# All objects except command/main.o form one library that the tool and every test link.
.DEFAULT_GOAL := build

BUILD    ?= build
ifeq ($(origin CC),default)
CC       := gcc
endif
SANITIZE ?=

# Linked, and loaded at every start; the others are loaded when first needed (base/late_library.h).
LINKED   := libpcre2-8 libcrypto libutf8proc libidn2 md4c
PACKAGES := $(LINKED) libcurl libxml-2.0 libzip libmicrohttpd sqlite3
# What tests call by themselves.
TESTED   := jansson libcurl libxml-2.0 sqlite3
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
OPTIMIZE ?= -O2 -g

comma := ,
FLAGS := -std=c17 -D_GNU_SOURCE -I. $(WARNINGS) $(OPTIMIZE) \
         -include base/banned.h $(if $(SANITIZE),-fsanitize=address$(comma)undefined -fno-omit-frame-pointer -fno-sanitize-recover=all \
           $(if $(findstring clang,$(CC)),,-Wno-format-truncation)) # gcc 12 warns of null formats on paths that the sanitizer itself adds
ALL_CFLAGS = $(FLAGS) $(shell pkg-config --cflags $(PACKAGES) $(TESTED)) $(CFLAGS)
ALL_LIBS   = $(shell pkg-config --libs $(LINKED)) -lpthread -lm
TEST_LIBS  = -Wl,--as-needed $(shell pkg-config --libs $(TESTED)) $(ALL_LIBS)

FOLDERS := base metadata catalog publisher portal command
SOURCES := $(foreach folder,$(FOLDERS),$(wildcard $(folder)/*.c))
EMBEDS  := $(foreach folder,$(FOLDERS),$(wildcard $(folder)/*.S))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o) $(EMBEDS:%.S=$(BUILD)/%.o)
LIBRARY := $(BUILD)/libbanchi.a
BINARY  := $(BUILD)/banchi
UNITS   := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))
CATALOGS := $(patsubst po/%.po,$(BUILD)/locale/%/LC_MESSAGES/banchi.mo,$(wildcard po/*.po))
# The manual pages of this folder, that of the codes, and the Thai of all.
MANUALS := $(foreach page,$(wildcard *.1 *.5) banchi-codes.7,\
               man$(subst .,,$(suffix $(page)))/$(page) th/man$(subst .,,$(suffix $(page)))/$(page))
MANUALS := $(MANUALS:%=$(BUILD)/man/%)

build: $(BINARY) $(CATALOGS) $(MANUALS)  ## build the tool as build/banchi

$(BINARY): $(BUILD)/command/main.o $(LIBRARY)
	$(CC) $(FLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

$(LIBRARY): $(filter-out $(BUILD)/command/main.o,$(OBJECTS))
	@rm -f $@
	$(AR) rcsP $@ $^

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: %.S Makefile
	@mkdir -p $(@D)
	$(CC) -I. -MMD -MP -c -o $@ $<

$(BUILD)/metadata/builtin.o: $(wildcard metadata/profiles/*.json)
$(BUILD)/metadata/validators.o: metadata/validators.json
$(BUILD)/metadata/meta.o: $(wildcard metadata/meta/*.json metadata/meta/*/*.json metadata/meta/*/*/*.json)
$(BUILD)/command/builtin.o: command/plan.css
$(BUILD)/portal/builtin.o: $(wildcard portal/schemas/*.json portal/pages/*.css)

$(BUILD)/locale/%/LC_MESSAGES/banchi.mo: po/%.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<

# The manual of the codes is made of their table, in each language.
$(BUILD)/codes: tools/codes.c $(LIBRARY)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(LIBRARY) $(ALL_LIBS)
$(BUILD)/man/man7/banchi-codes.7: $(BUILD)/codes
	@mkdir -p $(@D)
	$(BUILD)/codes en >$@.new && mv $@.new $@
$(BUILD)/man/th/man7/banchi-codes.7: $(BUILD)/codes $(CATALOGS)
	@mkdir -p $(@D)
	$(BUILD)/codes th >$@.new && mv $@.new $@

# The others are paragraphs: English here, Thai in po/manual/th.po.
define manual_rules
$(BUILD)/man/man$(1)/%.$(1): %.$(1)
	@mkdir -p $$(@D)
	@cp $$< $$@
$(BUILD)/man/th/man$(1)/%.$(1): %.$(1) po/manual/th.po tools/manual
	@mkdir -p $$(@D)
	tools/manual translate po/manual/th.po $$< >$$@.new && mv $$@.new $$@
endef
$(foreach section,1 5,$(eval $(call manual_rules,$(section))))

# cmocka's header wants setjmp and friends first; tests may use what the program may not.
SUPPORT := $(patsubst %.c,$(BUILD)/%.o,tests/unit/support.c $(wildcard tests/support/*.c))
$(BUILD)/tests/%: tests/unit/%.c $(SUPPORT) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(SUPPORT) $(LIBRARY) $(TEST_LIBS) -lcmocka

# What the end-to-end tests put at the other end of the line.
TOOLS := $(addprefix $(BUILD)/tests/,knock mirror veil)
$(TOOLS): $(BUILD)/tests/%: tests/e2e/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ $< -lssl -lcrypto

# The example of metadata/schema.h, which an end-to-end test runs. It needs a part of the library alone.
$(BUILD)/engine: docs/engine.c $(LIBRARY)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(LIBRARY) -lpcre2-8 -lutf8proc -lidn2 -lcrypto

BENCHES := $(patsubst tests/bench/%.c,$(BUILD)/tests/bench/%,$(wildcard tests/bench/*.c))
$(BUILD)/tests/bench/%: tests/bench/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(LIBRARY) $(TEST_LIBS)

# Recorded exchanges of a real CKAN; the folder lies beside the project.
CONTRACT ?= ../shared/reference/ckan-contract
VERDICTS ?= ../shared/reference/verdicts.jsonl
CONTRACT_PARTS := $(addprefix tests/contract/,site.c names.c compare.c)
CONTRACTS := $(patsubst %,$(BUILD)/tests/contract/%,replay verdicts races kill)
$(BUILD)/tests/contract/%: tests/contract/%.c $(CONTRACT_PARTS) $(wildcard tests/contract/*.h) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ $< $(CONTRACT_PARTS) $(LIBRARY) $(TEST_LIBS)

# What a real CKAN said of documents, against what banchi says by the portal's own rules.
FILE ?= $(VERDICTS)
SCHEMING ?= ../shared/reference/scheming/thai-gdc-2.1-dataset.json
VERDICT_PARTS := $(addprefix tests/verdicts/,judge.c paths.c stricter.c)
$(BUILD)/tests/verdicts/judge: $(VERDICT_PARTS) $(wildcard tests/verdicts/*.h) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ $(VERDICT_PARTS) $(LIBRARY) $(TEST_LIBS)

$(BUILD)/tests/verdicts/mutations: tests/verdicts/mutations.c $(CONTRACT_PARTS) $(wildcard tests/contract/*.h) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ $< $(CONTRACT_PARTS) $(LIBRARY) $(TEST_LIBS)

# Thousands of documents with one or two wrong values, judged by banchi and by the sandbox, which share no code.
MUTATED_PAIRS ?= 2000
MUTATED_SEED  ?= 1
mutations: build $(BUILD)/tests/verdicts/mutations $(BUILD)/tests/verdicts/judge  ## compare banchi's judgement with the sandbox's on documents with a wrong value in each field
	@$(BUILD)/tests/verdicts/mutations '$(SCHEMING)' $(MUTATED_PAIRS) $(MUTATED_SEED) >$(BUILD)/mutations.jsonl
	@$(BUILD)/tests/verdicts/judge $(BUILD)/mutations.jsonl '$(SCHEMING)' tests/verdicts/stricter
.PHONY: mutations

verdicts: build $(BUILD)/tests/verdicts/judge  ## compare banchi's judgement with a real CKAN's on 320 documents (FILE=... for others)
	@$(BUILD)/tests/verdicts/judge '$(FILE)' '$(SCHEMING)' tests/verdicts/stricter
.PHONY: verdicts

# The peers of the bench, pinned by the lock file, beneath the build folder and never committed. Not `npm ci`: it wants
# each platform's packages in the lock file, also where the registry at hand has none for them.
$(BUILD)/bench-npm/done: tests/bench/package.json tests/bench/package-lock.json
	@mkdir -p $(@D)
	cp tests/bench/package.json tests/bench/package-lock.json $(@D)
	cd $(@D) && npm install --no-save --silent --no-audit --no-fund && touch done

# Invented columns of every kind, with the truth about each, and what holds banchi against it.
PRIVACY_PARTS := $(addprefix tests/privacy/,corpus.c workspace.c forms.c planted.c)
$(BUILD)/tests/privacy/corpus: $(PRIVACY_PARTS) tests/privacy/workspace.h tests/privacy/planted.def $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ $(PRIVACY_PARTS) $(LIBRARY) $(ALL_LIBS)
$(BUILD)/tests/privacy/judge: tests/privacy/judge.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ $< $(TEST_LIBS)

SEEDS ?= 1 2 3 4 5
privacy: build $(BUILD)/tests/privacy/corpus $(BUILD)/tests/privacy/judge  ## precision and recall of the privacy gate on invented columns (SEEDS='1 2 ...')
	@tests/privacy/run $(BUILD) $(SEEDS)
.PHONY: privacy

units: $(UNITS) $(BUILD)/tests/suite $(TOOLS) $(BUILD)/engine

# ---- what a person types ----

BUILD_PACKAGES := gcc libc6-dev pkg-config gettext perl-base libcurl4-openssl-dev libjansson-dev libxml2-dev libzip-dev libpcre2-dev libssl-dev \
                  libutf8proc-dev libidn2-dev libmicrohttpd-dev libsqlite3-dev libmd4c-dev ca-certificates
TEST_PACKAGES  := libcmocka-dev diffutils curl jq openssl git
CI_PACKAGES    := clang clang-format clang-tidy cppcheck valgrind libclang-rt-14-dev mandoc universal-ctags git

demo: deps  ## install what is missing, build, check the 12 datasets, publish them to the sandbox, read them back
	@$(MAKE) --no-print-directory -s build
	@tools/demo $(BINARY)

test: deps-test  ## install what is missing, build, run all tests; closes with "N passed, N failed"
	@$(MAKE) --no-print-directory -s build units
	@tests/run $(BUILD)

unit: units  ## run the unit tests alone
	@status=0; for unit in $(UNITS); do $$unit || status=1; done; exit $$status

golden: build  ## run the golden tests alone (NAME=... for one)
	@tests/golden/run $(BUILD) $(NAME)

golden-update: build  ## rewrite what the golden tests expect; read the difference like code
	@UPDATE=1 tests/golden/run $(BUILD) $(NAME)

contract: build $(CONTRACTS)  ## replay recorded exchanges against the sandbox (CONTRACT=DIR for another folder)
	@status=0; $(BUILD)/tests/contract/races || status=1; \
	    [ ! -f '$(VERDICTS)' ] || $(BUILD)/tests/contract/verdicts '$(VERDICTS)' || status=1; \
	    $(BUILD)/tests/contract/replay '$(CONTRACT)' || status=1; exit $$status

kill: build $(CONTRACTS)  ## kill a writing sandbox ROUNDS (100) times and look for what it had acknowledged
	@$(BUILD)/tests/contract/kill $(ROUNDS)
ROUNDS ?= 100

# The publisher is killed, and its line cut, at every request of a run in turn.
KILLS := $(BUILD)/tests/kill/publish
$(KILLS): tests/kill/publish.c tests/kill/proxy.c tests/kill/proxy.h $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ tests/kill/publish.c tests/kill/proxy.c $(LIBRARY) $(ALL_LIBS)

kill-publish: build $(KILLS)  ## kill -9 the publisher and cut its line at every request; the same end state, nothing twice
	@$(KILLS) $(BUILD)/banchi datasets
.PHONY: kill-publish

faults: build  ## what publish comes to on a portal that misbehaves: the table, compared (UPDATE=1 writes it anew)
	@tests/faults/run $(BUILD) $(FAULTS)
.PHONY: kill faults

sanitize: deps-test  ## build with ASan and UBSan and run all tests
	@$(MAKE) --no-print-directory -s BUILD=build-sanitize SANITIZE=1 OPTIMIZE='-O1 -g' build units
	@tests/run build-sanitize

BENCH_PACKAGES := jq python3-pandas sqlite3 csvkit
bench: build $(BENCHES) $(BUILD)/bench-npm/done  ## speed, as ratios against a peer or a scan of the same bytes
	@tests/bench/run $(BUILD)
	@tests/bench/schema $(BUILD)
	@tools/deps $(BENCH_PACKAGES)
	@tests/bench/table $(BUILD)

DIFFERENTIAL_PAIRS ?= 10000
DIFFERENTIAL_SEED ?= 1
$(BUILD)/tests/differential: tests/differential/judge.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(LIBRARY) $(ALL_LIBS)

differential: $(BUILD)/tests/differential $(BUILD)/bench-npm/done  ## random schema and instance pairs, judged by banchi and by ajv; disagreements, made small
	@tests/differential/run $(BUILD) $(DIFFERENTIAL_PAIRS) $(DIFFERENTIAL_SEED)

valgrind: units build  ## run the unit tests under valgrind
	@tools/valgrind $(BUILD)

lint: deps-ci build  ## gates, formatting, man pages, translations
	@tools/gates
	@tools/lint $(BUILD)

analyse: deps-ci  ## clang-tidy and cppcheck; takes some minutes
	@tools/analyse '$(FLAGS)'

translations:  ## bring po/ up to date with the program's texts
	@tools/translations

deps:  ## install the packages that building needs
	@tools/deps $(BUILD_PACKAGES)

deps-test:
	@tools/deps $(BUILD_PACKAGES) $(TEST_PACKAGES)

deps-ci:
	@tools/deps $(BUILD_PACKAGES) $(TEST_PACKAGES) $(CI_PACKAGES)

install: build  ## install below PREFIX (default /usr/local)
	install -D -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/banchi
	for manual in $(MANUALS:$(BUILD)/man/%=%); do \
	    install -D -m 644 $(BUILD)/man/$$manual $(DESTDIR)$(PREFIX)/share/man/$$manual; done
	install -D -m 644 tools/completion.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/banchi
	for language in $(LANGUAGES); do \
	    install -D -m 644 $(BUILD)/locale/$$language/LC_MESSAGES/banchi.mo \
	        $(DESTDIR)$(PREFIX)/share/locale/$$language/LC_MESSAGES/banchi.mo; done
PREFIX ?= /usr/local
LANGUAGES := $(basename $(notdir $(wildcard po/*.po)))

clean:  ## remove what was built
	rm -rf build build-*

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

-include $(OBJECTS:.o=.d) $(SUPPORT:.o=.d) $(UNITS:=.d)
.PHONY: build units demo test bench contract differential unit golden golden-update sanitize valgrind lint analyse translations deps deps-test deps-ci install clean help

SUITE ?= ../shared/conformance/json-schema
$(BUILD)/tests/suite: tests/conformance/suite.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(LIBRARY) $(ALL_LIBS)

$(BUILD)/tests/csv_spectrum: tests/conformance/csv_spectrum.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(LIBRARY) $(ALL_LIBS)

csv-spectrum: build $(BUILD)/tests/csv_spectrum $(BUILD)/bench-npm/done  ## read the files of csv-spectrum (npm) and compare every cell
	@$(BUILD)/tests/csv_spectrum $(BUILD)/bench-npm/node_modules/csv-spectrum
.PHONY: csv-spectrum

conformance: deps  ## run the official JSON Schema suite, drafts 2020-12 and 07 (SUITE=DIR: a folder laid out like it)
	@$(MAKE) --no-print-directory -s $(BUILD)/tests/suite
	@$(BUILD)/tests/suite "$(SUITE)"
.PHONY: conformance

# ---- fuzzing: clang's libFuzzer; every target for FUZZ_SECONDS ----

FUZZ_SECONDS ?= 60
FUZZ_FLAGS   := -max_len=4096 -rss_limit_mb=2048 -timeout=10
FUZZERS      := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))

$(BUILD)/tests/fuzz/%: tests/fuzz/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -fsanitize=fuzzer -o $@ $< $(LIBRARY) $(ALL_LIBS)

fuzzers: $(FUZZERS:%=$(BUILD)/tests/fuzz/%)

fuzz: deps-ci  ## run every fuzz target for FUZZ_SECONDS (60); what they find stays in build-fuzz/
	@$(MAKE) --no-print-directory -s BUILD=build-fuzz CC=clang SANITIZE=1 OPTIMIZE='-O1 -g' CFLAGS=-fsanitize=fuzzer-no-link fuzzers
	@tests/fuzz/run build-fuzz $(FUZZ_SECONDS) $(FUZZ_FLAGS)
.PHONY: fuzzers fuzz
