//! Who issues the tokens of an application: which issuers are believed, and when two are one.

use super::AppHost;

/// Whether this can be the issuer of an application on this host.
///
/// OpenID Connect Discovery 1.0, section 4.3, has it be exactly what discovery was asked for, which is
/// `https://<app host>/oidc`. The service is known to leave `/oidc` out, and to end in a slash (reference section 8.1).
/// Both are still this very host, which serves one application; a longer path could be somebody else's on a shared host.
pub(crate) fn is_issuer_at(host: &AppHost, issuer: &str) -> bool {
    [format!("{host}/oidc"), host.to_string()].iter().any(|own| is_same_issuer(own, issuer))
}

/// Whether two issuers are one. Whether an issuer ends in a slash is not known (reference section 8.1).
pub(super) fn is_same_issuer(one: &str, other: &str) -> bool {
    let bare = |issuer: &str| issuer.strip_suffix('/').unwrap_or(issuer).to_owned();
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_on_the_very_host_is_believed() {
        let host = AppHost::parse("https://app.genauth.ai").unwrap();
        for (issuer, believed) in [
            ("https://app.genauth.ai/oidc", true),
            ("https://app.genauth.ai/oidc/", true),
            ("https://app.genauth.ai", true),
            ("https://app.genauth.ai/", true),
            ("https://app.genauth.ai//", false),
            ("https://app.genauth.ai/oidc//", false),
            ("https://app.genauth.ai/other", false),
            ("https://app.genauth.ai/other/oidc", false),
            ("https://app.genauth.ai/oidc?a=b", false),
            ("https://app.genauth.ai:443/oidc", false),
            ("http://app.genauth.ai/oidc", false),
            ("https://app.genauth.ai.evil.example/oidc", false),
            ("https://evil.example/oidc", false),
            ("", false),
        ] {
            assert_eq!(is_issuer_at(&host, issuer), believed, "{issuer}");
        }
    }
}
