# Each target is one line: tools/bootstrap.py does the work, on Windows too.
PYTHON := $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,$(shell command -v $(name) 2>/dev/null)))

.PHONY: run share test test-fast check bench load pictures lock

run share test test-fast check bench load pictures lock:
	@test -n "$(PYTHON)" || { echo "Preflight needs Python 3.11 or newer, and found none." >&2; exit 3; }
	@"$(PYTHON)" tools/bootstrap.py $@
