//! The window: lets the program draw itself and hands back what the person asked for.

use egui::{Context, FontDefinitions, ViewportCommand};

use super::shell::{Forms, program_ui};
use super::{Words, theme};
use crate::app::{Action, Phase, Program};

/// The program in its window.
pub struct Window {
    program: Program,
    words: Words,
    forms: Forms,
    frames: u64,
    title: String,
}

impl Window {
    /// Sets up fonts and themes and shows the program.
    pub fn new(context: &Context, fonts: FontDefinitions, words: Words, program: Program) -> Self {
        context.set_fonts(fonts);
        theme::install(context);
        Self { program, words, forms: Forms::default(), frames: 0, title: String::new() }
    }

    /// The program in it.
    pub fn program(&self) -> &Program {
        &self.program
    }

    fn act(&mut self, context: &Context, actions: Vec<Action>) {
        if actions.is_empty() {
            return;
        }
        for action in actions {
            self.program.apply(action);
        }
        // What an action changed was drawn before it, so it shows in the next frame.
        context.request_repaint();
    }

    fn name_window(&mut self, context: &Context) {
        let title = match (&self.program.state().phase, &self.program.state().space) {
            (Phase::Home(_), Some(space)) => format!("Bindery · {}", space.host),
            _ => "Bindery".to_owned(),
        };
        if title != self.title {
            context.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}

impl eframe::App for Window {
    fn logic(&mut self, context: &Context, _frame: &mut eframe::Frame) {
        self.program.update();
        if context.input(|input| input.viewport().close_requested()) && !self.program.state().close_now {
            context.send_viewport_cmd(ViewportCommand::CancelClose);
            self.program.apply(Action::CloseWindow);
        }
        if self.program.state().close_now {
            context.send_viewport_cmd(ViewportCommand::Close);
        }
        self.name_window(context);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let actions = program_ui(ui, &self.words, self.program.state(), &mut self.forms);
        let context = ui.ctx().clone();
        // The whole window's node has no name of its own otherwise, and a screen reader would announce nothing.
        context.accesskit_node_builder(egui::accesskit_root_id(), |root| root.set_label(self.title.as_str()));
        self.act(&context, actions);
        self.frames += 1;
        tracing::trace!(frame = self.frames, "drawn");
        if self.frames == 1 {
            self.program.first_frame_drawn();
        }
        if let Some(wait) = self.program.next_change() {
            context.request_repaint_after(wait);
        }
    }
}
