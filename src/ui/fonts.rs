//! The fonts: Inter for Latin, egui's own for fixed width, the system's for the rest.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

use super::theme;

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
const MEDIUM: &[u8] = include_bytes!("../../assets/fonts/Inter-Medium.otf");
const SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");

/// The program's fonts, with `more` as the last resort of every family.
///
/// Scripts that Inter lacks come from the system at run time; tests bring a font of their own instead.
pub fn definitions(more: Option<(&str, FontData)>) -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let weights = [
        ("Inter", REGULAR, FontFamily::Proportional),
        ("Inter Medium", MEDIUM, theme::medium()),
        ("Inter SemiBold", SEMIBOLD, theme::semibold()),
    ];
    for (name, data, family) in weights {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(data)));
        let names = std::iter::once(name.to_owned()).chain(fallback.iter().cloned()).collect();
        fonts.families.insert(family, names);
    }
    if let Some((name, data)) = more {
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
        for names in fonts.families.values_mut() {
            names.push(name.to_owned());
        }
    }
    fonts
}
