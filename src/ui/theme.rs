//! The one file that names colours, and the sizes that go with them.

use egui::style::{Selection, WidgetVisuals, Widgets};
use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Visuals};

/// The corner radius of buttons and fields, in points.
pub const CONTROL_CORNER: u8 = 8;
/// The corner radius of cards, in points.
pub const CARD_CORNER: u8 = 12;
/// The corner radius of dialogs, in points.
pub const DIALOG_CORNER: u8 = 16;
/// The height of buttons, in points.
pub const CONTROL_HEIGHT: f32 = 36.0;

/// The colours of one theme; each by the name that the design gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the design's tokens")]
pub struct Tokens {
    pub bg: Color32,
    pub panel: Color32,
    pub rail: Color32,
    pub line: Color32,
    pub text: Color32,
    pub mute: Color32,
    pub chip: Color32,
    pub accent: Color32,
    pub on_accent: Color32,
    pub accent_soft: Color32,
    pub ok: Color32,
    pub ok_soft: Color32,
    pub warn: Color32,
    pub warn_soft: Color32,
    pub bad: Color32,
    pub bad_soft: Color32,
    pub bad_line: Color32,
    pub on_bad: Color32,
    pub code: Color32,
    pub veil: Color32,
    pub brand_from: Color32,
    pub brand_to: Color32,
    pub avatar: Color32,
    pub on_tile: Color32,
}

const fn hex(rgb: u32) -> Color32 {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

const LIGHT: Tokens = Tokens {
    bg: hex(0xf6f7f9),
    panel: hex(0xffffff),
    rail: hex(0xeef0f4),
    line: hex(0xdfe3ea),
    text: hex(0x1b2130),
    mute: hex(0x5b6577),
    chip: hex(0xeef1f6),
    accent: hex(0x3550cf),
    on_accent: hex(0xffffff),
    accent_soft: hex(0xe7ebfd),
    ok: hex(0x127040),
    ok_soft: hex(0xe2f5ea),
    warn: hex(0x855600),
    warn_soft: hex(0xfff3d6),
    bad: hex(0xb92b25),
    bad_soft: hex(0xfdebea),
    bad_line: hex(0xd98a86),
    on_bad: hex(0xffffff),
    code: hex(0xf3f5f8),
    veil: Color32::from_rgba_premultiplied(5, 6, 11, 115),
    brand_from: hex(0x5b78ff),
    brand_to: hex(0x27b3a1),
    avatar: hex(0x0d7a6c),
    on_tile: hex(0xffffff),
};

const DARK: Tokens = Tokens {
    bg: hex(0x14171d),
    panel: hex(0x1b1f27),
    rail: hex(0x101318),
    line: hex(0x2a303b),
    text: hex(0xe6e9ef),
    mute: hex(0x98a2b3),
    chip: hex(0x252b35),
    accent: hex(0x8fa2ff),
    on_accent: hex(0x10131a),
    accent_soft: hex(0x232b4d),
    ok: hex(0x4cc38a),
    ok_soft: hex(0x132d21),
    warn: hex(0xe0a63a),
    warn_soft: hex(0x33270d),
    bad: hex(0xff7a70),
    bad_soft: hex(0x3a1917),
    bad_line: hex(0x9a4b46),
    on_bad: hex(0x1a0d0c),
    code: hex(0x12151a),
    veil: Color32::from_rgba_premultiplied(5, 6, 11, 115),
    brand_from: hex(0x5b78ff),
    brand_to: hex(0x27b3a1),
    avatar: hex(0x0d7a6c),
    on_tile: hex(0xffffff),
};

impl Tokens {
    /// The colours of a theme.
    pub const fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }
}

impl Tokens {
    /// The colour of the program's mark this far along from its one corner (0) to the other (1).
    pub fn brand_at(&self, along: f32) -> Color32 {
        self.brand_from.lerp_to_gamma(self.brand_to, along)
    }
}

/// The colours in use where this is drawn.
pub fn tokens(ui: &egui::Ui) -> &'static Tokens {
    Tokens::of(if ui.visuals().dark_mode { Theme::Dark } else { Theme::Light })
}

/// The colour of a provider's tile; a shade of its own mark that white initials can be read on.
pub fn provider_colour(provider: &str) -> Color32 {
    match provider {
        "wechat" | "wechatwork" => hex(0x107c10),
        "github" => hex(0x24292f),
        "gitlab" => hex(0xb5401c),
        "lark" => hex(0x2a60e0),
        "azure-ad" => hex(0x0068b8),
        "google" => hex(0xc5331f),
        "dingtalk" => hex(0x1769c7),
        "alipay" => hex(0x1062c9),
        "linkedin" => hex(0x0a66c2),
        "apple" => hex(0x3a3a3c),
        "facebook" => hex(0x1260c4),
        "slack" => hex(0x611f69),
        "twitter" => hex(0x14171a),
        "qq" => hex(0x0b6fae),
        "weibo" => hex(0xc22a1e),
        "saml" | "oidc" | "oauth2" | "cas" => hex(0x6a45c9),
        "ldap" | "ad" => hex(0x4a5568),
        _ => hex(0x50607a),
    }
}

/// The family of the middle weight, for buttons and tags.
pub fn medium() -> FontFamily {
    FontFamily::Name("medium".into())
}

/// The family of the heavy weight, for headings and names.
pub fn semibold() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// Sets both themes; to be called once, when the window is made.
pub fn install(context: &egui::Context) {
    for theme in [Theme::Light, Theme::Dark] {
        context.style_mut_of(theme, |style| apply(style, theme));
    }
}

fn apply(style: &mut Style, theme: Theme) {
    let colours = Tokens::of(theme);
    style.text_styles = [
        (TextStyle::Heading, FontId::new(20.0, semibold())),
        (TextStyle::Body, FontId::new(14.0, FontFamily::Proportional)),
        (TextStyle::Button, FontId::new(14.0, medium())),
        (TextStyle::Small, FontId::new(12.0, FontFamily::Proportional)),
        (TextStyle::Monospace, FontId::new(12.0, FontFamily::Monospace)),
    ]
    .into();
    style.spacing.item_spacing = egui::vec2(8.0, 8.0);
    style.spacing.button_padding = egui::vec2(12.0, 8.0);
    style.spacing.interact_size.y = 24.0;
    // A bar that takes no room, so that nothing moves when it appears, in a colour that can be seen.
    style.spacing.scroll = egui::style::ScrollStyle {
        foreground_color: true,
        floating_allocated_width: 0.0,
        dormant_handle_opacity: 0.35,
        active_handle_opacity: 0.35,
        ..egui::style::ScrollStyle::thin()
    };
    style.interaction.selectable_labels = true;
    style.url_in_tooltip = false;
    // Frames are drawn only when something changes, so nothing fades or slides.
    style.animation_time = 0.0;
    style.visuals = visuals(theme, colours);
}

fn visuals(theme: Theme, colours: &Tokens) -> Visuals {
    let mut visuals = theme.default_visuals();
    let control = |fill: Color32, line: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, line),
        corner_radius: CornerRadius::same(CONTROL_CORNER),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    visuals.widgets = Widgets {
        noninteractive: control(colours.panel, colours.line, colours.text),
        inactive: control(colours.panel, colours.line, colours.text),
        hovered: control(colours.chip, colours.mute, colours.text),
        active: control(colours.chip, colours.accent, colours.text),
        open: control(colours.chip, colours.line, colours.text),
    };
    visuals.selection = Selection { bg_fill: colours.accent_soft, stroke: Stroke::new(2.0, colours.accent) };
    visuals.weak_text_color = Some(colours.mute);
    visuals.hyperlink_color = colours.accent;
    visuals.faint_bg_color = colours.chip;
    visuals.extreme_bg_color = colours.bg;
    visuals.text_edit_bg_color = Some(colours.bg);
    visuals.code_bg_color = colours.code;
    visuals.warn_fg_color = colours.warn;
    visuals.error_fg_color = colours.bad;
    visuals.window_fill = colours.panel;
    visuals.window_stroke = Stroke::new(1.0, colours.line);
    visuals.window_corner_radius = CornerRadius::same(DIALOG_CORNER);
    visuals.panel_fill = colours.bg;
    visuals.popup_shadow = Shadow { offset: [0, 16], blur: 48, spread: 0, color: colours.veil };
    visuals.text_cursor.blink = false;
    visuals.text_cursor.stroke = Stroke::new(2.0, colours.accent);
    visuals
}

/// The frame of a card.
pub fn card(colours: &Tokens) -> egui::Frame {
    egui::Frame::new()
        .fill(colours.panel)
        .stroke(Stroke::new(1.0, colours.line))
        .corner_radius(CARD_CORNER)
        .inner_margin(Margin::symmetric(16, 14))
}

/// The frame of a dialog.
pub fn dialog(colours: &Tokens) -> egui::Frame {
    egui::Frame::new()
        .fill(colours.panel)
        .stroke(Stroke::new(1.0, colours.line))
        .corner_radius(DIALOG_CORNER)
        .inner_margin(24)
        .shadow(Shadow { offset: [0, 16], blur: 48, spread: 0, color: colours.veil })
}

/// A picture that came from elsewhere and brings its own colours: red, green, blue and alpha of each pixel, row by row.
/// One whose bytes do not fit its size is empty.
pub fn picture(size: [usize; 2], rgba: &[u8]) -> egui::ColorImage {
    let [width, height] = size;
    if width.checked_mul(height).and_then(|pixels| pixels.checked_mul(4)) != Some(rgba.len()) {
        return egui::ColorImage::default();
    }
    egui::ColorImage::from_rgba_unmultiplied(size, rgba)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: Color32) -> f64 {
        let linear = |channel: u8| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
    }

    fn contrast(one: Color32, other: Color32) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_pair_of_text_and_ground_can_be_read() {
        for theme in [Theme::Light, Theme::Dark] {
            let t = Tokens::of(theme);
            let pairs = [
                ("text on bg", t.text, t.bg),
                ("text on panel", t.text, t.panel),
                ("text on ok soft", t.text, t.ok_soft),
                ("text on bad soft", t.text, t.bad_soft),
                ("text on warn soft", t.text, t.warn_soft),
                ("text on accent soft", t.text, t.accent_soft),
                ("text on chip", t.text, t.chip),
                ("text on code", t.text, t.code),
                ("mute on bg", t.mute, t.bg),
                ("mute on panel", t.mute, t.panel),
                ("mute on rail", t.mute, t.rail),
                ("mute on chip", t.mute, t.chip),
                ("mute on ok soft", t.mute, t.ok_soft),
                ("mute on bad soft", t.mute, t.bad_soft),
                ("mute on warn soft", t.mute, t.warn_soft),
                ("mute on accent soft", t.mute, t.accent_soft),
                ("accent on accent soft", t.accent, t.accent_soft),
                ("accent on panel", t.accent, t.panel),
                ("on accent", t.on_accent, t.accent),
                ("ok on ok soft", t.ok, t.ok_soft),
                ("ok on rail", t.ok, t.rail),
                ("ok on panel", t.ok, t.panel),
                ("warn on panel", t.warn, t.panel),
                ("warn on warn soft", t.warn, t.warn_soft),
                ("bad on bad soft", t.bad, t.bad_soft),
                ("bad on panel", t.bad, t.panel),
                ("on bad", t.on_bad, t.bad),
                ("avatar", t.on_tile, t.avatar),
            ];
            for (name, one, other) in pairs {
                let contrast = contrast(one, other);
                assert!(contrast >= 4.5, "{theme:?}: {name} has a contrast of {contrast:.2}");
            }
        }
    }

    #[test]
    fn white_initials_can_be_read_on_every_tile() {
        let providers = "oidc oauth2 saml ldap ad cas azure-ad wechat google qq wechatwork dingtalk weibo github \
                         alipay apple lark gitlab twitter facebook slack linkedin something-new";
        for provider in providers.split_whitespace() {
            let contrast = contrast(Tokens::of(Theme::Light).on_tile, provider_colour(provider));
            assert!(contrast >= 4.5, "{provider} has a contrast of {contrast:.2}");
        }
    }
}
