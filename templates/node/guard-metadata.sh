#!/bin/bash
# Keeps pods from the metadata service, which gives this machine's user-data to whoever asks from it: what the machine
# itself sends there is routed as ever, what it would forward is dropped.
#
# Rules of routing are on every system, need no firewall and are not lost when somebody flushes one.
set -Eeuo pipefail
# shellcheck source=/dev/null
. /etc/packetctl/machine.env

host=${METADATA#*://}
host=${host%%/*}
case $host in
\[*) host=${host#\[} host=${host%%\]*} ;;
*) host=${host%%:*} ;;
esac

# What was found before is kept: after a reboot the guard must stand even if no name is resolved yet.
kept=/etc/packetctl/metadata-addresses
touch "$kept"

drop() { # ADDRESS
    local family=-4
    case $1 in *:*) family=-6 ;; esac
    ip $family rule show priority 91 | grep -qwF "to $1" && return
    # systemd-networkd removes rules that it does not know, but for the kernel's.
    ip $family rule add priority 90 iif lo to "$1" lookup main protocol kernel
    ip $family rule add priority 91 to "$1" blackhole protocol kernel
    echo "$1: forwarded packets are dropped"
}

while read -r address; do
    drop "$address"
done <"$kept"

# The service has two names of its own, which stand for the same machines or for others.
for name in "$host" metadata.platformequinix.com metadata.packet.net; do
    for address in $(getent ahosts "$name" | awk '{ print $1 }' | sort -u); do
        case $address in ::ffff:*) continue ;; esac
        drop "$address"
        grep -qxF "$address" "$kept" || echo "$address" >>"$kept"
    done
done

[ -s "$kept" ] || {
    echo "error: cannot find the addresses of $host"
    exit 1
}
