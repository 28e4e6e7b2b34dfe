#!/bin/bash
# Run by cloud-init at the end of the first boot: starts the units that do the work, now and after every reboot.
set -Eeuo pipefail
# shellcheck source=/dev/null
. "${0%/*}/telling"

step "starting the units"
case $ROLE in
control-plane) unit=packetctl-init.service ;;
worker) unit=packetctl-join.service ;;
*)
    echo "error: there is no role $ROLE"
    exit 1
    ;;
esac
systemctl daemon-reload
if [ -n "$ELASTIC_ADDRESS" ]; then
    systemctl enable --now packetctl-elastic-address.service
fi
# The guard is set by the unit of the role before there is any pod, and by its own from the next boot on.
systemctl enable packetctl-metadata-guard.service "$unit"
systemctl start --no-block "$unit"
