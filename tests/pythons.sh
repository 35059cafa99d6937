#!/usr/bin/env bash
# Prints the Pythons that are found and run (3.11 to 3.14), the first of each version; `python3` may be the only one.
# One that is only named by pyenv does not run.
set -euo pipefail
for version in 3.11 3.12 3.13 3.14; do
  for candidate in "python$version" python3 python "$(pyenv root 2>/dev/null || true)"/versions/"$version".*/bin/python; do
    if command -v "$candidate" >/dev/null && "$candidate" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" 2>/dev/null; then
      echo "$candidate"
      break
    fi
  done
done
