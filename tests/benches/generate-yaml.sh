#!/usr/bin/env bash
# What people ran before there was packetctl: a stand-in for generate-yaml.sh of
# the 2019 provider, with the tools it used and in its order. It has none of its
# bugs to show, only its cost. `generate` is held against it.
#
# Usage: TEMPLATES=DIR generate-yaml.sh [-f]    writes ./out/packet/*.yaml
#
# It is kept on the fast side, so that the comparison is fair: one sed for each
# file where the original ran several, and no ssh-keygen (SSH_KEY must be given).
set -euo pipefail

OUTPUT_DIR=out/packet
MACHINES=$OUTPUT_DIR/machines.yaml
CLUSTER=$OUTPUT_DIR/cluster.yaml
ADDONS=$OUTPUT_DIR/addons.yaml
COMPONENTS=$OUTPUT_DIR/provider-components.yaml

overwrite=0
while test $# -gt 0; do
  case "$1" in
    -h | --help)
      echo "$0 - generates the files of a cluster on Packet; -f overwrites them"
      exit 0
      ;;
    -f | --force-overwrite)
      overwrite=1
      shift
      ;;
    *)
      break
      ;;
  esac
done

if [ "$overwrite" -ne 1 ]; then
  for file in "$MACHINES" "$CLUSTER" "$ADDONS"; do
    if [ -f "$file" ]; then
      echo "File $file already exists. Delete it manually before running this script."
      exit 1
    fi
  done
fi

if [ -z "${PACKET_PROJECT_ID:-}" ]; then
  echo "Must specify the environment variable PACKET_PROJECT_ID"
  exit 1
fi
if [ -z "${PACKET_API_KEY:-}" ]; then
  echo "Must specify the environment variable PACKET_API_KEY"
  exit 1
fi

mkdir -p "$OUTPUT_DIR"

SUFFIX=$(head -c 200 /dev/urandom | tr -dc 'a-zA-Z0-9' | head -c 5 | tr '[:upper:]' '[:lower:]')
CLUSTER_NAME=${CLUSTER_NAME:-test1-$SUFFIX}
FACILITY=${FACILITY:-ewr1}

if [ ! -f "${SSH_KEY:-}" ]; then
  echo "SSH_KEY must name a file: ${SSH_KEY:-}" >&2
  exit 1
fi
SSH_KEY_ENCODED=$(base64 "$SSH_KEY" | tr -d '\r\n')

if [ -z "${CA_CERT:-}" ] || [ -z "${CA_KEY:-}" ]; then
  echo "CA_KEY or CA_CERT not provided, the CA will be generated"
  CA_CERT_ENCODED="''"
  CA_KEY_ENCODED="''"
else
  CA_CERT_ENCODED=$(base64 "$CA_CERT" | tr -d '\r\n')
  CA_KEY_ENCODED=$(base64 "$CA_KEY" | tr -d '\r\n')
fi

# base64 has slashes; the original's delimiter did not survive them.
# shellcheck disable=SC2002 # the original used cat, and cat is part of its cost
cat "$TEMPLATES/machines.yaml.template" | sed \
  -e "s|\$CLUSTER_NAME|$CLUSTER_NAME|" \
  -e "s|\$FACILITY|$FACILITY|" \
  -e "s|\$PROJECT_ID|$PACKET_PROJECT_ID|" \
  -e "s|\$SSH_KEY|$SSH_KEY_ENCODED|" \
  >"$MACHINES"

# shellcheck disable=SC2002
cat "$TEMPLATES/cluster.yaml.template" | sed \
  -e "s|\$CLUSTER_NAME|$CLUSTER_NAME|" \
  -e "s|\$PROJECT_ID|$PACKET_PROJECT_ID|" \
  >"$CLUSTER"

# shellcheck disable=SC2002
cat "$TEMPLATES/addons.yaml.template" | sed \
  -e "s|\$CLUSTER_NAME|$CLUSTER_NAME|" \
  -e "s|\$PROJECT_ID|$PACKET_PROJECT_ID|" \
  -e "s|\$PACKET_API_KEY|$PACKET_API_KEY|" \
  >"$ADDONS"

# shellcheck disable=SC2002
cat "$TEMPLATES/provider-components.yaml.template" | sed \
  -e "s|\$CLUSTER_NAME|$CLUSTER_NAME|" \
  -e "s|\$PROJECT_ID|$PACKET_PROJECT_ID|" \
  -e "s|\$PACKET_API_KEY|$PACKET_API_KEY|" \
  -e "s|\$CA_CERT|$CA_CERT_ENCODED|" \
  -e "s|\$CA_KEY|$CA_KEY_ENCODED|" \
  >"$COMPONENTS"

echo
echo "'$CLUSTER_NAME'"
