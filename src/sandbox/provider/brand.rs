//! What providers are called (reference section 12.1).

use crate::sandbox::page::PageLanguage;

/// The provider's name as people know it; of one that is not in the reference, its word on the wire.
pub(super) fn name(provider: &str, language: PageLanguage) -> &str {
    let (chinese, english) = match provider {
        "oidc" => ("OIDC 身份提供商", "OIDC provider"),
        "oauth2" => ("OAuth 2.0 身份提供商", "OAuth 2.0 provider"),
        "saml" => ("SAML 身份提供商", "SAML provider"),
        "ldap" => ("LDAP 目录", "LDAP directory"),
        "ad" => ("Active Directory", "Active Directory"),
        "cas" => ("CAS 身份提供商", "CAS provider"),
        "azure-ad" => ("Azure AD", "Azure AD"),
        "wechat" => ("微信", "WeChat"),
        "google" => ("Google", "Google"),
        "qq" => ("QQ", "QQ"),
        "wechatwork" => ("企业微信", "WeCom"),
        "dingtalk" => ("钉钉", "DingTalk"),
        "weibo" => ("微博", "Weibo"),
        "github" => ("GitHub", "GitHub"),
        "alipay" => ("支付宝", "Alipay"),
        "apple" => ("Apple", "Apple"),
        "baidu" => ("百度", "Baidu"),
        "lark" => ("飞书", "Lark"),
        "gitlab" => ("GitLab", "GitLab"),
        "twitter" => ("Twitter", "Twitter"),
        "facebook" => ("Facebook", "Facebook"),
        "slack" => ("Slack", "Slack"),
        "linkedin" => ("领英", "LinkedIn"),
        "yidun" => ("网易易盾", "NetEase Yidun"),
        "qingcloud" => ("青云", "QingCloud"),
        "gitee" => ("Gitee", "Gitee"),
        "instagram" => ("Instagram", "Instagram"),
        "welink" => ("WeLink", "WeLink"),
        "huawei" => ("华为", "Huawei"),
        "honor" => ("荣耀", "Honor"),
        "xiaomi" => ("小米", "Xiaomi"),
        "oppo" => ("OPPO", "OPPO"),
        "aws" => ("AWS", "AWS"),
        "amazon" => ("亚马逊", "Amazon"),
        "douyin" => ("抖音", "Douyin"),
        "kuaishou" => ("快手", "Kuaishou"),
        "line" => ("LINE", "LINE"),
        other => (other, other),
    };
    language.either(chinese, english)
}
