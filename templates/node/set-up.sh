# shellcheck shell=bash
# Read by the script of the machine's role: makes the machine one that kubeadm can work on. All of it may be done again.

step "closing the metadata service to pods"
retry 10 "${0%/*}/guard-metadata"

# What must outlive a reboot stands in files: those for modules and sysctls were written by cloud-init.
step "setting up the kernel"
if [ "$SWAP" = disable ]; then
    swapoff -a
    sed -i -E '/^[^#].*[[:space:]]swap[[:space:]]/ s/^/# /' /etc/fstab
    systemctl mask swap.target
fi
for module in $MODULES; do
    modprobe "$module"
done
sysctl -p /etc/sysctl.d/99-packetctl.conf

step "installing packages"
is_on_image() {
    command -v containerd && command -v curl &&
        [ "$(kubeadm version -o short)" = "v$VERSION" ] &&
        [ "$(kubelet --version)" = "Kubernetes v$VERSION" ]
}
if is_on_image; then
    echo "all packages are there"
else
    install_packages
fi
tell 1001 running "packages installed"

# containerd's own defaults, but for what must agree with the kubelet and with kubeadm.
step "setting up containerd"
pause=$(kubeadm config images list --kubernetes-version "v$VERSION" | grep /pause:)
install -d -m 0755 /etc/containerd
containerd config default | sed -E \
    -e "s|^( *SystemdCgroup = ).*|\1$SYSTEMD_CGROUP|" \
    -e "s|^( *restrict_oom_score_adj = ).*|\1$RESTRICT_OOM_SCORE|" \
    -e "s|^( *sandbox(_image)? = ).*|\1\"$pause\"|" \
    -e 's|^( *config_path = ).*|\1"/etc/containerd/certs.d"|' \
    -e "s|^( *bin_dir = )[\"'][^\"']+.*|\1\"/opt/cni/bin\"|" >"${run:?}/containerd.toml"
for line in "SystemdCgroup = $SYSTEMD_CGROUP" "\"$pause\"" "\"/etc/containerd/certs.d\""; do
    grep -qF "$line" "$run/containerd.toml" || {
        echo "error: containerd's default configuration has no place for $line"
        exit 1
    }
done
if ! cmp -s "$run/containerd.toml" /etc/containerd/config.toml || ! systemctl is-active --quiet containerd; then
    install -m 0644 "$run/containerd.toml" /etc/containerd/config.toml
    systemctl restart containerd
fi
systemctl enable containerd kubelet

step "asking the metadata service for the addresses"
address_of() { # ITEM
    local address
    address=$(retry 10 fetch "$METADATA/2009-04-04/meta-data/$1" | head -n 1)
    [[ $address =~ ^[0-9]+(\.[0-9]+){3}$ ]] || {
        echo "error: the metadata service says nothing usable for $1: $address" >&2
        return 1
    }
    echo "$address"
}
private_address=$(address_of local-ipv4)
public_address=$(address_of public-ipv4)
configuration=$run/kubeadm.yaml
(umask 077 && sed -e "s/@PRIVATE_ADDRESS@/$private_address/g" -e "s/@PUBLIC_ADDRESS@/$public_address/g" \
    /etc/packetctl/kubeadm.yaml >"$configuration")
