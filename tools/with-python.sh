#!/bin/sh
# Finds a Python of at least 3.11 and hands over to tools/bootstrap.py.
here=$(cd "$(dirname "$0")" && pwd)
for python in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
  [ -n "$python" ] && command -v "$python" >/dev/null 2>&1 || continue
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && exec "$python" "$here/bootstrap.py" "$@"
done
echo "Python 3.11 or newer was not found. Install it (for example: apt install python3 python3-venv) and run this again." >&2
exit 1
