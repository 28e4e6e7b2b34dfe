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

# An API server that answers may already hold what others wrote, so its data is never cleared away: what is left to do
# is done. Before that, nothing can be lost.
answers() {
    fetch "https://127.0.0.1:${ENDPOINT##*:}/readyz" --cacert "$pki/ca.crt" -o /dev/null
}
rest=()
if [ -e "$ours/begun" ]; then
    step "looking at what an earlier try left"
    if [ -e /etc/kubernetes/manifests/kube-apiserver.yaml ] && retry 8 answers; then
        rest=(--skip-phases "preflight,certs,kubeconfig,etcd,control-plane,kubelet-start")
    else
        step "clearing what an earlier try left"
        kubeadm reset --force
        rm -rf "$pki"
        cp -a "$ours/pki" "$pki"
    fi
fi
touch "$ours/begun"

tell 1002 running "kubeadm init started"
step "running kubeadm init"
kubeadm init --config "${configuration:?}" --skip-token-print "${rest[@]}"
touch "$ours/done"
sync
tell 1003 succeeded "control plane initialized"

step "removing what is no longer needed"
rm -rf "$ours/begun" "$ours/pki" "$ours/kubeadm.yaml" "$configuration"
