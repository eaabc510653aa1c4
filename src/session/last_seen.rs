//! What was last seen of an account, for when the service cannot be reached.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Session, Storage};
use crate::genauth::{EnabledConnection, Identity, Profile};
use crate::private_files;

/// What was last seen of an account. It holds no token; the providers' tokens were dropped when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastSeen {
    /// When it was read from the service.
    pub at: Timestamp,
    /// Who it was.
    pub profile: Profile,
    /// What was bound.
    pub identities: Vec<Identity>,
    /// The connections that the application offered, where they could be read.
    pub enabled: Option<Vec<EnabledConnection>>,
}

#[derive(Serialize, Deserialize)]
struct Form<T> {
    version: u32,
    #[serde(flatten)]
    seen: T,
}

const VERSION: u32 = 1;
/// More than this is neither written nor read, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// How a file ends that is to take the place of another.
const BESIDE: &str = ".new";

/// The file with what was last seen of one account. Its calls block; what goes wrong is no reason to stop anything.
#[derive(Clone, Debug)]
pub struct LastSeenFile {
    path: PathBuf,
}

impl LastSeenFile {
    /// The file of the account with this keyring entry; `None` without a data folder.
    pub(super) fn of(storage: &Storage, entry: &str) -> Option<Self> {
        Some(Self { path: storage.file_of("last-seen", entry, "json")? })
    }

    /// Reads it; `None` when there is none, or it is damaged, too large or of another version.
    pub fn read(&self) -> Option<LastSeen> {
        let mut text = Vec::new();
        File::open(&self.path).ok()?.take(LARGEST + 1).read_to_end(&mut text).ok()?;
        if text.len() as u64 > LARGEST {
            return None;
        }
        let form: Form<LastSeen> = serde_json::from_slice(&text).ok()?;
        (form.version == VERSION).then_some(form.seen)
    }

    /// Puts this in its place, whole or not at all, readable for this person only.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::FileTooLarge`] when it is too much, and what stood there is then removed.
    pub fn write(&self, seen: &LastSeen) -> io::Result<()> {
        let text = serde_json::to_vec(&Form { version: VERSION, seen })?;
        if text.len() as u64 > LARGEST {
            self.remove()?;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let folder = self.path.parent().unwrap_or(Path::new("."));
        private_files::make_folder(folder)?;
        // Two programs write beside each other, and the last one counts.
        let beside = self.path.with_extension(format!("{}{BESIDE}", std::process::id()));
        let written = write_new(&beside, &text).and_then(|()| std::fs::rename(&beside, &self.path));
        if written.is_err() {
            // What went wrong is told already.
            let _ = std::fs::remove_file(&beside);
        }
        written
    }

    /// Removes it, and what a program left beside it that was killed while it wrote; it is no error when there was
    /// none.
    ///
    /// # Errors
    /// What the system says.
    pub fn remove(&self) -> io::Result<()> {
        let beside = self.path.parent().and_then(|folder| std::fs::read_dir(folder).ok()).into_iter().flatten();
        let own = self.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        for other in beside.flatten().map(|entry| entry.path()) {
            let name = other.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name.starts_with(&own) && name.ends_with(BESIDE) {
                std::fs::remove_file(&other)?;
            }
        }
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

fn write_new(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = private_files::options().create(true).truncate(true).open(path)?;
    file.write_all(text)?;
    file.sync_all()
}

impl Session {
    /// The file with what was last seen of this account. `None` for a session that is not kept: it is not there at the
    /// next start, so nothing of it is kept either.
    pub fn last_seen_file(&self) -> Option<LastSeenFile> {
        self.last_seen_path().filter(|_| self.standing().kept && !self.is_ended())
    }

    pub(super) fn last_seen_path(&self) -> Option<LastSeenFile> {
        LastSeenFile::of(&self.inner.storage, &self.inner.entry)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::genauth::ExtIdpKind;

    fn seen() -> LastSeen {
        let identity = Identity {
            identity_id: "1".to_owned(),
            ext_idp_id: "2".to_owned(),
            provider: "wechat".to_owned(),
            kind: "openid".to_owned(),
            user_id_in_idp: "3".to_owned(),
            user_info_in_idp: json!({"nickname": "晓林"}).as_object().cloned().unwrap(),
            origin_connection_ids: vec!["4".to_owned()],
        };
        let connection = EnabledConnection {
            identifier: "wechat-pc".to_owned(),
            ext_idp_id: "2".to_owned(),
            provider: "wechat".to_owned(),
            kind: ExtIdpKind::Other("new".to_owned()),
            name: "WeChat".to_owned(),
            name_en: None,
            description: None,
            description_en: None,
            logo: None,
        };
        LastSeen {
            at: Timestamp::from_second(7).unwrap(),
            profile: Profile { user_id: "lin".to_owned(), name: Some("林晓".to_owned()), ..Profile::default() },
            identities: vec![identity],
            enabled: Some(vec![connection]),
        }
    }

    fn file(folder: &tempfile::TempDir) -> LastSeenFile {
        LastSeenFile { path: folder.path().join("last-seen").join("a.json") }
    }

    #[test]
    fn what_was_seen_is_there_until_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let file = file(&folder);
        assert_eq!(file.read(), None);
        file.remove().unwrap();
        file.write(&seen()).unwrap();
        let later = LastSeen { enabled: None, ..seen() };
        file.write(&later).unwrap();
        assert_eq!(file.read(), Some(later));
        assert_eq!(std::fs::read_dir(file.path.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
        std::fs::write(file.path.with_extension("17.new"), "{").unwrap();
        let another = LastSeenFile { path: file.path.with_file_name("b.json") };
        another.write(&seen()).unwrap();
        file.remove().unwrap();
        assert_eq!((file.read(), another.read()), (None, Some(seen())));
        assert_eq!(std::fs::read_dir(file.path.parent().unwrap()).unwrap().count(), 1, "nothing of it is left");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = file(&folder);
        file.write(&seen()).unwrap();
        assert_eq!(std::fs::metadata(&file.path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn too_much_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = file(&folder);
        file.write(&seen()).unwrap();
        let mut much = seen();
        much.profile.name = Some("x".repeat(LARGEST as usize));
        assert_eq!(file.write(&much).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(file.read(), None, "what stood there is no longer what was last seen");
        std::fs::write(&file.path, " ".repeat(LARGEST as usize + 1)).unwrap();
        assert_eq!(file.read(), None);
    }

    proptest! {
        #[test]
        fn a_damaged_file_is_none(text in ".*", version in 0..3_u32) {
            let folder = tempfile::tempdir().unwrap();
            let file = file(&folder);
            private_files::make_folder(file.path.parent().unwrap()).unwrap();
            std::fs::write(&file.path, &text).unwrap();
            prop_assert_eq!(file.read(), None);
            let mut form = serde_json::to_value(Form { version: 1, seen: seen() }).unwrap();
            form["version"] = version.into();
            std::fs::write(&file.path, form.to_string()).unwrap();
            prop_assert_eq!(file.read().is_some(), version == 1);
        }
    }
}
