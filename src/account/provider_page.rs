//! Where a person withdraws, at the provider itself, the grant that an unbind leaves there (reference section 6.3).

/// Where a grant is withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProviderPage {
    /// On this page of the provider, an `https` address.
    Web(&'static str),
    /// Nowhere on the web: in the provider's own app, in its settings.
    App,
}

/// Where the grant at a provider is withdrawn; `None` where that is not known.
///
/// `provider` is its name on the wire (reference section 12.1). The reference says nothing about these pages: they are
/// as publicly known. A protocol such as `oidc` has no page, because anybody's service may stand behind it, and for
/// `gitlab` it is the one of gitlab.com, where most accounts are.
pub fn provider_page(provider: &str) -> Option<ProviderPage> {
    let page = match provider {
        "amazon" => "https://www.amazon.com/ap/adam",
        "apple" => "https://account.apple.com/account/manage",
        "azure-ad" => "https://myapps.microsoft.com/",
        "facebook" => "https://www.facebook.com/settings/applications",
        "github" => "https://github.com/settings/applications",
        "gitlab" => "https://gitlab.com/-/user_settings/applications",
        "google" => "https://myaccount.google.com/connections",
        "instagram" => "https://www.instagram.com/accounts/manage_access/",
        "linkedin" => "https://www.linkedin.com/psettings/permitted-services",
        "qq" => "https://connect.qq.com/toc/auth_manager",
        "slack" => "https://my.slack.com/apps/manage",
        "twitter" => "https://x.com/settings/connected_apps",
        "wechat" | "alipay" | "line" | "douyin" => return Some(ProviderPage::App),
        _ => return None,
    };
    Some(ProviderPage::Web(page))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The providers of reference section 12.1.
    const KNOWN: &str = "oidc oauth2 saml ldap ad cas azure-ad wechat google qq wechatwork dingtalk weibo github alipay \
        apple baidu lark gitlab twitter facebook slack linkedin yidun qingcloud gitee instagram welink huawei honor \
        xiaomi oppo aws amazon douyin kuaishou line sdbz zjzwfw zzding seeyona8v5";

    #[test]
    fn every_page_is_https_and_carries_nothing_of_the_person() {
        let pages: Vec<_> = KNOWN.split_whitespace().filter_map(provider_page).collect();
        assert!(pages.len() > 12, "{pages:?}");
        for page in pages {
            let ProviderPage::Web(address) = page else { continue };
            let url = url::Url::parse(address).unwrap();
            assert_eq!(url.scheme(), "https", "{address}");
            assert!(url.domain().is_some_and(|domain| domain.contains('.')), "{address}");
            assert_eq!((url.query(), url.fragment(), url.port()), (None, None, None), "{address}");
            assert_eq!((url.username(), url.password()), ("", None), "{address}");
            assert_eq!(url.as_str(), address, "it is written as a browser reads it");
        }
    }

    #[test]
    fn what_anybody_may_stand_behind_has_no_page() {
        for provider in ["oidc", "oauth2", "saml", "ldap", "ad", "cas", "", "GitHub", "github ", "nobody"] {
            assert_eq!(provider_page(provider), None, "{provider}");
        }
    }

    #[test]
    fn a_provider_without_a_page_says_so() {
        assert_eq!(provider_page("wechat"), Some(ProviderPage::App));
        assert_eq!(provider_page("github"), Some(ProviderPage::Web("https://github.com/settings/applications")));
    }
}
