//! The file that a client is told to trust: the authority's certificate, as PEM.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::replace::{self, Readers};
use crate::sandbox::tokens::random_text;

/// How every PEM certificate begins (RFC 7468, section 5.1).
const BEGINNING: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// Why the certificate could not be put into a file.
#[derive(Debug, thiserror::Error)]
pub enum CaFileError {
    /// Something else is in the file.
    #[error("{path} is there already and holds no certificate, so it was left as it is; give another --ca-file")]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be written.
    #[error("the certificate cannot be written to {path}: {reason}")]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
}

/// The file with the certificate. One in the temporary folder goes when the value is dropped.
#[derive(Debug)]
pub(in crate::sandbox) struct CaFile {
    path: PathBuf,
    temporary: bool,
}

impl CaFile {
    /// Writes the certificate where it is wanted, or else into a new file in the temporary folder.
    pub(in crate::sandbox) fn write(wanted: Option<&Path>, certificate: &str) -> Result<Self, CaFileError> {
        match wanted {
            Some(path) => Self::write_to(path, certificate),
            None => Self::write_somewhere(certificate),
        }
    }

    /// Whether a certificate may be written there: in the place of one of an earlier start, and of nothing else.
    pub(in crate::sandbox) fn check(path: &Path) -> Result<(), CaFileError> {
        match is_free_or_certificate(path) {
            Ok(true) => Ok(()),
            Ok(false) => Err(CaFileError::NoCertificate { path: path.to_owned() }),
            Err(reason) => Err(CaFileError::Unwritable { path: path.to_owned(), reason }),
        }
    }

    fn write_to(path: &Path, certificate: &str) -> Result<Self, CaFileError> {
        Self::check(path)?;
        let unwritable = |reason| CaFileError::Unwritable { path: path.to_owned(), reason };
        replace::replace(path, certificate.as_bytes(), Readers::Everybody).map_err(unwritable)?;
        // Clients start elsewhere; an absolute path means the same to them.
        let path = path.canonicalize().map_err(unwritable)?;
        Ok(Self { path, temporary: false })
    }

    fn write_somewhere(certificate: &str) -> Result<Self, CaFileError> {
        let folder = std::env::temp_dir();
        let unwritable = |reason| CaFileError::Unwritable { path: folder.clone(), reason };
        let random = random_text().ok_or_else(|| unwritable(io::Error::other("the system gives no random numbers")))?;
        let path = folder.join(format!("bindery-sandbox-ca-{}.pem", random.get(..16).unwrap_or(&random)));
        let mut file = replace::create(&path, Readers::Everybody).map_err(unwritable)?;
        // From here on the value removes the file, also when it cannot be filled.
        let ca_file = Self { path, temporary: true };
        file.write_all(certificate.as_bytes()).map_err(unwritable)?;
        Ok(ca_file)
    }

    /// Where it is.
    pub(in crate::sandbox) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for CaFile {
    fn drop(&mut self) {
        if self.temporary {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn is_free_or_certificate(path: &Path) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => return Ok(false),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    }
    let mut file = fs::File::open(path)?;
    let mut beginning = [0; BEGINNING.len()];
    match file.read_exact(&mut beginning) {
        Ok(()) => Ok(beginning == BEGINNING),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::keeping::scratch::Scratch;

    const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

    #[test]
    fn without_a_wish_it_goes_into_the_temporary_folder_and_away_again() {
        let (one, other) = (CaFile::write(None, CERTIFICATE).unwrap(), CaFile::write(None, CERTIFICATE).unwrap());
        assert_ne!(one.path(), other.path());
        assert_eq!(fs::read_to_string(one.path()).unwrap(), CERTIFICATE);
        let path = one.path().to_owned();
        drop(one);
        assert!(!path.exists());
        assert!(other.path().exists());
    }

    #[test]
    fn a_file_that_was_asked_for_stays_and_is_replaced_by_the_next() {
        let folder = Scratch::new("ca-wanted");
        let path = folder.path().join("ca.pem");
        for certificate in [CERTIFICATE.to_owned(), CERTIFICATE.replace("AAAA", "BBBB")] {
            drop(CaFile::write(Some(&path), &certificate).unwrap());
            assert_eq!(fs::read_to_string(&path).unwrap(), certificate);
        }
    }

    #[test]
    fn what_is_no_certificate_is_not_overwritten() {
        let folder = Scratch::new("ca-other");
        let path = folder.path().join("notes.txt");
        for text in ["", "notes", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
            fs::write(&path, text).unwrap();
            let error = CaFile::write(Some(&path), CERTIFICATE).unwrap_err();
            assert!(matches!(error, CaFileError::NoCertificate { .. }), "{error}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert!(matches!(CaFile::write(Some(folder.path()), CERTIFICATE), Err(CaFileError::NoCertificate { .. })));
    }
}
