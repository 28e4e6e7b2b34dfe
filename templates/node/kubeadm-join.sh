#!/bin/bash
# Makes this machine a worker. Run by packetctl-join.service until it is done, never again after that.
set -Eeuo pipefail
# shellcheck source=/dev/null
. "${0%/*}/telling"
# shellcheck source=/dev/null
. "${0%/*}/installer"
# shellcheck source=/dev/null
. "${0%/*}/set-up"

ours=/etc/packetctl

# A second join over the first one's files is refused. The kubelet writes this file once the cluster has given it a
# certificate: from then on it is a node, whatever kubeadm still had to say.
joined=/etc/kubernetes/kubelet.conf
if [ -e "$ours/begun" ] && [ ! -e $joined ]; then
    step "clearing what an earlier try left"
    kubeadm reset --force
fi

if [ ! -e $joined ]; then
    tell 1004 running "waiting for the API server"
    step "waiting for the API server"
    until fetch "https://$ENDPOINT/readyz" --cacert "$ours/ca.crt" -o /dev/null; do
        sleep 2
    done
    touch "$ours/begun"
    step "running kubeadm join"
    kubeadm join --config "${configuration:?}" || [ -e $joined ]
fi
touch "$ours/done"
sync
tell 1005 succeeded "joined"

step "removing what is no longer needed"
rm -f "$ours/begun" "$ours/kubeadm.yaml" "$configuration"
