//! One step of several, with a mark for how it stands.

use egui::{Pos2, Sense, Shape, Stroke, Ui, Vec2};

use crate::ui::theme::tokens;

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepStanding {
    /// It is done.
    Done,
    /// It is under way.
    Running,
    /// It is still to come.
    Ahead,
}

/// Shows a step; `said` is how it stands, for a screen reader.
pub fn step_line(ui: &mut Ui, standing: StepStanding, text: &str, said: &str) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        mark(ui, standing);
        let colours = tokens(ui);
        let colour = if standing == StepStanding::Ahead { colours.mute } else { colours.text };
        let response = ui.add(egui::Label::new(egui::RichText::new(text).color(colour)).wrap());
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_value(format!("{text} · {said}"));
            if standing == StepStanding::Running {
                node.set_live(egui::accesskit::Live::Polite);
            }
        });
    });
}

/// A mark for how a step stands; the label beside it says the same to a screen reader.
fn mark(ui: &mut Ui, standing: StepStanding) {
    let colours = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(16.0), Sense::hover());
    let centre = rect.center();
    match standing {
        StepStanding::Done => {
            ui.painter().circle_filled(centre, 7.5, colours.ok);
            let tick = [Vec2::new(-3.2, 0.2), Vec2::new(-0.9, 2.6), Vec2::new(3.4, -2.4)];
            let points: Vec<Pos2> = tick.iter().map(|offset| centre + *offset).collect();
            ui.painter().add(Shape::line(points, Stroke::new(1.6, colours.panel)));
        }
        StepStanding::Running => {
            ui.painter().circle_stroke(centre, 6.5, Stroke::new(2.0, colours.accent));
            ui.painter().circle_filled(centre, 3.0, colours.accent);
        }
        StepStanding::Ahead => {
            ui.painter().circle_stroke(centre, 6.5, Stroke::new(1.5, colours.line));
        }
    }
}
