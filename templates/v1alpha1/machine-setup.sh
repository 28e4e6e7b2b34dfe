# shellcheck shell=bash
# The first boot of a machine: containerd, kubelet and kubeadm, then kubeadm init or join.
# For Ubuntu 20.04 and later, and Debian 12. Runs as root, once; its log is /var/log/startup.log.
#
# The Packet controller puts #!/bin/bash and these variables in front:
#   both roles     KUBELET_VERSION TOKEN NAMESPACE MACHINE CLUSTER_DNS_DOMAIN POD_CIDR SERVICE_CIDR
#                  ROLE (master or node) CR_PACKAGE (the container runtime's package)
#   control plane  CONTROL_PLANE_VERSION PORT MASTER_CA_CERTIFICATE MASTER_CA_PRIVATE_KEY (base64 of PEM)
#   worker         MASTER (host:port of the API server)
set -Eeuo pipefail
umask 022

metadata=https://metadata.platformequinix.com/2009-04-04/meta-data
runtime=unix:///run/containerd/containerd.sock
export DEBIAN_FRONTEND=noninteractive

# All output goes to a log that only root reads; what cloud-init shows is how it ended.
log=/var/log/startup.log
(umask 077 && : >>"$log")
exec 3>&1 >>"$log" 2>&1

now=starting
failed=
step() {
    now=$1
    echo "== $(date -u +%H:%M:%S) $now"
}
# The command as it stands here, its variables not filled in.
trap 'failed=$BASH_COMMAND' ERR
finish() {
    local status=$? words
    if [ "$status" -eq 0 ]; then
        words="machine set-up: done"
    else
        words="machine set-up: FAILED with status $status while $now${failed:+, at: ${failed%%$'\n'*}}"
    fi
    echo "$words"
    echo "$words (see $log)" >&3
}
trap finish EXIT

# Tries a command again with growing pauses; names only its program, as arguments may be secret.
retry() { # TIMES COMMAND...
    local times=$1 try
    shift
    for ((try = 1; try < times; try++)); do
        "$@" && return
        echo "$1: try $try of $times failed" >&2
        sleep $((try < 6 ? try * 5 : 30))
    done
    "$@"
}

fetch() { # URL [CURL OPTIONS]
    curl -fsSL --connect-timeout 10 --max-time 60 "$@"
}

install_packages() {
    retry 6 apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -y \
        -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
        install --no-install-recommends "$@"
}

# The newest build of exactly the wanted version: 1.34.4 is packaged as 1.34.4-1.1.
package_version() { # PACKAGE VERSION
    local build
    build=$(apt-cache madison "$1" |
        awk -v prefix="$2-" '!seen && index($3, prefix) == 1 { print $3; seen = 1 }')
    [ -n "$build" ] || {
        echo "no package $1 of version $2" >&2
        return 1
    }
    echo "$1=$build"
}

step "installing the tools"
retry 6 apt-get -o DPkg::Lock::Timeout=300 update
install_packages ca-certificates conntrack curl ethtool iptables socat

step "asking the metadata service"
name=$(retry 10 fetch "$metadata/hostname")
device=$(retry 10 fetch "$metadata/instance-id")
private_address=$(retry 10 fetch "$metadata/local-ipv4")
public_address=$(retry 10 fetch "$metadata/public-ipv4")
: "${name:?} ${device:?} ${private_address:?} ${public_address:?}"

step "turning swap off"
swapoff -a
sed -i -E '/^[^#].*[[:space:]]swap[[:space:]]/ s/^/# /' /etc/fstab
systemctl mask swap.target

step "setting up the kernel"
printf '%s\n' overlay br_netfilter >/etc/modules-load.d/kubernetes.conf
modprobe -a overlay br_netfilter
cat >/etc/sysctl.d/99-kubernetes.conf <<EOF
net.bridge.bridge-nf-call-iptables = 1
net.bridge.bridge-nf-call-ip6tables = 1
net.ipv4.ip_forward = 1
EOF
sysctl --system

# This user-data holds the token, on a control plane the CA's key too, and the metadata service gives it
# to whoever asks from this machine. Pods shall not: what they send is dropped before it is routed.
step "closing the metadata service to pods"
cat >/etc/systemd/system/metadata-guard.service <<EOF
[Unit]
Description=Keeps pods from the metadata service
Wants=network-online.target
After=network-online.target nss-lookup.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=$(command -v iptables) -w -t raw -I PREROUTING -d metadata.platformequinix.com -j DROP
Restart=on-failure
RestartSec=5
[Install]
WantedBy=multi-user.target
EOF
systemctl daemon-reload
systemctl enable --now metadata-guard.service

step "installing kubelet and kubeadm $KUBELET_VERSION"
repository=https://pkgs.k8s.io/core:/stable:/v${KUBELET_VERSION%.*}/deb/
keyring=/etc/apt/keyrings/kubernetes.asc
install -d -m 0755 /etc/apt/keyrings
retry 6 fetch "${repository}Release.key" -o $keyring
echo "deb [signed-by=$keyring] $repository /" >/etc/apt/sources.list.d/kubernetes.list
retry 6 apt-get -o DPkg::Lock::Timeout=300 update
kubelet=$(package_version kubelet "$KUBELET_VERSION")
kubeadm=$(package_version kubeadm "$KUBELET_VERSION")
kubectl=$(package_version kubectl "$KUBELET_VERSION")
install_packages --allow-change-held-packages "$kubelet" "$kubeadm" "$kubectl"
apt-mark hold kubelet kubeadm kubectl

step "installing ${CR_PACKAGE:=containerd}"
install_packages "$CR_PACKAGE"
install -d -m 0755 /etc/containerd
pause=$(kubeadm config images list --kubernetes-version "v$KUBELET_VERSION" | grep /pause:)
containerd config default |
    sed -E -e 's/(SystemdCgroup = )false/\1true/' -e "s|(sandbox_image = ).*|\1\"$pause\"|" \
        >/etc/containerd/config.toml
grep -q 'SystemdCgroup = true' /etc/containerd/config.toml
systemctl enable containerd
systemctl restart containerd

# Nodes talk over the private network; the cloud controller finds the device by the id.
registration="nodeRegistration:
  name: \"$name\"
  criSocket: $runtime
  kubeletExtraArgs:
  - name: cloud-provider
    value: external
  - name: provider-id
    value: \"packet://$device\"
  - name: node-ip
    value: \"$private_address\""
configuration=/etc/kubernetes/kubeadm.yaml
install -d -m 0755 /etc/kubernetes

# The controller knows one address of the control plane, the public one. Were the machine replaced, the
# address would be another: this cluster cannot be given a second control plane.
initialize() {
    local port=${PORT:-0}
    [ "$port" -ne 0 ] || port=6443 # what the controller means by 0
    if [ -n "${MASTER_CA_CERTIFICATE:-}" ] && [ -n "${MASTER_CA_PRIVATE_KEY:-}" ]; then
        step "installing the cluster's CA"
        install -d -m 0755 /etc/kubernetes/pki
        (umask 077 && base64 -d <<<"$MASTER_CA_PRIVATE_KEY" >/etc/kubernetes/pki/ca.key)
        base64 -d <<<"$MASTER_CA_CERTIFICATE" >/etc/kubernetes/pki/ca.crt
    fi
    step "pulling the images of the control plane"
    (umask 077 && cat >$configuration) <<EOF
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint:
  advertiseAddress: "$private_address"
  bindPort: $port
$registration
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: "v$CONTROL_PLANE_VERSION"
controlPlaneEndpoint: "$public_address:$port"
apiServer:
  certSANs:
  - "$public_address"
  - "$private_address"
  - "$name"
  - "127.0.0.1"
networking:
  podSubnet: "$POD_CIDR"
  serviceSubnet: "$SERVICE_CIDR"
  dnsDomain: "$CLUSTER_DNS_DOMAIN"
---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: systemd
EOF
    retry 6 kubeadm config images pull --config $configuration
    step "running kubeadm init"
    kubeadm init --config $configuration --skip-token-print
}

# The controller of 2019 hands over a token but no hash of the CA, so the CA cannot be pinned: the worker
# takes it from the ConfigMap cluster-info, whose signature only holders of the token can make. A second join over what the first one left is refused, hence the reset.
join() {
    step "running kubeadm join"
    (umask 077 && cat >$configuration) <<EOF
apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  bootstrapToken:
    apiServerEndpoint: "$MASTER"
    token: "$TOKEN"
    unsafeSkipCAVerification: true
$registration
EOF
    local try
    for try in 1 2 3 4 5 6; do
        if kubeadm join --config $configuration; then
            rm -f $configuration
            return
        fi
        echo "kubeadm join: try $try of 6 failed"
        kubeadm reset --force
        sleep 20
    done
    return 1
}

case $ROLE in
master) initialize ;;
node) join ;;
*)
    now="looking at its role, $ROLE"
    exit 1
    ;;
esac

# By this annotation the generic controllers know which Machine this Node is.
step "annotating the node"
retry 20 kubectl --kubeconfig /etc/kubernetes/kubelet.conf \
    annotate --overwrite node "$name" "cluster.k8s.io/machine=$MACHINE"
