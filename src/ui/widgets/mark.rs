//! Marks: the program's own, a provider's tile, a person's initials, tags and chips.

use egui::text::LayoutJob;
use egui::{
    Align, Align2, FontId, Frame, Label, Margin, Mesh, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind,
    TextFormat, Ui, Vec2,
};

use crate::ui::theme::{Tokens, medium, provider_colour, semibold, tokens};

/// The program's mark.
pub fn brand_mark(ui: &mut Ui, size: f32) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(size), Sense::hover());
    ui.painter().add(gradient(rect, size * 0.26, tokens(ui)));
}

/// A rounded square whose colour runs from one corner to the other.
fn gradient(rect: Rect, radius: f32, colours: &Tokens) -> Shape {
    let mut mesh = Mesh::default();
    let colour_at = |at: Pos2| {
        let along = (at - rect.min) / rect.size();
        colours.brand_at((along.x + along.y) / 2.0)
    };
    let centre = rect.center();
    mesh.colored_vertex(centre, colour_at(centre));
    let corners = [
        (Pos2::new(rect.right() - radius, rect.top() + radius), -90.0_f32),
        (Pos2::new(rect.right() - radius, rect.bottom() - radius), 0.0),
        (Pos2::new(rect.left() + radius, rect.bottom() - radius), 90.0),
        (Pos2::new(rect.left() + radius, rect.top() + radius), 180.0),
    ];
    for (corner, start) in corners {
        for step in 0..=6_u8 {
            let angle = (start + 15.0 * f32::from(step)).to_radians();
            let at = corner + radius * Vec2::angled(angle);
            mesh.colored_vertex(at, colour_at(at));
        }
    }
    let around = mesh.vertices.len() as u32 - 1;
    for index in 0..around {
        mesh.add_triangle(0, 1 + index, 1 + (index + 1) % around);
    }
    Shape::mesh(mesh)
}

/// The initials that stand for a name: an abbreviation in it, else its first letter.
pub fn initials(name: &str) -> String {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let abbreviation = |word: &&str| word.len() == 2 && word.chars().all(|c| c.is_ascii_uppercase());
    let first = words.clone().next().and_then(|word| word.chars().next());
    match words.find(abbreviation) {
        Some(word) => word.to_owned(),
        None => first.into_iter().flat_map(char::to_uppercase).collect(),
    }
}

/// A provider's tile: its colour and its initials. The name next to it says the same in words.
pub fn tile(ui: &mut Ui, provider: &str, name: &str, size: f32, faded: bool) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(size), Sense::hover());
    let colours = tokens(ui);
    let (ground, text) =
        if faded { (colours.chip, colours.mute) } else { (provider_colour(provider), colours.on_tile) };
    // The line keeps a dark mark visible on a dark card.
    let line = Stroke::new(1.0, colours.line);
    ui.painter().rect(rect, size * 0.24, ground, line, StrokeKind::Inside);
    let font = FontId::new(size * 0.38, semibold());
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, initials(name), font, text);
}

/// A person's initials in a circle.
pub fn round_initials(ui: &mut Ui, name: &str, size: f32) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(size), Sense::hover());
    let colours = tokens(ui);
    ui.painter().circle_filled(rect.center(), size / 2.0, colours.avatar);
    let font = FontId::new(size * 0.42, semibold());
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, initials(name), font, colours.on_tile);
}

/// A short property, in a pill.
pub fn tag(ui: &mut Ui, text: &str) {
    let format = TextFormat { font_id: FontId::new(11.0, medium()), color: tokens(ui).mute, ..TextFormat::default() };
    pill(ui, LayoutJob::single_section(text.to_owned(), format), 99, Margin::symmetric(8, 1));
}

/// A kind of id and the id, shortened; the whole id shows on hover and is what assistive technology reads.
pub fn chip(ui: &mut Ui, kind: &str, shown: &str, whole: &str) {
    let colours = tokens(ui);
    let format = |font_id, color| TextFormat { font_id, color, valign: Align::Center, ..TextFormat::default() };
    let mut job = LayoutJob::default();
    job.append(kind, 0.0, format(FontId::proportional(12.0), colours.mute));
    job.append(" ", 0.0, format(FontId::proportional(12.0), colours.mute));
    job.append(shown, 2.0, format(FontId::monospace(12.0), colours.text));
    let response = pill(ui, job, 6, Margin::symmetric(8, 3));
    let response = if shown == whole { response } else { response.on_hover_text(whole) };
    // A label is read by its value.
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(format!("{kind} {whole}")));
}

/// Text on a ground of its own, which moves to the next line as a whole where it does not fit.
fn pill(ui: &mut Ui, job: LayoutJob, corner: u8, margin: Margin) -> Response {
    let width = ui.fonts_mut(|fonts| fonts.layout_job(job.clone()).size().x) + margin.sum().x;
    if width > ui.available_size_before_wrap().x {
        ui.end_row();
    }
    let frame = Frame::new().fill(tokens(ui).chip).corner_radius(corner).inner_margin(margin);
    frame.show(ui, |ui| ui.add(Label::new(job).extend())).inner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_the_words() {
        assert_eq!(initials("Azure AD"), "AD");
        assert_eq!(initials("WeChat"), "W");
        assert_eq!(initials("微信"), "微");
        assert_eq!(initials("Feishu / Lark"), "F");
        assert_eq!(initials("…"), "");
    }
}
