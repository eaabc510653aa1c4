//! Where a secret can stand, as a table: everything that the wire reference names, and what careless servers add.
//!
//! `§` stands for the planted secret. Each row of an answer is one call; the client knows nothing of its secret but what
//! the answer itself says.

use super::spelled;

/// In which part of an answer a secret is planted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// In a body of JSON, under HTTP 200.
    Json,
    /// In JSON with another HTTP status, as OAuth's errors have.
    Error,
    /// In a page under HTTP 502.
    Page,
    /// In a body of `application/x-www-form-urlencoded`.
    Form,
    /// In a header of the answer, whose line this is.
    Header,
    /// In a redirect's target.
    Redirect,
    /// In a body that ends in the middle of it.
    Cut,
    /// In a body that comes in chunks, one of which ends in the middle of it.
    Chunks,
    /// In a compressed body.
    Gzip,
    /// Between bytes that are no UTF-8.
    NoText,
    /// In UTF-16.
    Utf16,
    /// Where 256 KiB of the body end, behind which nothing is kept.
    EndOfWhatIsKept,
}

/// What it is, where in the wire reference, and how the server says it.
pub(crate) type Row = (&'static str, &'static str, At, &'static str);

pub(crate) const ANSWERS: &[Row] = &[
    ("access token", "4", At::Json, r#"{"statusCode":200,"data":{"access_token":"§"}}"#),
    ("refresh token", "4", At::Json, r#"{"statusCode":200,"data":{"refresh_token":"§"}}"#),
    ("ID token", "4", At::Json, r#"{"statusCode":200,"data":{"id_token":"§"}}"#),
    ("provider's access token", "2.1", At::Json, r#"{"statusCode":200,"data":[{"accessToken":"§"}]}"#),
    ("provider's refresh token", "2.1", At::Json, r#"{"statusCode":200,"data":[{"refreshToken":"§","note":"of §"}]}"#),
    (
        "token in a provider's profile",
        "2.1",
        At::Json,
        r#"{"data":[{"userInfoInIdp":{"deep":[{"access_token":"§"}]}}]}"#,
    ),
    ("session key in a provider's profile", "2.1", At::Json, r#"{"data":[{"userInfoInIdp":{"session_key":"§"}}]}"#),
    (
        "OAuth 1.0 secret in a provider's profile",
        "2.1",
        At::Json,
        r#"{"data":[{"userInfoInIdp":{"oauth_token_secret":"§"}}]}"#,
    ),
    ("cookie in a provider's profile", "2.1", At::Json, r#"{"data":[{"userInfoInIdp":{"Cookie":"sid=§"}}]}"#),
    ("API key in a provider's profile", "2.1", At::Json, r#"{"data":[{"userInfoInIdp":{"apiKey":"§"}}]}"#),
    ("tokens in a list", "2.1", At::Json, r#"{"data":[{"tokens":["§","§"]}]}"#),
    ("address that binds", "2.2", At::Json, r#"{"data":[{"bindUrl":"https://core.genauth.ai/§"}]}"#),
    ("captcha token", "3.5", At::Json, r#"{"statusCode":200,"data":{"captchaToken":"§"}}"#),
    ("captcha picture", "3.5", At::Json, r#"{"statusCode":200,"data":{"captchaCodeSvg":"<svg><text>§</text></svg>"}}"#),
    ("password", "3.7", At::Json, r#"{"statusCode":400,"data":{"passwordPayload":{"password":"§"}}}"#),
    ("one-time code", "3.6", At::Json, r#"{"statusCode":400,"data":{"smsCodePayload":{"passCode":"§"}}}"#),
    ("one-time code for completion", "3.7", At::Json, r#"{"data":{"phonePassCodeForInformationCompletion":"§"}}"#),
    (
        "token for a new email",
        "5.7",
        At::Json,
        r#"{"statusCode":200,"data":{"updateEmailToken":"§","tokenExpiresIn":60}}"#,
    ),
    ("token for a new phone", "5.7", At::Json, r#"{"statusCode":200,"data":{"updatePhoneToken":"§"}}"#),
    ("token for a new password", "5.7", At::Json, r#"{"statusCode":200,"data":{"passwordResetToken":"§"}}"#),
    ("token that deletes an account", "5.7", At::Json, r#"{"statusCode":200,"data":{"deleteAccountToken":"§"}}"#),
    ("code for an old address", "5.7", At::Json, r#"{"data":{"emailPassCodePayload":{"oldEmailPassCode":"§"}}}"#),
    ("old and new password", "5.7", At::Json, r#"{"data":{"oldPassword":"§","newPassword":"§"}}"#),
    ("tokens of a merging", "6.4", At::Json, r#"{"data":{"primaryUserToken":"§","secondaryUserToken":"§"}}"#),
    ("token of a second factor", "9", At::Json, r#"{"statusCode":200,"apiCode":1636,"data":{"mfaToken":"§"}}"#),
    ("token of a first sign-in", "4", At::Json, r#"{"statusCode":200,"apiCode":1639,"data":{"token":"§"}}"#),
    ("one-time password", "9", At::Json, r#"{"statusCode":403,"data":{"totp":"§"}}"#),
    ("secret of one-time passwords", "9", At::Json, r#"{"data":{"totp":{"secret":"§"}}}"#),
    ("enrolment token", "9", At::Json, r#"{"statusCode":200,"data":{"enrollmentToken":"§"}}"#),
    ("recovery code", "9", At::Json, r#"{"statusCode":200,"data":{"otpData":{"recoveryCode":"§"}}}"#),
    (
        "picture of a second factor",
        "9",
        At::Json,
        r#"{"data":{"otpData":{"qrCodeDataUrl":"data:image/png;base64,§"}}}"#,
    ),
    ("address of a second factor", "9", At::Json, r#"{"message":"scan otpauth://totp/lin?secret=§&issuer=a"}"#),
    ("QR sign-in's ticket", "4", At::Json, r#"{"statusCode":200,"data":{"ticket":"§"}}"#),
    ("secret of an application", "13", At::Json, r#"{"data":{"appSecret":"§","client_secret":"§"}}"#),
    ("secret of a webhook", "-", At::Json, r#"{"data":{"webhook":{"secret":"§"}}}"#),
    ("assertion of a client", "8.4", At::Json, r#"{"data":{"client_assertion":"§","SAMLResponse":"§"}}"#),
    ("JSON in a string in JSON", "-", At::Json, r#"{"data":{"a":"{\"b\":\"{\\\"password\\\":\\\"§\\\"}\"}"}}"#),
    ("name with escapes", "-", At::Json, r#"{"data":{"p\u0061ss\u0043ode":"§"}}"#),
    (
        "ID token in an address in a message",
        "6.1",
        At::Json,
        r#"{"statusCode":400,"message":"see https://a/x?id_token=§&app_id=1"}"#,
    ),
    (
        "code and state in an address in a message",
        "8.2",
        At::Json,
        r#"{"statusCode":400,"message":"https://a/cb?code=§&state=§"}"#,
    ),
    ("token of a link in a message", "6.1", At::Json, r#"{"statusCode":400,"message":"https://a/link?link_token=§."}"#),
    (
        "token in a fragment in a message",
        "8.2",
        At::Json,
        r#"{"statusCode":400,"message":"https://a/cb#access_token=§"}"#,
    ),
    ("token behind Bearer in a message", "1.3", At::Json, r#"{"statusCode":401,"message":"Bearer §.1 is expired"}"#),
    ("token in a request ID", "1.4", At::Json, r#"{"statusCode":400,"requestId":"token=§","message":"no"}"#),
    (
        "password of a proxy in a message",
        "-",
        At::Json,
        r#"{"statusCode":502,"message":"http://lin:§@proxy.example:80/ is gone"}"#,
    ),
    (
        "agent's error",
        "1.4",
        At::Error,
        r#"{"error":{"code":"no","message":"refresh_token=§","request_id":"token:§"}}"#,
    ),
    (
        "OAuth error",
        "8.4",
        At::Error,
        r#"{"error":"invalid_grant","error_description":"client_secret=§ for code_verifier: '§'"}"#,
    ),
    (
        "gateway's page with the headers",
        "1.4",
        At::Page,
        "<pre>Authorization: Bearer §\nCookie: sid=§\nX-Api-Key: §</pre>",
    ),
    ("gateway's page with the address", "6.1", At::Page, "<p>GET /api/v3/x?app_id=1&amp;id_token=§ failed</p>"),
    (
        "gateway's page with a form",
        "8.2",
        At::Page,
        r#"<form><input type="hidden" name="code" value="§"><input type=password value='§'>"#,
    ),
    (
        "gateway's page with a table",
        "-",
        At::Page,
        "<table><tr><th>refresh_token</th><td><code>§</code></td></tr></table>",
    ),
    ("page with XML", "-", At::Page, "<soap:Body><ns:password>§</ns:password></soap:Body>"),
    (
        "page with JSON in it",
        "-",
        At::Page,
        "<script>x={&quot;accessToken&quot;:&quot;§&quot;,'mfaToken':'§'}</script>",
    ),
    ("page with a dump", "-", At::Page, "Array ( [password] => § [x] => 1 ) {\"passCode\"=>\"§\"}"),
    ("sign-out's address", "8.8", At::Page, "/oidc/session/end?id_token_hint=§&post_logout_redirect_uri=x"),
    ("encoded address in an address", "8.2", At::Page, "?to=https%3A%2F%2Fa%2Fcb%3Fcode%3D§%26state%3D§"),
    ("form", "8.4", At::Form, "grant_type=authorization_code&code=§&state=§&code_verifier=§&client_secret=§"),
    ("cookie that is set", "8.8", At::Header, "Set-Cookie: sid=§; Path=/"),
    ("token in a header", "1.2", At::Header, "X-Authing-Token: §"),
    ("header with JSON", "-", At::Header, r#"X-Debug: {"access_token":"§"}"#),
    ("code in a header", "8.2", At::Header, "Refresh: 0; url=https://a/cb?code=§&state=§"),
    ("request ID in a header", "1.4", At::Header, "X-Request-Id: token=§"),
    ("redirect with a code", "8.2", At::Redirect, "https://a/cb?code=§&state=§#id_token=§"),
    ("redirect with a user", "-", At::Redirect, "https://lin:§@a.example/"),
    ("body that is cut", "-", At::Cut, r#"{"statusCode":200,"data":{"refresh_token":"§"#),
    ("body in chunks", "-", At::Chunks, r#"{"statusCode":200,"data":{"refresh_token":"§"}}"#),
    ("compressed body", "-", At::Gzip, r#"{"statusCode":200,"data":{"refresh_token":"§"}}"#),
    ("bytes that are no text", "-", At::NoText, "password=§"),
    ("UTF-16", "-", At::Utf16, r#"{"password":"§"}"#),
    ("end of what is kept", "-", At::EndOfWhatIsKept, r#"","refresh_token":"§"}"#),
];

pub(crate) type Spelling = fn(&str) -> String;

/// How a server can echo a secret that was sent to it, with nothing beside it that names it.
pub(crate) const SPELLINGS: &[(&str, Spelling)] = &[
    ("as it is", spelled::raw),
    ("form", spelled::form),
    ("percent", spelled::percent),
    ("percent, twice", spelled::percent_twice),
    ("JSON", spelled::json),
    ("JSON, every character", spelled::unicode),
    ("JSON in a query", spelled::json_in_percent),
    ("HTML", spelled::references),
    ("HTML, hexadecimal", spelled::references_in_hexadecimal),
    ("base64", spelled::base64),
    ("base64 for URLs", spelled::base64_for_urls),
    ("hexadecimal", spelled::hexadecimal),
    ("hexadecimal, upper case", spelled::hexadecimal_in_upper_case),
];
