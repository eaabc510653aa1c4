//! The language of this system.

use crate::genauth::Language;

/// Chinese for any Chinese locale, English for all others.
pub fn system_language() -> Language {
    let chinese = sys_locale::get_locales().next().is_some_and(|locale| locale.to_ascii_lowercase().starts_with("zh"));
    if chinese { Language::SimplifiedChinese } else { Language::English }
}
