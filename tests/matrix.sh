#!/usr/bin/env bash
# The tests on each Python that is found (3.11 to 3.14), and with the lowest and the newest lark and jinja2 that pyproject.toml allows.
# Oracles (Node, databases) are asked as in `make test`. PYTHONS="python3.12 ..." names the Pythons, PYTEST what to run.
# A run that fails, or whose packages can't be installed, ends no other.
set -euo pipefail
cd "$(dirname "$0")/.."
PYTEST=${PYTEST:-tests/grammar tests/codegen}
PYTHONS=${PYTHONS:-$(tests/pythons.sh)}
failed=0

# $1: a Python, $2: the folder of its environment, the rest: packages that take the place of the pinned ones
install() {
  local python=$1 venv=$2
  shift 2
  rm -rf "$venv" &&
    "$python" -m venv "$venv" &&
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt &&
    { [ $# = 0 ] || "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; } &&
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
}

# $1: the name of the run, the rest as for `install`, without the folder
run() {
  local name=$1 python=$2 venv=build/matrix/$1 log=build/matrix/$1.txt
  shift 2
  if ! install "$python" "$venv" "$@" >"$log" 2>&1; then
    echo "$name FAILED: its packages can't be installed; see $log"
    failed=1
  # shellcheck disable=SC2086  # several words
  elif ! "$venv/bin/python" -m pytest -q -n auto $PYTEST >"$log" 2>&1; then
    echo "$name FAILED: $(tail -n 1 "$log"); see $log"
    failed=1
  else
    echo "$name: $(tail -n 1 "$log")"
  fi
}

if [ -z "$PYTHONS" ]; then
  echo "error: no Python from 3.11 to 3.14 was found: name one in PYTHONS" >&2
  exit 1
fi
mkdir -p build/matrix
first=""
for python in $PYTHONS; do
  first=${first:-$python}
  run "$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')" "$python"
done
run lowest "$first" 'lark==1.2.1' 'jinja2==3.1.6'
run newest "$first" --upgrade 'lark<2' 'jinja2<4'
exit $failed
