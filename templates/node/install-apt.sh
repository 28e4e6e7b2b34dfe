# shellcheck shell=bash
# Read by set-up: how packages get in on Debian and Ubuntu.
export DEBIAN_FRONTEND=noninteractive

# Another apt may be at work on the first boot.
apt() { # ARGUMENTS
    retry 6 apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -y \
        -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

add_repository() { # NAME KEY-URL LINE
    local keyring=/etc/apt/keyrings/$1.asc
    install -d -m 0755 /etc/apt/keyrings /etc/apt/sources.list.d
    retry 6 fetch "$2" -o "$keyring"
    echo "deb [signed-by=$keyring] $3" >"/etc/apt/sources.list.d/$1.list"
}

# The newest build of exactly the wanted version: 1.34.4 is packaged as 1.34.4-1.1.
package_version() { # PACKAGE
    local build
    build=$(apt-cache madison "$1" | awk -v prefix="$VERSION-" '!seen && index($3, prefix) == 1 { print $3; seen = 1 }')
    [ -n "$build" ] || {
        echo "error: there is no package $1 of version $VERSION" >&2
        return 1
    }
    echo "$1=$build"
}

install_packages() {
    local kubernetes="$PACKAGES/core:/stable:/v$MINOR/deb/" wanted package build
    read -ra wanted <<<"$TOOLS"
    command -v curl || {
        apt update
        apt install --no-install-recommends ca-certificates curl
    }
    add_repository kubernetes "${kubernetes}Release.key" "$kubernetes /"
    if [ -n "$CONTAINERD_REPOSITORY" ]; then
        # shellcheck source=/dev/null
        add_repository containerd "$CONTAINERD_REPOSITORY/gpg" \
            "$CONTAINERD_REPOSITORY $(. /etc/os-release && echo "$VERSION_CODENAME") stable"
    fi
    apt update
    wanted+=("$CONTAINERD")
    for package in kubelet kubeadm kubectl; do
        build=$(package_version "$package")
        wanted+=("$build")
    done
    apt install --no-install-recommends --allow-change-held-packages "${wanted[@]}"
    apt-mark hold kubelet kubeadm kubectl
}
