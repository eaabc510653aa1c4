//! Replaces a file whole: who reads it finds the old one or the new one, never a part.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Who may read the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// Its owner (mode 0600 on Unix).
    Owner,
    /// Everybody (mode 0644 on Unix, less what the process masks).
    Everybody,
}

/// Writes a file beside, sees it on the disk, and gives it the name. After an error the old file is as it was.
///
/// # Errors
/// When any of the steps fails.
pub(super) fn replace(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    let beside = beside(path, ".new")?;
    // One that a crash left behind is in the way, and following it if it is a link would be worse.
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = create(&beside, readers).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    if let Err(error) = written.and_then(|()| fs::rename(&beside, path)) {
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        // The new name is safe from a power failure once the folder is on the disk; not every file system can say so.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    Ok(())
}

/// Creates a file that must not be there.
///
/// # Errors
/// When it is there, or cannot be created.
pub(super) fn create(path: &Path, readers: Readers) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    owned(&mut options, readers).open(path)
}

/// Gives a file that these options create to its readers.
pub(super) fn owned(options: &mut OpenOptions, readers: Readers) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(match readers {
            Readers::Owner => 0o600,
            Readers::Everybody => 0o644,
        });
    }
    #[cfg(not(unix))]
    let _ = readers;
    options
}

/// The path of a hidden file in the same folder.
///
/// # Errors
/// When the path names no file.
pub(super) fn beside(path: &Path, ending: &str) -> io::Result<std::path::PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(ending);
    Ok(path.with_file_name(hidden))
}
