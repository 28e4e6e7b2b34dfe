# shellcheck shell=bash
# Read by the scripts that make a node: their variables, their log, their steps, and what the machine tells of itself.
#
# What is told is a POST to the metadata service, which becomes an event of the project. It never stops the work.

# shellcheck source=/dev/null
. /etc/packetctl/machine.env

umask 022
log=/var/log/packetctl.log
(umask 077 && : >>"$log")
exec >>"$log" 2>&1

# Gone with the next boot, and only for root: what was told, and the configuration with this machine's addresses.
run=/run/packetctl
install -d -m 0700 "$run"

now=starting
step() { # WORDS
    now=$1
    echo "== $(date -u +%FT%TZ) $now"
}

tell() { # CODE STATE MESSAGE
    local message
    message=$(LC_ALL=C tr -cd '[:print:]' <<<"$3" | tr -d "\"\\\\")
    # The same once more is no news: a unit that is tried for hours would fill the project with it.
    ! grep -qxF "$1 $message" "$run/told" 2>/dev/null || return 0
    if curl -fsS --connect-timeout 5 --max-time 15 --retry 2 -o /dev/null -H 'Content-Type: application/json' \
        --data "{\"state\": \"$2\", \"code\": $1, \"message\": \"${message:0:400}\"}" "$METADATA/events"; then
        echo "$1 $message" >>"$run/told"
    else
        echo "could not tell: $message"
    fi
}

# The last line of this step that looks like an error, or the last at all. Error texts hold no token; if one did,
# it would not be told.
last_error() {
    awk '/^== / { found = last = ""; next }
        /stack trace|^could not tell|^[[:space:]]*$/ { next }
        { last = $0 }
        tolower($0) ~ /error|fail|unable|cannot|refused|denied|not found|no space/ { found = $0 }
        END { print found != "" ? found : last }' "$log" |
        sed -E 's/[a-z0-9]{6}\.[a-z0-9]{16}/***/g'
}

finish() {
    local status=$?
    [ "$status" -eq 0 ] || tell 1090 failed "$now: $(last_error || true)"
    echo "== $(date -u +%FT%TZ) ended with status $status"
}
trap finish EXIT
# A machine that is shut down has not failed.
trap 'trap - EXIT; exit 143' TERM

# Tries a command again with growing pauses; names only its program, as arguments may be secret.
retry() { # TIMES COMMAND...
    local times=$1 try
    shift
    for ((try = 1; try < times; try++)); do
        "$@" && return
        echo "$1: try $try of $times failed"
        sleep $((try < 6 ? try * 3 : 20))
    done
    "$@"
}

fetch() { # URL [CURL OPTIONS]
    curl -fsSL --connect-timeout 10 --max-time 60 "$@"
}
