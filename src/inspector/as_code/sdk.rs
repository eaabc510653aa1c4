//! A call with the official SDK for Python (PyPI `genauth` and `authing` 5.1.0; the brands differ in the name of the package
//! only).

use std::fmt::Write as _;

use serde_json::Value;

use super::holes::upper_snake;
use super::python::{literal, quote, text};
use super::template::{Body, Parts, Piece, Template, plain};

/// The calls under `/api/v3` that the SDK has: method, path, its name for the call, the parameters that it needs and those
/// that it takes, as they are sent. Its own names for them are the same in snake case.
const CALLS: [(&str, &str, &str, &str, &str); 45] = [
    ("GET", "/api/v3/system", "get_system_info", "", ""),
    ("GET", "/api/v3/get-application-enabled-extidps", "get_application_enabled_ext_idps", "", ""),
    ("POST", "/api/v3/send-email", "send_email", "channel email", ""),
    ("POST", "/api/v3/send-sms", "send_sms", "channel phoneNumber", "phoneCountryCode"),
    ("POST", "/api/v3/pre-check-code", "pre_check_code", "codeType", "smsCodePayload emailCodePayload"),
    ("POST", "/api/v3/signup", "sign_up", "connection", "passwordPayload passCodePayload profile options"),
    (
        "POST",
        "/api/v3/signin",
        "sign_in_by_credentials",
        "connection",
        "passwordPayload passCodePayload adPayload ldapPayload options client_id client_secret",
    ),
    ("GET", "/api/v3/get-profile", "get_profile", "", "withCustomData withIdentities"),
    (
        "POST",
        "/api/v3/update-profile",
        "update_profile",
        "",
        "name nickname photo externalId birthdate country province city address streetAddress postalCode gender username company customData identityNumber",
    ),
    ("GET", "/api/v3/get-identities", "get_identities", "", ""),
    ("GET", "/api/v3/get-security-info", "get_security_level", "", ""),
    ("GET", "/api/v3/get-my-login-history", "get_login_history", "", "appId clientIp success start end page limit"),
    ("GET", "/api/v3/get-my-logged-in-apps", "get_logged_in_apps", "", ""),
    ("GET", "/api/v3/get-my-accessible-apps", "get_accessible_apps", "", ""),
    ("GET", "/api/v3/mydevices/list", "list", "", "page limit"),
    ("POST", "/api/v3/mydevices/revoke-session", "revoke", "deviceId", ""),
    ("POST", "/api/v3/mydevices/unbind", "unbind", "deviceId", ""),
    ("POST", "/api/v3/bind-email", "bind_email", "passCode email", ""),
    ("POST", "/api/v3/unbind-email", "unbind_email", "passCode", ""),
    ("POST", "/api/v3/bind-phone", "bind_phone", "passCode phoneNumber", "phoneCountryCode"),
    ("POST", "/api/v3/unbind-phone", "unbind_phone", "passCode", ""),
    (
        "POST",
        "/api/v3/verify-update-email-request",
        "verify_update_email_request",
        "emailPassCodePayload verifyMethod",
        "",
    ),
    ("POST", "/api/v3/update-email", "update_email", "updateEmailToken", ""),
    (
        "POST",
        "/api/v3/verify-update-phone-request",
        "verify_update_phone_request",
        "phonePassCodePayload verifyMethod",
        "",
    ),
    ("POST", "/api/v3/update-phone", "update_phone", "updatePhoneToken", ""),
    ("POST", "/api/v3/update-password", "update_password", "newPassword", "oldPassword passwordEncryptType"),
    (
        "POST",
        "/api/v3/verify-reset-password-request",
        "verify_reset_password_request",
        "verifyMethod",
        "phonePassCodePayload emailPassCodePayload",
    ),
    ("POST", "/api/v3/reset-password", "reset_password", "password passwordResetToken", "passwordEncryptType"),
    (
        "POST",
        "/api/v3/verify-delete-account-request",
        "verify_delete_account_request",
        "verifyMethod",
        "phonePassCodePayload emailPassCodePayload passwordPayload",
    ),
    ("POST", "/api/v3/delete-account", "delete_account", "deleteAccountToken", ""),
    (
        "GET",
        "/api/v3/generate-link-extidp-url",
        "generate_link_ext_idp_url",
        "ext_idp_conn_identifier app_id id_token",
        "",
    ),
    ("POST", "/api/v3/unlink-extidp", "unlink_ext_idp", "extIdpId", ""),
    ("GET", "/api/v3/list-enrolled-factors", "list_enrolled_factors", "", ""),
    ("GET", "/api/v3/list-factors-to-enroll", "list_factors_to_enroll", "", ""),
    ("GET", "/api/v3/get-factor", "get_factor", "factorId", ""),
    ("POST", "/api/v3/send-enroll-factor-request", "send_enroll_factor_request", "profile factorType", ""),
    ("POST", "/api/v3/enroll-factor", "enroll_factor", "enrollmentData enrollmentToken factorType", ""),
    ("POST", "/api/v3/reset-factor", "reset_factor", "factorId", ""),
    ("POST", "/api/v3/mfa-totp-verify", "mfa_otp_verify", "totp", ""),
    (
        "POST",
        "/api/v3/signin-by-mobile",
        "sign_in_by_mobile",
        "extIdpConnidentifier connection",
        "wechatPayload applePayload alipayPayload wechatworkPayload wechatworkAgencyPayload larkPublicPayload larkInternalPayload larkBlockPayload yidunPayload wechatMiniProgramCodePayload wechatMiniProgramPhonePayload wechatMiniProgramCodeAndPhonePayload googlePayload facebookPayload qqPayload weiboPayload baiduPayload linkedInPayload dingTalkPayload githubPayload giteePayload gitlabPayload douyinPayload kuaishouPayload xiaomiPayload linePayload slackPayload oppoPayload huaweiPayload amazonPayload options client_id client_secret",
    ),
    ("POST", "/api/v3/signin-by-push", "sign_in_by_push", "account", "options"),
    ("POST", "/api/v3/gene-qrcode", "gene_qr_code", "type", "extIdpConnId customData context autoMergeQrCode"),
    ("GET", "/api/v3/check-qrcode-status", "check_qr_code_status", "qrcodeId", ""),
    (
        "POST",
        "/api/v3/exchange-tokenset-with-qrcode-ticket",
        "exchange_token_set_with_qr_code_ticket",
        "ticket",
        "client_id client_secret",
    ),
    ("POST", "/api/v3/change-qrcode-status", "change_qr_code_status", "action qrcodeId", ""),
];

/// Answers to these come from the OpenID provider, which the SDK asks with another client of its own.
const OIDC: &str = "protocol_http_client";

/// A call that the SDK makes as it was made.
struct Call {
    name: &'static str,
    /// What the client is told beside the application and its host.
    options: Vec<(&'static str, String)>,
    arguments: Vec<(String, String)>,
    /// The attribute of the client that sends it.
    sender: &'static str,
}

/// With the SDK, when it has this call with these parameters and would send it as it was sent.
pub(super) fn write(parts: &Parts) -> Option<String> {
    // It reads every answer as JSON, and would show nothing of any other.
    if parts.answer_is_foreign {
        return None;
    }
    let (package, app_id) = ["genauth", "authing"]
        .into_iter()
        .find_map(|brand| Some((brand, parts.header(&format!("x-{brand}-app-id"))?)))
        .filter(|(_, app_id)| !app_id.is_empty())?;
    let call = api_call(parts, package).or_else(|| user_info(parts)).or_else(|| token_call(parts, app_id))?;
    let mut code = String::from("import json\n");
    if !parts.variables().is_empty() {
        code.push_str("import os\n");
    }
    // Writing to a string cannot fail.
    let _ = write!(code, "\nfrom {package} import AuthenticationClient\n\nclient = AuthenticationClient(\n");
    for (name, value) in [("app_id", quote(app_id)), ("app_host", quote(&parts.origin))].into_iter().chain(call.options)
    {
        let _ = writeln!(code, "    {name}={value},");
    }
    code.push_str(")\n");
    if parts.origin.starts_with("https:") {
        // Left alone, it checks no certificate, whatever its option says.
        let _ = writeln!(code, "client.{}.use_unverified_ssl = False", call.sender);
    }
    let _ = write!(code, "answer = client.{}(", call.name);
    if !call.arguments.is_empty() {
        code.push('\n');
    }
    for (name, value) in call.arguments {
        let _ = writeln!(code, "    {name}={value},");
    }
    code.push_str(")\nprint(json.dumps(answer, ensure_ascii=False))\n");
    Some(code)
}

fn api_call(parts: &Parts, package: &str) -> Option<Call> {
    let (_, _, name, needed, taken) =
        CALLS.into_iter().find(|(method, path, ..)| *method == parts.method && *path == parts.path)?;
    let mut options = Vec::new();
    match parts.headers.iter().filter(|(name, _)| name == "authorization").collect::<Vec<_>>().as_slice() {
        [] => {}
        [(_, token)] => options.push(("access_token", text(&[bearer(token)?]))),
        _ => return None,
    }
    options.extend(parts.header(&format!("x-{package}-lang")).map(|language| ("lang", quote(language))));
    let sent: Vec<(&str, String)> = match (parts.method, &parts.body) {
        ("GET", None) => parts.query.iter().map(|(name, value)| (name.as_str(), text(value))).collect(),
        ("POST", Some(Body::Json(_, Value::Object(fields)))) if parts.query.is_empty() => {
            // It leaves out what is null.
            if fields.values().any(Value::is_null) {
                return None;
            }
            fields.iter().map(|(name, value)| (name.as_str(), literal(value, Some(name), 1))).collect()
        }
        _ => return None,
    };
    let is_sent = |name: &str| sent.iter().filter(|(other, _)| *other == name).count();
    let is_known = |name: &str| needed.split_whitespace().chain(taken.split_whitespace()).any(|known| known == name);
    if !sent.iter().all(|(name, _)| is_known(name) && is_sent(name) == 1)
        || !needed.split_whitespace().all(|name| is_sent(name) == 1)
    {
        return None;
    }
    let arguments = sent.into_iter().map(|(name, value)| (snake(name), value)).collect();
    Some(Call { name, options, arguments, sender: "http_client" })
}

/// `POST /oidc/me`; it does not have the `GET` (reference section 8.5).
fn user_info(parts: &Parts) -> Option<Call> {
    let (_, token) = parts.headers.iter().find(|(name, _)| name == "authorization")?;
    let is_it = parts.method == "POST" && parts.path == "/oidc/me" && parts.query.is_empty() && parts.body.is_none();
    // Here it writes `Bearer` itself.
    let token = Some(token).filter(|token| is_it && token.len() == 2)?;
    let arguments = vec![("access_token".to_owned(), text(&[bearer(token)?]))];
    Some(Call { name: "get_user_info_by_access_token", options: Vec::new(), arguments, sender: OIDC })
}

/// `POST /oidc/token` by code and by refresh token (reference section 8.4).
///
/// Its `revoke_token` is not used: it leaves `token_type_hint` out and says nothing of the answer.
fn token_call(parts: &Parts, app_id: &str) -> Option<Call> {
    let Some(Body::Form(fields)) = &parts.body else { return None };
    let is_it = parts.method == "POST" && parts.path == "/oidc/token" && parts.query.is_empty();
    if !is_it || parts.headers.iter().any(|(name, _)| name == "authorization") {
        return None;
    }
    let mut left: Vec<&(String, Template)> = fields.iter().collect();
    let mut take = |name: &str| {
        let at = left.iter().position(|(other, _)| other == name)?;
        Some(&left.remove(at).1)
    };
    let is_from_this_application = take("client_id").and_then(|id| plain(id)) == Some(app_id);
    let mut options = match take("client_secret") {
        Some(secret) => vec![("app_secret", text(secret))],
        None => vec![("token_endpoint_auth_method", quote("none"))],
    };
    let grant = take("grant_type").and_then(|grant| plain(grant))?;
    let mut arguments = Vec::new();
    let name = match grant {
        "refresh_token" => {
            arguments.push(("refresh_token".to_owned(), text(take("refresh_token")?)));
            "get_new_access_token_by_refresh_token"
        }
        "authorization_code" => {
            options.push(("redirect_uri", text(take("redirect_uri")?)));
            arguments.push(("code".to_owned(), text(take("code")?)));
            arguments.extend(take("code_verifier").map(|verifier| ("code_verifier".to_owned(), text(verifier))));
            "get_access_token_by_code"
        }
        _ => return None,
    };
    (is_from_this_application && left.is_empty()).then_some(Call { name, options, arguments, sender: OIDC })
}

/// The token of an `Authorization` header. The service takes it raw and behind `Bearer` (reference section 1.3).
fn bearer(header: &[Piece]) -> Option<Piece> {
    match header {
        [token @ Piece::Secret(_)] => Some(token.clone()),
        [Piece::Text(scheme), token @ Piece::Secret(_)] if scheme.eq_ignore_ascii_case("bearer ") => {
            Some(token.clone())
        }
        _ => None,
    }
}

/// `extIdpId` as `ext_idp_id`.
fn snake(name: &str) -> String {
    upper_snake(name).to_ascii_lowercase()
}
