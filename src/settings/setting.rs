//! What a setting is: its names, the look of its value, its default.

/// What a setting's value looks like in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A whole number.
    Count,
    /// Several words; in a text they are separated by commas.
    List,
    /// A time: seconds, or with units such as `5m 30s`.
    Time,
    /// The path of a file; in `packetctl.yaml`, relative to that file.
    Path,
    /// A text that is never shown, has no flag and never stands in `packetctl.yaml`.
    Secret,
}

/// What holds when nobody says anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Default {
    /// There is none: the user has to say.
    Required,
    /// This value.
    Value(&'static str),
    /// Nothing; the words say what that means.
    Absent(&'static str),
    /// A value made on the spot; the words say how.
    Made(&'static str),
    /// One value, or another where a metro is given.
    ByLocation {
        /// With a facility.
        facility: &'static str,
        /// With a metro.
        metro: &'static str,
    },
}

/// Which commands a setting is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those that write documents: `generate`.
    Documents,
    /// Those that look at or change a cluster: `plan`, `up`, `down`, `status` and so on.
    Converging,
    /// Both.
    All,
}

impl Scope {
    /// Whether a setting of this scope means something where `asked` is done.
    #[must_use]
    pub fn concerns(self, asked: Self) -> bool {
        self == asked || self == Self::All
    }

    /// What a setting of this scope is about, for the README's table.
    const fn about(self) -> &'static str {
        match self {
            Self::Documents => "files",
            Self::Converging => "cluster",
            Self::All => "both",
        }
    }
}

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The key in `packetctl.yaml`, and the flag without its dashes.
    pub key: &'static str,
    /// The environment variables, all of one rank; the first is the one to use.
    pub variables: &'static [&'static str],
    /// The key in metal-cli's `metal.yaml`, where it has one.
    pub metal: Option<&'static str>,
    /// What its value looks like.
    pub kind: Kind,
    /// What stands for the value in help texts.
    pub placeholder: &'static str,
    /// What holds when nobody says anything.
    pub default: Default,
    /// What it is for: a help text, imperative, without a full stop.
    pub about: &'static str,
    /// Which commands it is for.
    pub scope: Scope,
}

impl Setting {
    /// The flag with its dashes, or none for a secret: arguments are seen by every user of a machine.
    #[must_use]
    pub fn flag(&self) -> Option<String> {
        (self.kind != Kind::Secret).then(|| format!("--{}", self.key))
    }

    /// The key in plain words: "API key", "pod CIDR".
    #[must_use]
    pub fn noun(&self) -> String {
        let word = |word: &str| match word {
            "api" | "ca" | "cidr" | "cni" | "os" | "ssh" | "url" => word.to_uppercase(),
            _ => word.to_owned(),
        };
        self.key.split('-').map(word).collect::<Vec<_>>().join(" ")
    }

    /// The setting as a row of a Markdown table: flag, variables, default, what it is for, and what it is about.
    #[must_use]
    pub fn row(&self) -> String {
        let flag = self.flag().map_or_else(|| "none".to_owned(), |flag| format!("`{flag}`"));
        let variables: Vec<String> = self.variables.iter().map(|variable| format!("`{variable}`")).collect();
        let default = match self.default {
            Default::Required => "required".to_owned(),
            Default::Value(value) => format!("`{value}`"),
            Default::Absent(meaning) => format!("none: {meaning}"),
            Default::Made(how) => how.to_owned(),
            Default::ByLocation { facility, metro: "" } => format!("`{facility}`, unless a metro is given"),
            Default::ByLocation { facility, metro } => format!("`{facility}`, with a metro `{metro}`"),
        };
        format!("| {flag} | {} | {default} | {} | {} |\n", variables.join(" "), self.about, self.scope.about())
    }

    /// The variable to use.
    #[must_use]
    pub fn variable(&self) -> &'static str {
        self.variables[0]
    }
}
