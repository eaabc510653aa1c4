//! Names that announce a secret.

use super::SecretKind;

/// What a field, header or parameter of this name holds, when that is a secret. Case, `_`, `-` and `.` do not count,
/// so that `access_token`, `accessToken` and `X-Access-Token` are one name.
pub(super) fn kind_of(name: &str) -> Option<SecretKind> {
    let name = plain(name);
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    // Says something about a secret, but is none: token_type, accessTokenExpiresIn, passCodePayload.
    if ends(&[
        "type",
        "typehint",
        "expiresin",
        "expirein",
        "expiresat",
        "lifetime",
        "payload",
        "length",
        "enabled",
        // id_token_signing_alg_values_supported, of the service's description of itself.
        "supported",
        "alg",
    ]) {
        return None;
    }
    for (part, kind) in [
        ("accesstoken", SecretKind::AccessToken),
        ("refreshtoken", SecretKind::RefreshToken),
        ("idtoken", SecretKind::IdToken),
        ("passcode", SecretKind::Code),
    ] {
        if name.contains(part) {
            return Some(kind);
        }
    }
    if ends(&["password", "passwords", "passwd", "pwd", "passphrase", "passwordhash", "passwordsalt"]) || name == "pass"
    {
        return Some(SecretKind::Password);
    }
    if ends(&["token", "tokens", "jwt"]) {
        return Some(SecretKind::Token);
    }
    if ends(&[
        "verificationcode",
        "verifycode",
        "captchacode",
        "recoverycode",
        "recoverycodes",
        "authorizationcode",
        "authcode",
        "smscode",
        "emailcode",
        "devicecode",
        "jscode",
        // The picture of a code, which a program can read (reference section 3.5).
        "captchacodesvg",
        "otp",
    ]) {
        return Some(SecretKind::Code);
    }
    if ends(&[
        "secret",
        "secrets",
        "secretkey",
        "privatekey",
        "apikey",
        "sessionkey",
        "sessionid",
        "assertion",
        "ticket",
        // PKCE's and that of OAuth 1.0 (RFC 7636, section 4.1; RFC 5849, section 2.2).
        "verifier",
    ]) || ["qrcodeuri", "qrcodedataurl", "otpauthuri", "samlresponse"].contains(&name.as_str())
    {
        return Some(SecretKind::Secret);
    }
    match name.as_str() {
        "cookie" | "setcookie" => Some(SecretKind::Cookie),
        "authorization"
        | "proxyauthorization"
        | "xauthorization"
        | "xforwardedauthorization"
        | "xoriginalauthorization" => Some(SecretKind::Credentials),
        "bindurl" => Some(SecretKind::Link),
        _ => None,
    }
}

/// The parameters that are secret only in an OAuth query or form.
pub(super) fn oauth_kind_of(name: &str) -> Option<SecretKind> {
    match name {
        "code" => Some(SecretKind::Code),
        "state" => Some(SecretKind::State),
        _ => None,
    }
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// Undoes the encoding of a form's name or value: `+` and `%XX`. Bytes that are not UTF-8 are replaced.
pub(super) fn decode(text: &str) -> String {
    // The parser splits at `&` and `=`; a text with those encoded and none raw comes back in one piece.
    let pairs = text.replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(pairs.as_bytes()).map(|(name, _)| name.into_owned()).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{SecretKind, decode, kind_of};

    #[test]
    fn secrets_by_any_spelling() {
        for (name, kind) in [
            ("password", SecretKind::Password),
            ("oldPassword", SecretKind::Password),
            ("passCode", SecretKind::Code),
            ("newEmailPassCode", SecretKind::Code),
            ("access_token", SecretKind::AccessToken),
            ("accessToken", SecretKind::AccessToken),
            ("X-Access-Token", SecretKind::AccessToken),
            ("refresh_token", SecretKind::RefreshToken),
            ("id_token", SecretKind::IdToken),
            ("id_token_hint", SecretKind::IdToken),
            ("mfaToken", SecretKind::Token),
            ("token", SecretKind::Token),
            ("client_secret", SecretKind::Secret),
            ("code_verifier", SecretKind::Secret),
            ("totp", SecretKind::Code),
            ("recoveryCode", SecretKind::Code),
            ("Set-Cookie", SecretKind::Cookie),
            ("Authorization", SecretKind::Credentials),
            ("bindUrl", SecretKind::Link),
        ] {
            assert_eq!(kind_of(name), Some(kind), "{name}");
        }
    }

    #[test]
    fn words_about_secrets_are_not_secrets() {
        for name in [
            "passwordSet",
            "passwordSecurityLevel",
            "passwordPayload",
            "passCodePayload",
            "passwordEncryptType",
            "passwordLastSetAt",
            "resetPasswordOnNextLogin",
            "token_type",
            "token_type_hint",
            "tokenExpiresIn",
            "totpMfaEnabled",
            "id_token_signing_alg_values_supported",
            "id_token_signed_response_alg",
            "publicKey",
            "statusCode",
            "code",
            "state",
            "extIdpId",
            "",
        ] {
            assert_eq!(kind_of(name), None, "{name}");
        }
    }

    #[test]
    fn decodes_forms() {
        assert_eq!(decode("a+b%20c%3d&="), "a b c=&=");
        assert_eq!(decode(""), "");
        assert_eq!(decode("%"), "%");
    }
}
