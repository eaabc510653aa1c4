//! A part of a screen that comes and goes.

use egui::{Id, Ui, UiBuilder};

/// Shows a part that may be empty. With an id of its own it does not change the ids of what follows; where it is empty it takes
/// no room, and leaves no space between what stands before and after it.
pub fn part<R>(ui: &mut Ui, id: Id, add: impl FnOnce(&mut Ui) -> R) -> R {
    let shown = ui.scope_builder(UiBuilder::new().scope_id(id), add);
    if shown.response.rect.height() <= 0.0 {
        ui.add_space(-ui.spacing().item_spacing.y);
    }
    shown.inner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_part_takes_no_room() {
        for (empty, expected) in [(true, 70.0), (false, 100.0)] {
            let height = std::cell::Cell::new(0.0);
            let mut harness = egui_kittest::Harness::new_ui(|ui| {
                let whole = ui.scope(|ui| {
                    ui.spacing_mut().item_spacing.y = 10.0;
                    ui.allocate_space(egui::vec2(20.0, 30.0));
                    for name in ["one", "two"] {
                        part(ui, Id::unique(name), |ui| {
                            if !empty {
                                ui.allocate_space(egui::vec2(20.0, 5.0));
                            }
                        });
                    }
                    ui.allocate_space(egui::vec2(20.0, 30.0));
                });
                height.set(whole.response.rect.height());
            });
            harness.run();
            drop(harness);
            assert_eq!(height.get(), expected, "empty: {empty}");
        }
    }
}
