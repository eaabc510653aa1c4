//! Certificates that are trusted in addition to this machine's.

use std::fmt;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

/// Certificates of a private deployment's own authority (reference section 1.1), trusted in addition to the ones that
/// this machine trusts.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RootCertificates(Vec<CertificateDer<'static>>);

/// Why a text holds no certificates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RootCertificatesError {
    /// There is none in it.
    #[error("there is no certificate in it")]
    None,
    /// One of them cannot be read.
    #[error("a certificate in it cannot be read")]
    Damaged,
}

impl RootCertificates {
    /// Reads the certificates of a PEM text; what else stands there, such as a key, is left out.
    ///
    /// # Errors
    ///
    /// A [`RootCertificatesError`]: certificates that silently did nothing would only show as a failing connection.
    pub fn from_pem(pem: &[u8]) -> Result<Self, RootCertificatesError> {
        let certificates: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(pem)
            .collect::<Result<_, _>>()
            .map_err(|_| RootCertificatesError::Damaged)?;
        if certificates.is_empty() {
            return Err(RootCertificatesError::None);
        }
        // The HTTP library only warns of a certificate that it cannot use.
        let mut readable = rustls::RootCertStore::empty();
        let (_, unreadable) = readable.add_parsable_certificates(certificates.iter().cloned());
        if unreadable > 0 { Err(RootCertificatesError::Damaged) } else { Ok(Self(certificates)) }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// As the HTTP library takes them; one that it cannot read ends it with the library's error.
    pub(super) fn to_http(&self) -> Result<Vec<reqwest::Certificate>, reqwest::Error> {
        self.0.iter().map(|certificate| reqwest::Certificate::from_der(certificate)).collect()
    }
}

impl fmt::Debug for RootCertificates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RootCertificates({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_without_a_certificate_says_so() {
        assert_eq!(RootCertificates::from_pem(b"not PEM"), Err(RootCertificatesError::None));
        assert_eq!(RootCertificates::from_pem(b""), Err(RootCertificatesError::None));
    }

    #[test]
    fn a_damaged_certificate_says_so() {
        for body in ["!!!", "bm90IGEgY2VydGlmaWNhdGU="] {
            let pem = format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
            assert_eq!(RootCertificates::from_pem(pem.as_bytes()), Err(RootCertificatesError::Damaged), "{body}");
        }
    }

    #[test]
    fn certificates_are_counted_and_keys_left_out() {
        let signed = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
        let pem = format!("{}{}{}", signed.signing_key.serialize_pem(), signed.cert.pem(), signed.cert.pem());
        assert_eq!(RootCertificates::from_pem(pem.as_bytes()).unwrap().count(), 2);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in ".*") {
            let _ = RootCertificates::from_pem(&bytes);
            let pem = format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n");
            let _ = RootCertificates::from_pem(pem.as_bytes());
        }
    }
}
