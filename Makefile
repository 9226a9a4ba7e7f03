# banchi: `make help` lists what can be made.
#
# All objects except command/main.o form one library that the tool and every test link.
.DEFAULT_GOAL := build

BUILD    ?= build
ifeq ($(origin CC),default)
CC       := gcc
endif
SANITIZE ?=
VERSION  := 0.1.0

PACKAGES := libcurl jansson libpcre2-8 libcrypto libutf8proc libmicrohttpd sqlite3
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
OPTIMIZE ?= -O2 -g

comma := ,
FLAGS := -std=c17 -D_GNU_SOURCE -DBANCHI_VERSION='"$(VERSION)"' -I. $(WARNINGS) $(OPTIMIZE) \
         -include base/banned.h $(if $(SANITIZE),-fsanitize=address$(comma)undefined -fno-omit-frame-pointer -fno-sanitize-recover=all \
           -Wno-format-truncation) # gcc 12 warns of null formats on paths that the sanitizer itself adds
ALL_CFLAGS = $(FLAGS) $(shell pkg-config --cflags $(PACKAGES)) $(CFLAGS)
ALL_LIBS   = $(shell pkg-config --libs $(PACKAGES)) -lpthread

FOLDERS := base metadata catalog publisher portal command
SOURCES := $(foreach folder,$(FOLDERS),$(wildcard $(folder)/*.c))
EMBEDS  := $(foreach folder,$(FOLDERS),$(wildcard $(folder)/*.S))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o) $(EMBEDS:%.S=$(BUILD)/%.o)
LIBRARY := $(BUILD)/libbanchi.a
BINARY  := $(BUILD)/banchi
UNITS   := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))
CATALOGS := $(patsubst po/%.po,$(BUILD)/locale/%/LC_MESSAGES/banchi.mo,$(wildcard po/*.po))

build: $(BINARY) $(CATALOGS)  ## build the tool as build/banchi

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
$(BUILD)/portal/builtin.o: $(wildcard portal/schemas/*.json)

$(BUILD)/locale/%/LC_MESSAGES/banchi.mo: po/%.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<

# cmocka's header wants setjmp and friends first; tests may use what the program may not.
$(BUILD)/tests/%: tests/unit/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(wildcard tests/unit/support.c tests/support/*.c) $(LIBRARY) $(ALL_LIBS) -lcmocka

BENCHES := $(patsubst tests/bench/%.c,$(BUILD)/tests/bench/%,$(wildcard tests/bench/*.c))
$(BUILD)/tests/bench/%: tests/bench/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(LIBRARY) $(ALL_LIBS)

# The peers of the bench, pinned, beneath the build folder and never committed.
$(BUILD)/bench-npm/done: tests/bench/package.json tests/bench/package-lock.json
	@mkdir -p $(@D)
	cp tests/bench/package.json tests/bench/package-lock.json $(@D)
	cd $(@D) && npm ci --silent --no-audit --no-fund && touch done

units: $(UNITS)

# ---- what a person types ----

BUILD_PACKAGES := gcc libc6-dev pkg-config gettext libcurl4-openssl-dev libjansson-dev libpcre2-dev libssl-dev \
                  libutf8proc-dev libmicrohttpd-dev libsqlite3-dev ca-certificates
TEST_PACKAGES  := libcmocka-dev diffutils curl jq
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

sanitize: deps-test  ## build with ASan and UBSan and run all tests
	@$(MAKE) --no-print-directory -s BUILD=build-sanitize SANITIZE=1 OPTIMIZE='-O1 -g' build units
	@tests/run build-sanitize

bench: build $(BENCHES) $(BUILD)/bench-npm/done  ## speed, as ratios against a peer or a scan of the same bytes
	@tests/bench/run $(BUILD)
	@tests/bench/schema $(BUILD)

DIFFERENTIAL_PAIRS ?= 10000
DIFFERENTIAL_SEED ?= 1
$(BUILD)/tests/differential: tests/differential/judge.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(LIBRARY) $(ALL_LIBS)

differential: $(BUILD)/tests/differential $(BUILD)/bench-npm/done  ## random schema and instance pairs, judged by banchi and by ajv; disagreements, made small
	@tests/differential/run $(BUILD) $(DIFFERENTIAL_PAIRS) $(DIFFERENTIAL_SEED)

valgrind: units build  ## run the unit tests under valgrind
	@tools/valgrind $(BUILD)

lint: deps-ci  ## gates, formatting, clang-tidy, cppcheck, man pages, translations
	@tools/gates
	@tools/lint $(BUILD) '$(FLAGS)'

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
	install -D -m 644 banchi.1 $(DESTDIR)$(PREFIX)/share/man/man1/banchi.1
	install -D -m 644 banchi-metadata.5 $(DESTDIR)$(PREFIX)/share/man/man5/banchi-metadata.5
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

-include $(OBJECTS:.o=.d) $(UNITS:=.d)
.PHONY: build units demo test bench differential unit golden golden-update sanitize valgrind lint translations deps deps-test deps-ci install clean help

SUITE ?= ../shared/conformance/json-schema
$(BUILD)/tests/suite: tests/conformance/suite.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(LIBRARY) $(ALL_LIBS)

conformance: $(BUILD)/tests/suite  ## run the official JSON Schema suite, draft 2020-12 (SUITE=DIR: another one)
	$< $(SUITE) draft2020-12
.PHONY: conformance
