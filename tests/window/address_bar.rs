//! What stands for the system's browser: a script in `$BROWSER` that hands over the address that it is given.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::wait::{DEADLINE, until};

/// Every argument on a line of its own, put there in one piece. Then it stays, as a browser does, until the pipe closes.
const SCRIPT: &str = "#!/bin/sh
cd \"${0%/*}\" || exit
printf '%s\\n' \"$@\" > handed
mv handed opened
read -r _ < stays
";

/// The script, and what it was given.
pub(crate) struct AddressBar {
    folder: TempDir,
    _stays: File,
}

impl AddressBar {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("browser");
        std::fs::write(&script, SCRIPT).unwrap();
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
        let pipe = folder.path().join("stays");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        // For both, because opening a pipe for one waits for the other.
        let stays = OpenOptions::new().read(true).write(true).open(pipe).unwrap();
        Self { folder, _stays: stays }
    }

    /// The value for `$BROWSER`.
    pub(crate) fn script(&self) -> PathBuf {
        self.folder.path().join("browser")
    }

    /// Waits for the next address; there is nothing else that the script was given.
    pub(crate) fn opened(&self) -> String {
        let path = self.folder.path().join("opened");
        let handed = until(DEADLINE, || std::fs::read_to_string(&path).ok());
        std::fs::remove_file(&path).expect("the browser was called");
        let handed = handed.unwrap();
        let [address] = handed.lines().collect::<Vec<_>>()[..] else { panic!("not one argument: {handed:?}") };
        address.to_owned()
    }
}
