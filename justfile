# Everyday commands. `./run` and `./test` need none of this; `just` lies in .venv/bin after the first of them.
set shell := ["sh", "-eu", "-c"]
export PATH := justfile_directory() / ".venv/bin:" + env("PATH")
uv := justfile_directory() / ".home/tools/bin/uv"

# List the commands.
default:
    @just --list --unsorted

# Renew the locked versions of all packages.
lock:
    {{uv}} pip compile pyproject.toml --all-extras --group dev --universal --generate-hashes --no-header --python-version 3.11 -q -o requirements.lock

# Put every file into the house's form.
format:
    -ruff check --fix -q .
    ruff format -q .

# Lint, types, import rules: what fails fastest.
check:
    ruff check .
    ruff format --check .
    mypy
    lint-imports

# The web app: types, lint, form, unused code, tests.
web-check: web-setup
    cd web && npm run -s types && npm run -s lint && npm run -s format:check && npm run -s unused && npm run -s test

# The web app into src/homeward/_web; the same source gives the same bytes.
web-build: web-setup
    cd web && npm run -s build

# The web app's packages, as locked.
web-setup:
    {{justfile_directory()}}/.venv/bin/python tools/web.py setup

# Write anew what is generated from the code: test vectors, JSON Schema, TypeScript shapes.
generate:
    python tools/make_vectors.py
    python tools/make_schema.py
# Put the measured figures of bench/results into the README.
figures:
    python tools/figures.py

# The long runs (kills, …), resumable; the latest results are in docs/assurance.md.
long *runs:
    python tools/long.py {{runs}}
