# make         the binary, and with it the first packet, in dist/
# make s3      chancery-s3, which keeps archives in buckets too
# make test    everything that is tested, the judges included
# make pkcs11  the program for keys in devices, which needs a C compiler
# make judges  installs the judges (see "go run ./cmd/judge")
# make bench   what it costs and how even its lines are, beside Typst
# The rest is plain go.

export CGO_ENABLED = 0
GO ?= go
PACKET = assets/packets/2018-06-19-family-separation
# The tag leaves out what cli has for writing manual pages: nothing here does,
# and setting it up takes a fiftieth of a cold build's time.
BUILD = $(GO) build -trimpath -buildvcs=false -tags urfave_cli_no_docs

all:
	$(BUILD) -o chancery ./cmd/chancery
	./chancery build $(PACKET) --output dist

pkcs11:
	@command -v "$$($(GO) env CC)" >/dev/null || { echo "make pkcs11 needs a C compiler, $$($(GO) env CC): install one, or set CC"; exit 1; }
	CGO_ENABLED=1 $(BUILD) -o chancery-pkcs11 ./cmd/chancery-pkcs11

s3:
	$(BUILD),s3 -o chancery-s3 ./cmd/chancery

# Without a judge its tests are skipped, and say so; in CI they fail.
judges:
	$(GO) run ./cmd/judge install

test:
	@$(MAKE) --no-print-directory judges || test "$$CI" != true
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "gofmt: $$unformatted"; exit 1; }
	$(GO) vet ./...
	GOOS=darwin GOARCH=arm64 $(BUILD) ./...
	GOOS=windows GOARCH=amd64 $(BUILD) ./...
	@$(GO) test -json -timeout 9m ./... | $(GO) run ./cmd/judge count

bench:
	-$(GO) run ./cmd/judge install typst
	$(GO) test -run '^$$' -bench . -benchmem ./...
	$(GO) run ./cmd/judge bench
	$(GO) run ./cmd/judge evenness

.PHONY: all pkcs11 s3 judges test bench
