# Offenlage. "make" lists the targets.

GO ?= go

.PHONY: help serve build test vet unit cross browser audit tools validators bench search-bench oparl-demo profile fuzz golden

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 \t/p' $(MAKEFILE_LIST) | expand -t 20

serve: ## show the example site on this machine
	$(GO) run ./generator serve

build: ## write the example site to public/
	$(GO) run ./generator build

test: vet unit cross browser ## everything that must pass; installs what is missing

vet: ## gofmt and go vet
	@out=$$(gofmt -l generator templates); test -z "$$out" || { echo "gofmt would change:"; echo "$$out"; exit 1; }
	$(GO) vet ./...

unit: validators ## all Go tests, with validators that are not ours
	VALIDATORS_REQUIRED=1 $(GO) test ./...

cross: ## the program builds for Linux, macOS and Windows
	@for os in linux darwin windows; do for arch in amd64 arm64; do \
	  echo "build $$os/$$arch"; GOOS=$$os GOARCH=$$arch CGO_ENABLED=0 $(GO) build -o /dev/null ./generator || exit 1; done; done

browser: tools ## the built example in a headless browser
	cd generator/internal/browsertest && BROWSER_REQUIRED=1 $(GO) test -count=1 ./...

audit: tools ## axe, the Nu HTML checker and Lighthouse over the built example; needs npm and Java
	@command -v java >/dev/null || { SUDO=$$(test "$$(id -u)" = 0 || echo sudo); DEBIAN_FRONTEND=noninteractive $$SUDO apt-get install -y -qq --no-install-recommends default-jre-headless npm >/dev/null; }
	cd generator/internal/browsertest && AUDIT=1 BROWSER_REQUIRED=1 $(GO) test -count=1 -run 'Axe|Nu|Lighthouse' -v . $(AUDIT)

tools: ## a browser for the tests, by apt where there is one
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 || { \
	  command -v apt-get >/dev/null || { echo "install Chromium first"; exit 1; }; \
	  SUDO=$$(test "$$(id -u)" = 0 || echo sudo); \
	  $$SUDO apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$SUDO apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; }

validators: ## what the tests ask about our files, by apt where there is one
	@command -v npm >/dev/null && command -v xmllint >/dev/null && command -v sqlite3 >/dev/null && command -v python3 >/dev/null && command -v jq >/dev/null || { \
	  command -v apt-get >/dev/null || { echo "install Node.js with npm, xmllint, sqlite3, python3 and jq first"; exit 1; }; \
	  SUDO=$$(test "$$(id -u)" = 0 || echo sudo); \
	  $$SUDO apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$SUDO apt-get install -y -qq --no-install-recommends nodejs npm libxml2-utils sqlite3 python3 jq >/dev/null; }

bench: ## speed and memory beside Hugo, in one run
	cd generator/internal/bench && $(GO) run . $(BENCH)

search-bench: ## the search: relevance, size, time and bytes a question, beside Pagefind
	$(GO) test ./generator/internal/build -run Relevance -v -count=1
	cd generator/internal/searchbench && $(GO) run . $(BENCH)

oparl-demo: ## a council system on this machine, to try an import on
	$(GO) run ./generator/internal/oparldemo/serve

profile: ## record for the compiler what a build does most (generator/default.pgo)
	$(GO) test ./generator/internal/build -run '^$$' -bench Build -benchtime 20s -cpuprofile $(CURDIR)/generator/default.pgo -o /dev/null

fuzz: ## each fuzz test for a while (FUZZTIME=30s)
	@for p in $$($(GO) list ./...); do for f in $$($(GO) test -list '^Fuzz' $$p | grep ^Fuzz); do \
	  echo "$$p $$f"; $(GO) test $$p -run '^$$' -fuzz "^$$f$$" -fuzztime $${FUZZTIME:-30s} || exit 1; done; done

golden: ## rewrite the golden site after a change that is meant
	$(GO) test ./generator/internal/build -run Golden -update
