//! What the browser is told on this machine.

use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::genauth::Language;

/// Which page. Nothing on it depends on what came, so that nothing of that can stand in it.
#[derive(Clone, Copy)]
pub(super) enum Page {
    Done,
    Failed,
    Stranger,
    Used,
    Over,
    /// The browser is back from binding.
    Back,
}

impl Page {
    /// Title and text.
    fn words(self, language: Language) -> (&'static str, &'static str) {
        match (language, self) {
            (Language::English, Self::Done) => {
                ("Back to Bindery", "The sign-in goes on there. You can close this tab.")
            }
            (Language::English, Self::Failed) => {
                ("Back to Bindery", "The sign-in did not work out. Bindery says why. You can close this tab.")
            }
            (Language::English, Self::Stranger) => {
                ("Not this sign-in", "This address was not opened by the sign-in that Bindery waits for.")
            }
            (Language::English, Self::Used) => ("Used already", "This address works once. Start again in Bindery."),
            (Language::English, Self::Over) => {
                ("This sign-in is over", "Bindery no longer waits for it. You can start again there.")
            }
            (Language::English, Self::Back) => (
                "Back to Bindery",
                "It now looks whether the account is bound, and says so there. You can close this tab.",
            ),
            (Language::SimplifiedChinese, Self::Back) => {
                ("请回到 Bindery", "它现在会核对账号是否已经绑定，并在那里显示结果。您可以关闭此标签页。")
            }
            (Language::SimplifiedChinese, Self::Done) => ("请回到 Bindery", "登录将在那里继续。您可以关闭此标签页。"),
            (Language::SimplifiedChinese, Self::Failed) => {
                ("请回到 Bindery", "登录没有成功，Bindery 会说明原因。您可以关闭此标签页。")
            }
            (Language::SimplifiedChinese, Self::Stranger) => {
                ("不是这次登录", "此地址不是由 Bindery 正在等待的登录打开的。")
            }
            (Language::SimplifiedChinese, Self::Used) => ("已经用过", "此地址只能使用一次。请在 Bindery 中重新开始。"),
            (Language::SimplifiedChinese, Self::Over) => {
                ("这次登录已结束", "Bindery 不再等待它。您可以在 Bindery 中重新开始。")
            }
        }
    }
}

pub(super) fn page(status: StatusCode, language: Language, page: Page) -> Response {
    let (title, text) = page.words(language);
    let tag = match language {
        Language::English => "en",
        Language::SimplifiedChinese => "zh-CN",
    };
    let body = format!(
        "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <style>:root{{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}}\
         body{{max-width:26rem;margin:4rem auto;padding:0 1rem}}</style></head>\
         <body><main><h1>{title}</h1><p>{text}</p></main></body></html>"
    );
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    ];
    (status, headers, Html(body)).into_response()
}
