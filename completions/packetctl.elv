
use builtin;
use str;

set edit:completion:arg-completer[packetctl] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'packetctl'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'packetctl'= {
            cand --color 'When to use colours; NO_COLOR is honoured'
            cand --config 'Read settings from this file instead of ./packetctl.yaml'
            cand -q 'Say only what went wrong'
            cand --quiet 'Say only what went wrong'
            cand -v 'Say more: where settings came from, what was read'
            cand --verbose 'Say more: where settings came from, what was read'
            cand --no-input 'Never ask; what is missing is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand generate 'Write cluster.yaml, machines.yaml, provider-components.yaml and addons.yaml'
            cand validate 'Check the four files, offline, and tell every problem with its line'
            cand sim 'Serve a local Packet API, as the public one was until June 2026'
            cand config 'Show every setting with its value and where it came from'
            cand templates 'Work with the templates that `generate` fills in'
            cand completions 'Print the completions for a shell'
            cand man 'Write the manual pages to a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'packetctl;generate'= {
            cand -o 'Folder to write to; made if it is not there'
            cand --output 'Folder to write to; made if it is not there'
            cand --templates 'Folder with templates that replace the built-in ones, see `packetctl templates export`'
            cand --project-id 'Packet project that the machines belong to [$PACKET_PROJECT_ID]'
            cand --api-url 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]'
            cand --cluster-name 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]'
            cand --facility 'Facility (data centre) in which the machines stand [$FACILITY; default ewr1 unless a metro is given]'
            cand --metro 'Metro (city) in which the machines stand, instead of a facility [$METRO]'
            cand --kubernetes-version 'Version of Kubernetes, from 1.31 to 1.34 [$KUBERNETES_VERSION; default 1.34.4]'
            cand --control-plane-machine-count 'Number of control-plane machines; only 1 for now [$CONTROL_PLANE_MACHINE_COUNT; default 1]'
            cand --worker-machine-count 'Number of workers, from 0 to 10000 [$WORKER_MACHINE_COUNT; default 2]'
            cand --controlplane-node-type 'Plan (machine type) of the control plane [$CONTROLPLANE_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]'
            cand --worker-node-type 'Plan (machine type) of the workers [$WORKER_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]'
            cand --node-os 'Operating system of all machines [$NODE_OS; default ubuntu_20_04, with a metro ubuntu_22_04]'
            cand --billing-cycle 'How machines are billed: hourly, daily, monthly or yearly [$BILLING_CYCLE; default hourly]'
            cand --ssh-key 'File with the public SSH keys that may log in to the machines [$SSH_KEY]'
            cand --pod-cidr 'Addresses of pods; each node takes a /24 of them [$POD_CIDR; default 172.26.0.0/16]'
            cand --service-cidr 'Addresses of services [$SERVICE_CIDR; default 172.25.0.0/16]'
            cand --service-domain 'DNS domain of services inside the cluster [$SERVICE_DOMAIN; default cluster.local]'
            cand --ca-cert 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]'
            cand --ca-key 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]'
            cand --addons 'What addons.yaml holds: any of cni, ccm and csi, or none [$ADDONS; default cni,ccm,csi]'
            cand --cni 'Network plugin: flannel, or none to bring your own [$CNI; default flannel]'
            cand --cluster-api-controller-image 'Image of the generic cluster-api controller [$CLUSTER_API_CONTROLLER_IMAGE; default registry.k8s.io/cluster-api/cluster-api-controller:v0.1.10]'
            cand --packet-provider-image 'Image of the Packet controller [$PACKET_PROVIDER_IMAGE; default docker.io/packethost/cluster-api-provider-packet:v0.1.0]'
            cand --packet-ccm-image 'Image of the cloud controller manager [$PACKET_CCM_IMAGE; default docker.io/packethost/packet-ccm:v2.0.0]'
            cand --csi-packet-image 'Image of the storage driver [$CSI_PACKET_IMAGE; default docker.io/packethost/csi-packet:v1.1.0]'
            cand --csi-provisioner-image 'Image of the storage driver''s provisioner [$CSI_PROVISIONER_IMAGE; default registry.k8s.io/sig-storage/csi-provisioner:v5.3.0]'
            cand --csi-attacher-image 'Image of the storage driver''s attacher [$CSI_ATTACHER_IMAGE; default registry.k8s.io/sig-storage/csi-attacher:v4.10.0]'
            cand --csi-node-driver-registrar-image 'Image of the storage driver''s registrar [$CSI_NODE_DRIVER_REGISTRAR_IMAGE; default registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0]'
            cand --flannel-image 'Image of flannel [$FLANNEL_IMAGE; default ghcr.io/flannel-io/flannel:v0.28.10]'
            cand --flannel-cni-plugin-image 'Image of flannel''s CNI plugin [$FLANNEL_CNI_PLUGIN_IMAGE; default ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3]'
            cand --color 'When to use colours; NO_COLOR is honoured'
            cand --config 'Read settings from this file instead of ./packetctl.yaml'
            cand --stdout 'Write one stream of YAML documents to standard output instead of files'
            cand -f 'Replace files that are there already'
            cand --force-overwrite 'Replace files that are there already'
            cand --embed-credentials 'Put the real credentials into provider-components.yaml and addons.yaml (mode 0600)'
            cand -q 'Say only what went wrong'
            cand --quiet 'Say only what went wrong'
            cand -v 'Say more: where settings came from, what was read'
            cand --verbose 'Say more: where settings came from, what was read'
            cand --no-input 'Never ask; what is missing is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'packetctl;validate'= {
            cand -o 'How to write what was read'
            cand --output 'How to write what was read'
            cand --color 'When to use colours; NO_COLOR is honoured'
            cand --config 'Read settings from this file instead of ./packetctl.yaml'
            cand -q 'Say only what went wrong'
            cand --quiet 'Say only what went wrong'
            cand -v 'Say more: where settings came from, what was read'
            cand --verbose 'Say more: where settings came from, what was read'
            cand --no-input 'Never ask; what is missing is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'packetctl;sim'= {
            cand --listen 'Address that the API listens on; port 0 takes any that is free'
            cand --metadata-listen 'Address that the metadata service listens on [default: the port after that of --listen]'
            cand --seed 'Number that all ids are made from; the same number gives the same ids again [default: any]'
            cand --speed 'How many simulated seconds pass in a second; 0 stands still'
            cand --provisioning 'Simulated time from a machine''s order until it is active, for example 90 or `5m 30s`'
            cand --packages 'Simulated time that a machine of a cluster takes to install packages and images'
            cand --init 'Simulated time that `kubeadm init` takes on a control plane'
            cand --join 'Simulated time from a machine''s joining its cluster until its node is Ready'
            cand --state 'File to keep the world in; it survives the simulator, even when that is killed'
            cand --faults 'File that says which calls fail, and how'
            cand --rate-limit 'Requests a minute that each key may make; 0 refuses all [default: any number]'
            cand --address-quota 'Elastic addresses that a project may have before a person would have to approve'
            cand --color 'When to use colours; NO_COLOR is honoured'
            cand --config 'Read settings from this file instead of ./packetctl.yaml'
            cand --control 'Serve the control endpoints below /simulator: ledger, time, faults, what happens to machines'
            cand -q 'Say only what went wrong'
            cand --quiet 'Say only what went wrong'
            cand -v 'Say more: where settings came from, what was read'
            cand --verbose 'Say more: where settings came from, what was read'
            cand --no-input 'Never ask; what is missing is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'packetctl;config'= {
            cand -o 'How to write it'
            cand --output 'How to write it'
            cand --project-id 'Packet project that the machines belong to [$PACKET_PROJECT_ID]'
            cand --api-url 'Address of the Packet API, for commands that talk to it [$PACKET_API_URL; default https://api.equinix.com/metal/v1]'
            cand --cluster-name 'Name of the cluster; names of machines and tags are made from it [$CLUSTER_NAME]'
            cand --facility 'Facility (data centre) in which the machines stand [$FACILITY; default ewr1 unless a metro is given]'
            cand --metro 'Metro (city) in which the machines stand, instead of a facility [$METRO]'
            cand --kubernetes-version 'Version of Kubernetes, from 1.31 to 1.34 [$KUBERNETES_VERSION; default 1.34.4]'
            cand --control-plane-machine-count 'Number of control-plane machines; only 1 for now [$CONTROL_PLANE_MACHINE_COUNT; default 1]'
            cand --worker-machine-count 'Number of workers, from 0 to 10000 [$WORKER_MACHINE_COUNT; default 2]'
            cand --controlplane-node-type 'Plan (machine type) of the control plane [$CONTROLPLANE_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]'
            cand --worker-node-type 'Plan (machine type) of the workers [$WORKER_NODE_TYPE; default c1.small.x86, with a metro c3.small.x86]'
            cand --node-os 'Operating system of all machines [$NODE_OS; default ubuntu_20_04, with a metro ubuntu_22_04]'
            cand --billing-cycle 'How machines are billed: hourly, daily, monthly or yearly [$BILLING_CYCLE; default hourly]'
            cand --ssh-key 'File with the public SSH keys that may log in to the machines [$SSH_KEY]'
            cand --pod-cidr 'Addresses of pods; each node takes a /24 of them [$POD_CIDR; default 172.26.0.0/16]'
            cand --service-cidr 'Addresses of services [$SERVICE_CIDR; default 172.25.0.0/16]'
            cand --service-domain 'DNS domain of services inside the cluster [$SERVICE_DOMAIN; default cluster.local]'
            cand --ca-cert 'File with your own cluster CA certificate (PEM); needs --ca-key [$CA_CERT]'
            cand --ca-key 'File with the key of your own cluster CA (PEM); needs --ca-cert [$CA_KEY]'
            cand --addons 'What addons.yaml holds: any of cni, ccm and csi, or none [$ADDONS; default cni,ccm,csi]'
            cand --cni 'Network plugin: flannel, or none to bring your own [$CNI; default flannel]'
            cand --cluster-api-controller-image 'Image of the generic cluster-api controller [$CLUSTER_API_CONTROLLER_IMAGE; default registry.k8s.io/cluster-api/cluster-api-controller:v0.1.10]'
            cand --packet-provider-image 'Image of the Packet controller [$PACKET_PROVIDER_IMAGE; default docker.io/packethost/cluster-api-provider-packet:v0.1.0]'
            cand --packet-ccm-image 'Image of the cloud controller manager [$PACKET_CCM_IMAGE; default docker.io/packethost/packet-ccm:v2.0.0]'
            cand --csi-packet-image 'Image of the storage driver [$CSI_PACKET_IMAGE; default docker.io/packethost/csi-packet:v1.1.0]'
            cand --csi-provisioner-image 'Image of the storage driver''s provisioner [$CSI_PROVISIONER_IMAGE; default registry.k8s.io/sig-storage/csi-provisioner:v5.3.0]'
            cand --csi-attacher-image 'Image of the storage driver''s attacher [$CSI_ATTACHER_IMAGE; default registry.k8s.io/sig-storage/csi-attacher:v4.10.0]'
            cand --csi-node-driver-registrar-image 'Image of the storage driver''s registrar [$CSI_NODE_DRIVER_REGISTRAR_IMAGE; default registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0]'
            cand --flannel-image 'Image of flannel [$FLANNEL_IMAGE; default ghcr.io/flannel-io/flannel:v0.28.10]'
            cand --flannel-cni-plugin-image 'Image of flannel''s CNI plugin [$FLANNEL_CNI_PLUGIN_IMAGE; default ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3]'
            cand --color 'When to use colours; NO_COLOR is honoured'
            cand --config 'Read settings from this file instead of ./packetctl.yaml'
            cand -q 'Say only what went wrong'
            cand --quiet 'Say only what went wrong'
            cand -v 'Say more: where settings came from, what was read'
            cand --verbose 'Say more: where settings came from, what was read'
            cand --no-input 'Never ask; what is missing is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'packetctl;templates'= {
            cand --color 'When to use colours; NO_COLOR is honoured'
            cand --config 'Read settings from this file instead of ./packetctl.yaml'
            cand -q 'Say only what went wrong'
            cand --quiet 'Say only what went wrong'
            cand -v 'Say more: where settings came from, what was read'
            cand --verbose 'Say more: where settings came from, what was read'
            cand --no-input 'Never ask; what is missing is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand export 'Write the built-in templates to a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'packetctl;templates;export'= {
            cand --color 'When to use colours; NO_COLOR is honoured'
            cand --config 'Read settings from this file instead of ./packetctl.yaml'
            cand -f 'Replace files that are there already'
            cand --force-overwrite 'Replace files that are there already'
            cand -q 'Say only what went wrong'
            cand --quiet 'Say only what went wrong'
            cand -v 'Say more: where settings came from, what was read'
            cand --verbose 'Say more: where settings came from, what was read'
            cand --no-input 'Never ask; what is missing is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'packetctl;templates;help'= {
            cand export 'Write the built-in templates to a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'packetctl;templates;help;export'= {
        }
        &'packetctl;templates;help;help'= {
        }
        &'packetctl;completions'= {
            cand --color 'When to use colours; NO_COLOR is honoured'
            cand --config 'Read settings from this file instead of ./packetctl.yaml'
            cand -q 'Say only what went wrong'
            cand --quiet 'Say only what went wrong'
            cand -v 'Say more: where settings came from, what was read'
            cand --verbose 'Say more: where settings came from, what was read'
            cand --no-input 'Never ask; what is missing is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'packetctl;man'= {
            cand --color 'When to use colours; NO_COLOR is honoured'
            cand --config 'Read settings from this file instead of ./packetctl.yaml'
            cand -q 'Say only what went wrong'
            cand --quiet 'Say only what went wrong'
            cand -v 'Say more: where settings came from, what was read'
            cand --verbose 'Say more: where settings came from, what was read'
            cand --no-input 'Never ask; what is missing is an error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'packetctl;help'= {
            cand generate 'Write cluster.yaml, machines.yaml, provider-components.yaml and addons.yaml'
            cand validate 'Check the four files, offline, and tell every problem with its line'
            cand sim 'Serve a local Packet API, as the public one was until June 2026'
            cand config 'Show every setting with its value and where it came from'
            cand templates 'Work with the templates that `generate` fills in'
            cand completions 'Print the completions for a shell'
            cand man 'Write the manual pages to a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'packetctl;help;generate'= {
        }
        &'packetctl;help;validate'= {
        }
        &'packetctl;help;sim'= {
        }
        &'packetctl;help;config'= {
        }
        &'packetctl;help;templates'= {
            cand export 'Write the built-in templates to a folder'
        }
        &'packetctl;help;templates;export'= {
        }
        &'packetctl;help;completions'= {
        }
        &'packetctl;help;man'= {
        }
        &'packetctl;help;help'= {
        }
    ]
    $completions[$command]
}
