#!/usr/bin/env bash
# The tests on each Python that is found (3.11 to 3.14), and with the lowest and the newest lark and jinja2 that pyproject.toml allows.
# Oracles (Node, databases) are asked as in `make test`. PYTHONS="python3.12 ..." names the Pythons, PYTEST what to run.
set -euo pipefail
cd "$(dirname "$0")/.."
PYTEST=${PYTEST:-tests/grammar tests/codegen}
failed=0

# $1: the name of the run, $2: its Python, the rest: packages that take the place of the pinned ones
run() {
  local name=$1 python=$2 venv=build/matrix/$1
  shift 2
  rm -rf "$venv"
  "$python" -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
  [ $# = 0 ] || "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
  # shellcheck disable=SC2086  # several words
  if "$venv/bin/python" -m pytest -q -n auto $PYTEST >"build/matrix/$name.txt" 2>&1; then
    echo "$name: $(tail -n 1 "build/matrix/$name.txt")"
  else
    echo "$name FAILED: $(tail -n 1 "build/matrix/$name.txt"); see build/matrix/$name.txt"
    failed=1
  fi
}

mkdir -p build/matrix
first=""
for python in ${PYTHONS:-$(tests/pythons.sh)}; do
  first=${first:-$python}
  run "$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')" "$python"
done
run lowest "$first" 'lark==1.2.1' 'jinja2==3.1.6'
run newest "$first" --upgrade 'lark<2' 'jinja2<4'
exit $failed
