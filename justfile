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
