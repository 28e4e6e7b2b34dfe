//! Keys that seal secrets: identities of age in a private file, or a passphrase.

use crate::files;
use crate::problem::{Flaw, Place, Position, Problem};
use crate::secret::Secret;
use age::{EncryptError, scrypt, x25519};
use jiff::Timestamp;
use std::fmt;
use std::path::{Path, PathBuf};

/// The cost of trying a passphrase, as a power of two: 72 ms and 32 MiB. Fixed, because the library would time the
/// machine, and a fast one would make what a slow one refuses.
const WORK: u8 = 15;

/// The most that a file may cost to be opened: what the age command line makes.
const MOST_WORK: u8 = 18;

/// Seals secrets and opens them.
#[derive(Debug, Clone)]
pub enum Key {
    /// A key pair.
    Identity(Identity),
    /// A passphrase.
    Passphrase(Secret),
}

/// A key pair of age (X25519).
#[derive(Clone)]
pub struct Identity(x25519::Identity);

impl fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Identity({})", self.recipient())
    }
}

impl Identity {
    /// A new one.
    pub fn make() -> Self {
        Self(x25519::Identity::generate())
    }

    /// Its public half, `age1…`: what somebody else needs to seal for it.
    pub fn recipient(&self) -> String {
        self.0.to_public().to_string()
    }

    /// Its lines in a file, in the form of `age-keygen`.
    fn lines(&self, now: Timestamp) -> Secret {
        let secret = Secret::from(self.0.to_string());
        Secret::new(format!("# created: {now:.0}\n# public key: {}\n{}\n", self.recipient(), secret.expose()))
    }
}

impl Key {
    #[cfg(test)]
    pub(super) fn encoded(&self) -> Secret {
        match self {
            Self::Identity(Identity(identity)) => identity.to_string().into(),
            Self::Passphrase(passphrase) => passphrase.clone(),
        }
    }

    /// Encrypts a text into an armored age file.
    pub(super) fn encrypt(&self, plain: &Secret) -> Result<String, EncryptError> {
        let bytes = plain.expose().as_bytes();
        match self {
            Self::Identity(Identity(identity)) => age::encrypt_and_armor(&identity.to_public(), bytes),
            Self::Passphrase(passphrase) => {
                let mut recipient = scrypt::Recipient::new(passphrase.clone().into());
                recipient.set_work_factor(WORK);
                age::encrypt_and_armor(&recipient, bytes)
            }
        }
    }

    /// What the library decrypts with.
    pub(super) fn identity(&self) -> Box<dyn age::Identity> {
        match self {
            Self::Identity(Identity(identity)) => Box::new(identity.clone()),
            Self::Passphrase(passphrase) => {
                let mut identity = scrypt::Identity::new(passphrase.clone().into());
                identity.set_max_work_factor(MOST_WORK);
                Box::new(identity)
            }
        }
    }
}

/// A private file with identities: the last one seals, all of them open.
///
/// More than one are there only while a rotation is under way, or was cut short.
#[derive(Debug, Clone)]
pub struct IdentityFile {
    path: PathBuf,
    identities: Vec<Key>,
}

impl IdentityFile {
    /// Reads the file; none where there is none.
    pub fn open(path: &Path) -> Result<Option<Self>, Problem> {
        let Some(text) = files::read_private(path)? else { return Ok(None) };
        Ok(Some(Self { path: path.to_owned(), identities: parse(&Secret::new(text), path)? }))
    }

    /// Reads the file, or makes it (0600, its folder 0700) with one new identity. One that is there is never
    /// overwritten, not even an empty one.
    pub fn open_or_make(path: &Path, now: Timestamp) -> Result<Self, Problem> {
        if let Some(found) = Self::open(path)? {
            return Ok(found);
        }
        if let Some(folder) = path.parent() {
            files::make_private_folder(folder)?;
        }
        let identity = Identity::make();
        if files::create_private(path, identity.lines(now).expose())? {
            return Ok(Self { path: path.to_owned(), identities: vec![Key::Identity(identity)] });
        }
        // Another run was faster; what it made is as good.
        Self::open(path)?.ok_or_else(|| Flaw::new("it was removed while it was read").at(Place::file(path)))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What opens, oldest first; there is at least one.
    pub fn keys(&self) -> &[Key] {
        &self.identities
    }

    /// What seals: the newest.
    pub fn current(&self) -> &Key {
        &self.identities[self.identities.len() - 1]
    }

    /// Adds a new identity, which is the current one from now on. All others still open.
    pub fn add(&mut self, now: Timestamp) -> Result<(), Problem> {
        let identity = Identity::make();
        let text = Secret::new(self.read()?.expose().trim_end().to_owned() + "\n" + identity.lines(now).expose());
        files::replace_private(&self.path, text.expose())?;
        self.identities.push(Key::Identity(identity));
        Ok(())
    }

    /// Drops all identities but the current one. What is sealed with the others, anywhere, can be opened no more.
    pub fn drop_older(&mut self, now: Timestamp) -> Result<(), Problem> {
        if let Some(Key::Identity(current)) = self.identities.last().cloned()
            && self.identities.len() > 1
        {
            // Somebody may have added one since; to drop that one would lose what it sealed.
            let there = parse(&self.read()?, &self.path)?;
            if there.len() != self.identities.len() {
                let flaw = Flaw::new("somebody else changed it meanwhile; no identity was dropped");
                return Err(flaw.hint("run the command again").at(Place::file(&self.path)));
            }
            files::replace_private(&self.path, current.lines(now).expose())?;
            self.identities = vec![Key::Identity(current)];
        }
        Ok(())
    }

    fn read(&self) -> Result<Secret, Problem> {
        let gone = || Flaw::new("it was removed meanwhile").at(Place::file(&self.path));
        files::read_private(&self.path)?.map(Secret::new).ok_or_else(gone)
    }
}

/// Reads the identities; lines that begin with `#` and empty ones do not count.
fn parse(text: &Secret, path: &Path) -> Result<Vec<Key>, Problem> {
    let mut identities = Vec::new();
    for (number, line) in (1..).zip(text.expose().lines().map(str::trim)) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        // The library's text is not told: it might be part of the line.
        let identity = line.parse().map_err(|_| {
            Flaw::new("this line is no age identity (AGE-SECRET-KEY-1…)")
                .hint("restore the file from a copy; without its identity the secrets cannot be opened")
                .at(Place::at(path, Position { line: number, column: 1 }))
        })?;
        identities.push(Key::Identity(Identity(identity)));
    }
    if identities.is_empty() {
        let flaw = Flaw::new("there is no age identity in it");
        return Err(flaw
            .hint("restore it from a copy; if nothing was ever sealed with it, remove it and a new one is made")
            .at(Place::file(path)));
    }
    Ok(identities)
}

#[cfg(test)]
mod tests;
