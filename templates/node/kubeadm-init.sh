#!/bin/bash
# Makes this machine the control plane. Run by packetctl-init.service until it is done, never again after that.
set -Eeuo pipefail
# shellcheck source=/dev/null
. "${0%/*}/telling"
# shellcheck source=/dev/null
. "${0%/*}/installer"
# shellcheck source=/dev/null
. "${0%/*}/set-up"

ours=/etc/packetctl
pki=/etc/kubernetes/pki

# A reset takes the authorities away with all else, so they are kept aside until they are no longer needed.
step "keeping the authorities"
if [ ! -d "$ours/pki" ]; then
    rm -rf "$ours/pki.new"
    cp -a "$pki" "$ours/pki.new"
    mv "$ours/pki.new" "$ours/pki"
fi

if [ -e "$ours/begun" ]; then
    step "clearing what an earlier try left"
    kubeadm reset --force
    rm -rf "$pki"
    cp -a "$ours/pki" "$pki"
fi
touch "$ours/begun"

tell 1002 running "kubeadm init started"
step "running kubeadm init"
kubeadm init --config "${configuration:?}" --skip-token-print
touch "$ours/done"
sync
tell 1003 succeeded "control plane initialized"

step "removing what is no longer needed"
rm -rf "$ours/begun" "$ours/pki" "$ours/kubeadm.yaml" "$configuration"
