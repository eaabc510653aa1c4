//! A certificate authority of the sandbox's own, for TLS on loopback and for nothing else.
//!
//! A person who trusts it by mistake, or forgets that they do, has lost little: it lives for a month, and its name
//! constraints let it vouch for loopback addresses only (RFC 5280, section 4.2.1.10).

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, PublicKeyData as _, SanType,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use serde::{Deserialize, Serialize};
use tokio_rustls::TlsAcceptor;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// For how long a certificate is good from the day it is made. One day before is included, because clocks differ.
const VALID_DAYS: i32 = 30;

/// An authority with less than this left is not used again by a later start.
const LEAST_LEFT_DAYS: i32 = 7;

/// Why TLS cannot be offered.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// No key or certificate could be made.
    #[error("no certificate could be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The certificate cannot be served.
    #[error("the certificate cannot be served: {0}")]
    Tls(#[from] rustls::Error),
    /// What was kept of an earlier authority does not hold a certificate with its key.
    #[error("what is kept of the certificate authority is not a certificate with its key")]
    Kept,
}

/// The authority: its certificate, and the key that never leaves the program except into the state file.
pub(super) struct Authority {
    certificate: String,
    key: KeyPair,
    not_after: Timestamp,
}

/// An authority as the state file keeps it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeptAuthority {
    /// PEM.
    certificate: String,
    /// PEM of PKCS #8.
    key: String,
    not_after: Timestamp,
}

impl Authority {
    /// Makes a new authority.
    pub(super) fn generate(now: Timestamp) -> Result<Self, AuthorityError> {
        let key = KeyPair::generate()?;
        let not_after = end_of_validity(now);
        let certificate = authority_parameters(&key, now, not_after).self_signed(&key)?;
        Ok(Self { certificate: certificate.pem(), key, not_after })
    }

    /// The authority of an earlier start, or a new one in its place when it has too little time left.
    pub(super) fn resume(kept: KeptAuthority, now: Timestamp) -> Result<Self, AuthorityError> {
        let key = KeyPair::from_pem(&kept.key).map_err(|_| AuthorityError::Kept)?;
        let certificate =
            CertificateDer::from_pem_slice(kept.certificate.as_bytes()).map_err(|_| AuthorityError::Kept)?;
        let holds_key = certificate.windows(key.der_bytes().len()).any(|bytes| bytes == key.der_bytes());
        if !holds_key {
            return Err(AuthorityError::Kept);
        }
        if kept.not_after.duration_since(now) < DAY * LEAST_LEFT_DAYS {
            return Self::generate(now);
        }
        Ok(Self { certificate: kept.certificate, key, not_after: kept.not_after })
    }

    /// What a later start needs to be the same authority.
    pub(super) fn kept(&self) -> KeptAuthority {
        let key = self.key.serialize_pem();
        KeptAuthority { certificate: self.certificate.clone(), key, not_after: self.not_after }
    }

    /// The certificate to trust, as PEM.
    pub(super) fn certificate(&self) -> &str {
        &self.certificate
    }

    /// Serves TLS with a new certificate for `127.0.0.1` and `::1`, whose key is in memory only.
    pub(super) fn acceptor(&self, now: Timestamp) -> Result<TlsAcceptor, AuthorityError> {
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name = named("Bindery sandbox");
        parameters.subject_alt_names =
            vec![SanType::IpAddress(Ipv4Addr::LOCALHOST.into()), SanType::IpAddress(Ipv6Addr::LOCALHOST.into())];
        parameters.is_ca = IsCa::ExplicitNoCa;
        parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        parameters.use_authority_key_identifier_extension = true;
        let not_after = end_of_validity(now).min(self.not_after);
        set_validity(&mut parameters, now, not_after);

        let key = KeyPair::generate()?;
        let authority = authority_parameters(&self.key, now, self.not_after);
        let certificate = parameters.signed_by(&key, &Issuer::from_params(&authority, &self.key))?;
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key.into())?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

/// The authority's own certificate. All but its dates follows from the key.
fn authority_parameters(key: &KeyPair, now: Timestamp, not_after: Timestamp) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    // Part of the key's hash in the name, so that two of them in one trust store are told apart.
    let hash = digest(&SHA256, key.der_bytes());
    let digits: String = hash.as_ref().iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    parameters.distinguished_name = named(&format!("Bindery sandbox CA {digits}"));
    parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    parameters.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![
            GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(Ipv4Addr::new(127, 0, 0, 0).into(), 8)),
            GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(Ipv6Addr::LOCALHOST.into(), 128)),
        ],
        // Permitting addresses says nothing of names; the empty name is the end of every name, so this excludes all.
        excluded_subtrees: vec![GeneralSubtree::DnsName(String::new())],
    });
    set_validity(&mut parameters, now, not_after);
    parameters
}

fn named(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common_name);
    name
}

/// The beginning of the day on which a certificate made now ends (UTC).
fn end_of_validity(now: Timestamp) -> Timestamp {
    let day = now.to_zoned(TimeZone::UTC).date();
    let end = now.checked_add(DAY * VALID_DAYS).map_or(day, |end| end.to_zoned(TimeZone::UTC).date());
    end.to_zoned(TimeZone::UTC).map_or(now, |end| end.timestamp())
}

fn set_validity(parameters: &mut CertificateParams, now: Timestamp, not_after: Timestamp) {
    let before = now.checked_sub(DAY).unwrap_or(now);
    let [not_before, not_after] = [before, not_after].map(|at| {
        let day = at.to_zoned(TimeZone::UTC).date();
        date_time_ymd(day.year().into(), day.month().unsigned_abs(), day.day().unsigned_abs())
    });
    parameters.not_before = not_before;
    parameters.not_after = not_after;
}

#[cfg(test)]
mod tests {
    use rustls::RootCertStore;
    use rustls::client::WebPkiServerVerifier;
    use rustls::client::danger::ServerCertVerifier as _;
    use rustls::pki_types::{ServerName, UnixTime};

    use super::*;

    /// Whether who trusts only this authority believes a certificate of its for this name.
    fn believed(authority: &Authority, name: &str, at: Timestamp) -> Result<(), rustls::Error> {
        let mut parameters = CertificateParams::new([name.to_owned()]).unwrap();
        set_validity(&mut parameters, Timestamp::now(), authority.not_after);
        let key = KeyPair::generate().unwrap();
        let signer = authority_parameters(&authority.key, Timestamp::now(), authority.not_after);
        let certificate = parameters.signed_by(&key, &Issuer::from_params(&signer, &authority.key)).unwrap();

        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(authority.certificate().as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
        let at = UnixTime::since_unix_epoch(at.duration_since(Timestamp::UNIX_EPOCH).unsigned_abs());
        let name = ServerName::try_from(name.to_owned()).unwrap();
        verifier.verify_server_cert(certificate.der(), &[], &name, &[], at).map(|_| ())
    }

    #[test]
    fn it_vouches_for_loopback_addresses_and_no_other_name() {
        let now = Timestamp::now();
        let authority = Authority::generate(now).unwrap();
        for loopback in ["127.0.0.1", "127.8.9.10", "::1"] {
            believed(&authority, loopback, now).unwrap_or_else(|error| panic!("{loopback}: {error}"));
        }
        for other in ["example.com", "localhost", "127.0.0.1.example.com", "10.0.0.1", "128.0.0.1", "::2"] {
            let refused = believed(&authority, other, now).unwrap_err();
            assert!(format!("{refused:?}").contains("NameConstraintViolation"), "{other}: {refused:?}");
        }
    }

    #[test]
    fn it_is_good_for_a_month_and_for_a_clock_that_is_behind() {
        let now = Timestamp::now();
        let authority = Authority::generate(now).unwrap();
        for (hours, good) in [(-12, true), (28 * 24, true), (31 * 24, false)] {
            let at = now + SignedDuration::from_hours(hours);
            assert_eq!(believed(&authority, "127.0.0.1", at).is_ok(), good, "{hours} h");
        }
    }

    #[test]
    fn what_is_kept_is_the_same_authority_until_it_is_old() {
        let now = Timestamp::now();
        let authority = Authority::generate(now).unwrap();
        let text = serde_json::to_string(&authority.kept()).unwrap();
        let kept: KeptAuthority = serde_json::from_str(&text).unwrap();
        let again = Authority::resume(kept.clone(), now).unwrap();
        assert_eq!(again.certificate(), authority.certificate());
        believed(&again, "127.0.0.1", now).unwrap();
        again.acceptor(now).unwrap();
        let later = Authority::resume(kept, now + DAY * 25).unwrap();
        assert_ne!(later.certificate(), authority.certificate());
    }

    #[test]
    fn another_ones_key_is_not_taken_for_its_own() {
        let now = Timestamp::now();
        let mut kept = Authority::generate(now).unwrap().kept();
        kept.key = Authority::generate(now).unwrap().kept().key;
        assert!(matches!(Authority::resume(kept.clone(), now), Err(AuthorityError::Kept)));
        kept.key = "-----BEGIN".to_owned();
        assert!(matches!(Authority::resume(kept, now), Err(AuthorityError::Kept)));
    }
}
