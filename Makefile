# make run    build and start the server on its embedded store
# make test   everything that proves it: Swift tests (with a PostgreSQL of their own), then real clients against the binary
# make bench  one table of figures, each a ratio measured in the same run
# make check  format, floors and generated code
.PHONY: run build test bench check format protos

STORE ?= sqlite:longrun.db

run: build
	.build/debug/longrun serve --store $(STORE)

build:
	@scripts/install-tools
	swift build --product longrun

test:
	@scripts/install-tools python
	@scripts/install-tools postgres || true # without it its tests are skipped, which is said
	swift build --build-tests
	swift test --skip-build --skip '^(PostgresClient|OperationsPostgres)Tests'
	scripts/postgres-up --optional --run sh -c \
		'swift test --skip-build --filter ^PostgresClientTests && swift test --skip-build --filter ^OperationsPostgresTests'
	scripts/postgres-up --optional --run scripts/interop

bench:
	@scripts/install-tools
	swift build -c release --product longrun-bench
	scripts/postgres-up --optional --run .build/release/longrun-bench

check:
	@scripts/install-tools protoc
	scripts/check-format
	scripts/check-floors
	scripts/check-generated

format:
	git ls-files '*.swift' | grep -v /Generated/ | xargs swift format -i

protos:
	@scripts/install-tools protoc
	scripts/generate-protos
