#!/usr/bin/env bash
# From nothing to the first "Hello world!" by hand: the lines that a starter's README tells a person to type.
#
#     first_answer.sh TEMPLATE PORT
#
# Says "answered" when /hello has, and takes the server away when its input ends.
set -euo pipefail
template=$1 port=$2
output=$TMPDIR/output.log

# In a session of its own, so that all three processes can be ended: uv, Flask and its reloader. Not with SIGTERM,
# after which Flask's reloader has been seen to stay (Werkzeug 3.1); how it ends is not what is measured.
trap 'exec 2>/dev/null; kill -KILL -- "-$server"; wait; rm -f "$output"' EXIT

copier copy --defaults --data project_name=hello-app "$template" hello-app >"$output" 2>&1
cd hello-app
uv sync >>"$output" 2>&1
setsid uv run flask --app hello_app run --debug --host 127.0.0.1 --port "$port" >>"$output" 2>&1 &
server=$!

until curl --silent --fail --noproxy '*' --output /dev/null "http://127.0.0.1:$port/hello"; do
    kill -0 "$server"
    ((SECONDS < 60))
    sleep 0.02
done
echo answered

read -r || true
