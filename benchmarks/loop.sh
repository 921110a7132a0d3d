#!/usr/bin/env bash
# The steps of `scaffold smoke` as a person would write them down: one starter after the other, one line a step.
#
#     loop.sh all|least TEMPLATES FRAMEWORK...
#
# "all" does every step that smoke does, though it makes one request to each server where smoke makes all of the
# contract. "least" is what most people would write: render, install, start the production server, ask it once, stop
# it, run the tests. Ends with status 0 when every step of
# every starter has passed; leaves neither files nor processes behind, however it ends.
set -euo pipefail

BOOT_SECONDS=45

here=$(cd "$(dirname "$0")" && pwd)
how=$1
templates=$2
shift 2
folder=$(mktemp -d)
server=

clean_up() {
    [[ -z $server ]] || kill -KILL -- "-$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

fail() {
    echo "loop.sh: $framework: $1" >&2
    tail -n 20 "$log" >&2
    exit 1
}

# Run a step to its end.
step() {
    "$@" >"$log" 2>&1 || fail "$* ended with status $?"
}

# Start a server in a session of its own and wait until GET /hello is answered with 200.
boot() {
    local port=$1 deadline=$((SECONDS + BOOT_SECONDS))
    shift
    setsid "$@" >"$log" 2>&1 &
    server=$!
    until curl --silent --fail --noproxy '*' --max-time 10 --output /dev/null "http://127.0.0.1:$port/hello"; do
        kill -0 "$server" 2>/dev/null || fail "$* ended before it answered"
        ((SECONDS < deadline)) || fail "$* did not answer"
        sleep 0.02
    done
}

# SIGTERM, once more after a second (Sanic loses one that comes early), SIGKILL to all that is left after five.
stop() {
    local tick
    kill -TERM "$server"
    for ((tick = 1; tick <= 250; tick++)); do
        kill -0 -- "-$server" 2>/dev/null || break
        sleep 0.02
        if ((tick == 50)); then kill -TERM "$server" 2>/dev/null || true; fi
        if ((tick == 250)); then kill -KILL -- "-$server" 2>/dev/null || true; fi
    done
    # Bash would report on a server that had to be killed.
    wait "$server" 2>/dev/null || true
    server=
}

# Without its secret the production server ends by itself, and says what is missing.
refuse() {
    if env "$secret=" timeout 20 "$@" >"$log" 2>&1; then
        fail "$* runs without $secret"
    fi
    grep --quiet "$secret" "$log" || fail "$* does not name $secret"
}

prove() {
    local project=$folder/$framework
    local PATH=$project/.venv/bin:$PATH
    local setup serve serve_port dev dev_port secret command

    step copier copy --defaults --data project_name=Smoke-Test "$templates/$framework" "$project"
    eval "$(python -I -S "$here/commands.py" "$project")"
    cd "$project"
    if [[ $how == least ]]; then
        step uv venv
        # Not every starter is a package of its own.
        if grep --quiet '^\[build-system\]' pyproject.toml; then
            step uv pip install --python .venv --editable . --group dev
        else
            step uv pip install --python .venv --requirements pyproject.toml --group dev
        fi
    else
        step uv sync --locked
    fi
    for command in "${setup[@]}"; do
        eval "step $command"
    done

    boot "$serve_port" "${serve[@]}"
    stop
    if [[ $how == least ]]; then
        step pytest
        return
    fi
    # Once more: the first time it was up for a while, the second time it is stopped at once.
    boot "$serve_port" "${serve[@]}"
    stop
    boot "$dev_port" "${dev[@]}"
    stop
    boot "$dev_port" "${dev[@]}"
    stop
    refuse "${serve[@]}"

    step pytest
    step ruff check
    step ruff format --check
}

export TMPDIR=$folder/tmp
mkdir "$TMPDIR"
for framework in "$@"; do
    log=$folder/$framework.log
    prove
done
