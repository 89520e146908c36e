#!/usr/bin/env bash
# What the GitHub action runs; it runs anywhere: LSDSL_PATH=rules LSDSL_SARIF=lsdsl.sarif .ci/action/check.sh
#
#   LSDSL_PATH         the folder of the rules, or one rule file (the current folder)
#   LSDSL_FAIL_LEVEL   the mildest finding that fails: error, warning or info (error)
#   LSDSL_LAYOUT       whether files that are not in the layout fail: true or false (true)
#   LSDSL_SARIF        a file to write the findings to as SARIF (none)
#
# Ends with 0 clean, 1 findings, 2 could not run: the worst of all its steps.
set -uo pipefail

path="${LSDSL_PATH:-.}"
worst=0

step() {
    "$@"
    local code=$?
    if ((code > worst)); then worst=$code; fi
}

step lsdsl check --format github --fail-level "${LSDSL_FAIL_LEVEL:-error}" -- "$path"
if [[ -n "${LSDSL_SARIF:-}" ]]; then
    # For the file alone: the findings were told above, and decide nothing a second time.
    lsdsl check --format sarif --output "$LSDSL_SARIF" -- "$path" >/dev/null 2>&1
    if [[ ! -s "$LSDSL_SARIF" ]]; then
        echo "lsdsl: no SARIF could be written to $LSDSL_SARIF" >&2
        worst=2
    fi
fi
if [[ "${LSDSL_LAYOUT:-true}" == true ]]; then
    step lsdsl fmt --check -- "$path"
fi
exit "$worst"
