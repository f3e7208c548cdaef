# Two commands: `make run` and `make test`. Everything they need is set up by themselves.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
export HOST PORT

.PHONY: run test check bench lock translations catalogue

run: .venv/run translations
	@$(BIN)/flask demo --host $(HOST) --port $(PORT)
	@JOBS=beside exec $(BIN)/gunicorn --config deploy/gunicorn.conf.py wsgi:app

test: .venv/dev translations
	@$(BIN)/python -m pytest --cov --cov-branch --numprocesses auto --dist loadscope --no-loadscope-reorder

check: .venv/dev translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint kinerja/templates kiosk/templates
	$(BIN)/python -m tests.catalogues

bench: .venv/dev translations
	@$(BIN)/python -m benchmarks.run

# New locks from pyproject.toml; run by hand when a dependency changes.
lock: .venv/dev
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options -o deploy/requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --extra dev --extra sso -o deploy/requirements-dev.lock pyproject.toml

# The English catalogue brought up to date; then fill what is empty in it.
catalogue: .venv/dev
	@$(BIN)/python -m tests.catalogues --update

translations: .venv/run
	@$(BIN)/pybabel -q compile -d translations
	@$(BIN)/pybabel -q compile -d translations -D wtforms

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Perlu Python 3.11 atau lebih baru; $(PYTHON) lebih lama. Coba: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Modul venv belum ada. Di Debian/Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv 2>/dev/null || { echo "Folder .venv tidak dapat dibuat di $(CURDIR). Periksa izin tulisnya." >&2; exit 1; }

.venv/run: deploy/requirements.lock | .venv/bin/python
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev: deploy/requirements-dev.lock | .venv/bin/python
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@ .venv/run
