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
         -include base/banned.h $(if $(SANITIZE),-fsanitize=address$(comma)undefined -fno-omit-frame-pointer -fno-sanitize-recover=all)
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
	$(AR) rcs $@ $^

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
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(wildcard tests/unit/support.c) $(LIBRARY) $(ALL_LIBS) -lcmocka

units: $(UNITS)

unit: $(UNITS)  ## run the unit tests alone
	@status=0; for unit in $(UNITS); do $$unit || status=1; done; exit $$status

clean:  ## remove what was built
	rm -rf $(BUILD)

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

-include $(OBJECTS:.o=.d) $(UNITS:=.d)
.PHONY: build units unit clean help
