//! The process's surroundings: the one place that reads the environment.
//!
//! Variables of settings stand in the table of settings; the others that
//! packetctl looks at are the methods here.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The variables of the environment, the home folder and the folder one stands in.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    variables: BTreeMap<OsString, OsString>,
    home: Option<PathBuf>,
    config: Option<PathBuf>,
}

impl Environment {
    /// The surroundings of this process.
    #[must_use]
    pub fn of_process() -> Self {
        let home = dirs::home_dir();
        let config = home.as_ref().map(|home| home.join(".config"));
        Self { variables: std::env::vars_os().collect(), home, config }
    }

    /// Surroundings with exactly these variables, for tests.
    #[must_use]
    pub fn of_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let variables = pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { variables, home: None, config: None }
    }

    /// A variable's value; one that is empty counts as not set, as in the 2019 script.
    #[must_use]
    pub fn get(&self, variable: &str) -> Option<&OsStr> {
        self.variables.get(OsStr::new(variable)).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }

    /// Whether a variable is there but empty, which is worth a word when its value is missing.
    #[must_use]
    pub fn is_empty(&self, variable: &str) -> bool {
        self.variables.get(OsStr::new(variable)).is_some_and(|value| value.is_empty())
    }

    /// `METAL_CONFIG`, or the place where metal-cli keeps its settings.
    #[must_use]
    pub fn metal_file(&self) -> Option<PathBuf> {
        self.get("METAL_CONFIG")
            .map(PathBuf::from)
            .or_else(|| self.config.as_ref().map(|config| config.join("equinix").join("metal.yaml")))
    }

    /// Where clusters are remembered, a folder each: `$XDG_STATE_HOME/packetctl`, else `~/.local/state/packetctl`
    /// (XDG Base Directory Specification). None without a home.
    #[must_use]
    pub fn state_folder(&self) -> Option<PathBuf> {
        self.folder("XDG_STATE_HOME", ".local/state")
    }

    /// Where packetctl keeps what belongs to its user, such as the identity: `$XDG_CONFIG_HOME/packetctl`, else
    /// `~/.config/packetctl`. None without a home.
    #[must_use]
    pub fn config_folder(&self) -> Option<PathBuf> {
        self.folder("XDG_CONFIG_HOME", ".config")
    }

    /// The file that kubectl writes to: the first of `KUBECONFIG`, else `~/.kube/config` (kubectl's own rule). None
    /// without a home.
    #[must_use]
    pub fn kubeconfig(&self) -> Option<PathBuf> {
        let listed = self.get("KUBECONFIG");
        let first = listed.and_then(|list| std::env::split_paths(list).find(|path| !path.as_os_str().is_empty()));
        first.or_else(|| self.home.as_ref().map(|home| home.join(".kube").join("config")))
    }

    fn folder(&self, variable: &str, below_home: &str) -> Option<PathBuf> {
        // A path that is not absolute is invalid and to be ignored, says the specification.
        let given = self.get(variable).map(PathBuf::from).filter(|path| path.is_absolute());
        let base = given.or_else(|| self.home.as_ref().map(|home| home.join(below_home)))?;
        Some(base.join("packetctl"))
    }

    /// The name of the user: `USER`, as POSIX has it `LOGNAME`, or `unknown`. Only for messages: anyone can set it.
    #[must_use]
    pub fn user(&self) -> String {
        let name = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|variable| self.get(variable));
        name.map_or_else(|| "unknown".into(), |name| name.to_string_lossy().into_owned())
    }

    /// The name of this machine, for messages.
    #[must_use]
    pub fn host() -> String {
        #[cfg(unix)]
        return rustix::system::uname().nodename().to_string_lossy().into_owned();
        #[cfg(not(unix))]
        return "this machine".into();
    }

    /// `NO_COLOR`: set and not empty means no colour (no-color.org).
    #[must_use]
    pub fn refuses_colour(&self) -> bool {
        self.get("NO_COLOR").is_some()
    }

    /// `TERM=dumb`: a terminal that knows no colours and no questions.
    #[must_use]
    pub fn has_dumb_terminal(&self) -> bool {
        self.get("TERM").is_some_and(|term| term == "dumb")
    }

    /// The path with a leading `~/` replaced by the home folder, as a shell would.
    #[must_use]
    pub fn expand(&self, path: &Path) -> PathBuf {
        match (path.strip_prefix("~"), &self.home) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => path.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_is_not_set() {
        let environment = Environment::of_pairs([("A", ""), ("B", "x")]);
        assert_eq!(environment.get("A"), None);
        assert!(environment.is_empty("A") && !environment.is_empty("C"));
        assert_eq!(environment.get("B"), Some(OsStr::new("x")));
    }

    #[test]
    fn the_kubeconfig_is_the_first_that_is_named_or_the_usual_one() {
        let mut environment = Environment::of_pairs([("KUBECONFIG", ":/a/one:/b/two")]);
        assert_eq!(environment.kubeconfig(), Some("/a/one".into()));
        (environment.variables, environment.home) = (BTreeMap::new(), Some("/home/a".into()));
        assert_eq!(environment.kubeconfig(), Some("/home/a/.kube/config".into()));
    }

    #[test]
    fn folders_are_where_the_specification_puts_them() {
        let mut environment = Environment::of_pairs([("XDG_STATE_HOME", "/var/states"), ("XDG_CONFIG_HOME", "here")]);
        assert_eq!(environment.state_folder(), Some("/var/states/packetctl".into()));
        assert_eq!(environment.config_folder(), None, "a relative path does not count, and there is no home");
        environment.home = Some("/home/a".into());
        assert_eq!(environment.config_folder(), Some("/home/a/.config/packetctl".into()));
        let plain = Environment { variables: BTreeMap::new(), ..environment };
        assert_eq!(plain.state_folder(), Some("/home/a/.local/state/packetctl".into()));
    }
}
