# Sourced, not run: prepares the virtual environment of the other scripts from nothing but CPython 3.11 or later with venv and pip.
#
#   prepare_environment   makes .venv when it is missing or older than pyproject.toml, installs the checkout with all its extras
#                         (editable) and puts its programs first on PATH. Choose the interpreter with PYTHON=/path/to/python3.
#
# With LSDSL_EXTRAS=bench the environment is .venv-bench and holds what scripts/bench scoring compares lsdsl with, and no tools.
# With LSDSL_DEPENDENCIES=lowest the environment is .venv-lowest and holds exactly the lower bounds of pyproject.toml.
# shellcheck shell=bash

find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3.11 python3 python3.14 python3.13 python3.12 python; do
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    echo "lsdsl needs CPython 3.11 or later with venv and pip; none of PYTHON, python3.11, python3 is one" >&2
    return 1
}

# What an environment depends on, as one hash: when it differs from the stamp in the environment, that is made anew.
environment_stamp() {
    "$1" -c '
import hashlib, pathlib, sys
texts = [pathlib.Path(name).read_bytes() for name in ("pyproject.toml", "scripts/environment.sh")]
print(hashlib.sha256(b"\0".join([*texts, sys.version.encode(), str(pathlib.Path.cwd()).encode()])).hexdigest())'
}

# The dependencies of pyproject.toml pinned to their lower bounds, one a line, as a constraints file for pip. Where several extras
# need a package it is the highest of their bounds.
lower_bounds() {
    "$1" -c '
import pathlib, re, tomllib
project = tomllib.loads(pathlib.Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
requirements, bounds = list(project["dependencies"]), {}
for extra in ("parquet", "zstd", "deliver", "calibrate", "import", "postgres", "duckdb", "spark"):
    requirements += project["optional-dependencies"][extra]
for requirement in requirements:
    name, bound = re.match(r"([\w-]+)(?:\[.*\])?>=([\w.]+)", requirement).groups()
    bounds[name] = max(bounds.get(name, bound), bound, key=lambda one: [int(part) for part in re.findall(r"\d+", one)])
for name, bound in bounds.items():
    print(f"{name}=={bound}")'
}

prepare_environment() {
    local root python environment stamp extras
    root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
    cd "$root" || return 1
    python="$(find_python)" || return 1
    environment=".venv"
    extras="dev,parquet,zstd,calibrate,import,postgres,duckdb,spark"
    if [[ "${LSDSL_EXTRAS:-}" == bench ]]; then environment=".venv-bench" extras="bench"; fi
    if [[ "${LSDSL_DEPENDENCIES:-newest}" == lowest ]]; then environment=".venv-lowest"; fi
    stamp="$(environment_stamp "$python")" || return 1
    if [[ "$(cat "$environment/lsdsl-stamp" 2>/dev/null)" != "$stamp" ]]; then
        echo "Preparing $environment with $("$python" --version) ..."
        "$python" -m venv --clear "$environment" || return 1
        if [[ "$environment" == .venv-lowest ]]; then lower_bounds "$python"; fi >"$environment/constraints.txt"
        "$environment/bin/python" -m pip install -qq --disable-pip-version-check \
            --constraint "$environment/constraints.txt" --editable ".[$extras]" || return 1
        printf '%s\n' "$stamp" >"$environment/lsdsl-stamp"
    fi
    export VIRTUAL_ENV="$root/$environment"
    export PATH="$VIRTUAL_ENV/bin:$PATH"
    unset PYTHONHOME PYTHONPATH
}
