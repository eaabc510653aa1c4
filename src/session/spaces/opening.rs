//! What a client is told of an account space.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::{AccountSpace, AuthenticationMethod};
use crate::genauth::{
    ClientAuthentication, ClientSecret, ClientSettings, Deadlines, Language, RootCertificates, RootCertificatesError,
};

/// The most that is read of a file of certificates, in bytes: 1 MiB.
const LIMIT: u64 = 1024 * 1024;

/// Why a space cannot be opened, before anything is sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpaceTrouble {
    /// The file of extra certificates cannot be read; the reason is the operating system's.
    #[error("{path} cannot be read: {reason}")]
    CaUnreadable {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
    /// It holds no certificate, or a damaged one.
    #[error("{path}: {reason}")]
    CaUseless {
        /// The file.
        path: String,
        /// Why.
        reason: RootCertificatesError,
    },
    /// The application proves itself with a secret, and none is known.
    #[error("the secret of the application is not known")]
    NoSecret,
}

/// What a client for this space is told. Reads the file of extra certificates, and so blocks.
///
/// # Errors
///
/// A [`SpaceTrouble`].
pub fn client_settings(
    space: &AccountSpace,
    secret: Option<ClientSecret>,
    language: Language,
    deadlines: Deadlines,
) -> Result<ClientSettings, SpaceTrouble> {
    let extra_roots = match &space.extra_ca {
        Some(path) => read_certificates(path)?,
        None => RootCertificates::default(),
    };
    let authentication = match (space.authentication, secret) {
        (AuthenticationMethod::None, _) => ClientAuthentication::None,
        (AuthenticationMethod::Post, Some(secret)) => ClientAuthentication::Post(secret),
        (AuthenticationMethod::Basic, Some(secret)) => ClientAuthentication::Basic(secret),
        (AuthenticationMethod::Post | AuthenticationMethod::Basic, None) => return Err(SpaceTrouble::NoSecret),
    };
    Ok(ClientSettings {
        header_family: space.header_family,
        language,
        deadlines,
        extra_roots,
        proxy: space.proxy,
        authentication,
        ..ClientSettings::of(space.app_host.clone(), space.app_id.clone())
    })
}

fn read_certificates(path: &Path) -> Result<RootCertificates, SpaceTrouble> {
    let shown = path.display().to_string();
    let mut pem = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LIMIT).read_to_end(&mut pem));
    match read {
        Ok(_) => RootCertificates::from_pem(&pem).map_err(|reason| SpaceTrouble::CaUseless { path: shown, reason }),
        Err(error) => Err(SpaceTrouble::CaUnreadable { path: shown, reason: error.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genauth::AppHost;
    use crate::session::SpaceName;

    fn space() -> AccountSpace {
        AccountSpace::of(SpaceName::Host, AppHost::parse("https://127.0.0.1:1").unwrap(), "app".to_owned())
    }

    fn settings(space: &AccountSpace) -> Result<ClientSettings, SpaceTrouble> {
        client_settings(space, None, Language::English, Deadlines::default())
    }

    #[test]
    fn certificates_are_read_or_it_is_said_why_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        let with = AccountSpace { extra_ca: Some(path.clone()), ..space() };
        assert!(matches!(settings(&with), Err(SpaceTrouble::CaUnreadable { .. })));
        std::fs::write(&path, "nothing").unwrap();
        let useless = SpaceTrouble::CaUseless { path: path.display().to_string(), reason: RootCertificatesError::None };
        assert_eq!(settings(&with).unwrap_err(), useless);
        let signed = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
        std::fs::write(&path, signed.cert.pem()).unwrap();
        assert_eq!(settings(&with).unwrap().extra_roots.count(), 1);
    }

    #[test]
    fn a_method_with_a_secret_needs_one() {
        let post = AccountSpace { authentication: AuthenticationMethod::Post, ..space() };
        assert_eq!(settings(&post).unwrap_err(), SpaceTrouble::NoSecret);
        assert!(matches!(settings(&space()).unwrap().authentication, ClientAuthentication::None));
    }
}
