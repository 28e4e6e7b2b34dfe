//! The settings of the cluster: how machines come and go, which no document says.

use super::super::setting::{Default, Kind, Scope, Setting};
use super::{named, setting};

/// A row for the commands that converge, with one variable.
const fn converging(
    key: &'static str,
    variables: &'static [&'static str],
    kind: Kind,
    default: Default,
    about: &'static str,
) -> Setting {
    Setting { scope: Scope::Converging, ..setting(key, variables, kind, default, about) }
}

/// Where the cluster's API is reached.
pub const ENDPOINT: Setting = named(
    converging(
        "endpoint",
        &["CONTROL_PLANE_ENDPOINT"],
        Kind::Text,
        Default::Value("elastic"),
        "Where the cluster's API is reached: elastic (an address that can move), device (the control plane's own) or a HOST of yours",
    ),
    "ENDPOINT",
);

/// Where machines get Kubernetes' packages.
pub const PACKAGE_MIRROR: Setting = named(
    converging(
        "package-mirror",
        &["PACKAGE_MIRROR"],
        Kind::Text,
        Default::Value("https://pkgs.k8s.io"),
        "Address from which machines get the packages of Kubernetes",
    ),
    "URL",
);

/// Where machines get images.
pub const IMAGE_MIRROR: Setting = named(
    converging(
        "image-mirror",
        &["IMAGE_MIRROR"],
        Kind::Text,
        Default::Absent("the registries that images name"),
        "Address of a registry that machines ask for images first",
    ),
    "URL",
);

/// Where a machine learns about itself.
pub const METADATA_URL: Setting = named(
    converging(
        "metadata-url",
        &["PACKET_METADATA_URL"],
        Kind::Text,
        Default::Value("https://metadata.platformequinix.com"),
        "Address of the metadata service, as machines reach it",
    ),
    "URL",
);

/// How long a machine may take to boot.
pub const BOOT_TIMEOUT: Setting = converging(
    "boot-timeout",
    &["BOOT_TIMEOUT"],
    Kind::Time,
    Default::Value("30m"),
    "Time that a machine may take from its order until it is active",
);

/// How long a machine may take to join.
pub const JOIN_TIMEOUT: Setting = converging(
    "join-timeout",
    &["JOIN_TIMEOUT"],
    Kind::Time,
    Default::Value("20m"),
    "Time that an active machine may take until its node is Ready",
);

/// How long pods may take to leave.
pub const DRAIN_TIMEOUT: Setting = converging(
    "drain-timeout",
    &["DRAIN_TIMEOUT"],
    Kind::Time,
    Default::Value("5m"),
    "Time for the pods of a node to leave, disruption budgets included",
);

/// How often Packet is looked at.
pub const LOOK_INTERVAL: Setting = converging(
    "look-interval",
    &["LOOK_INTERVAL"],
    Kind::Time,
    Default::Value("5s"),
    "Longest pause between two looks at Packet; while things change it is a fifth of that",
);

/// How old an unanswered order must be.
pub const ORDER_TIMEOUT: Setting = converging(
    "order-timeout",
    &["ORDER_TIMEOUT"],
    Kind::Time,
    Default::Value("30s"),
    "Age at which an order that nobody answered counts as not sent, if nothing came of it",
);

/// How often a machine is ordered.
pub const MACHINE_TRIES: Setting = converging(
    "machine-tries",
    &["MACHINE_TRIES"],
    Kind::Count,
    Default::Value("3"),
    "How often a machine that fails is ordered before `up` gives it up",
);

/// How long a machine's user-data may be.
pub const USER_DATA_LIMIT: Setting = named(
    converging(
        "user-data-limit",
        &["USER_DATA_LIMIT"],
        Kind::Count,
        Default::Value("65536"),
        "Most bytes of user-data that the service takes",
    ),
    "BYTES",
);

/// What the secrets of the state are encrypted with.
pub const STATE_PASSPHRASE: Setting = converging(
    "state-passphrase",
    &["STATE_PASSPHRASE"],
    Kind::Secret,
    Default::Absent("an identity file beside the state"),
    "Passphrase that encrypts the secrets in the state; it has no flag, as the API key has none",
);
