//! A captcha: its picture, and the field for what is read in it.

use std::fmt;
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Response, TextureHandle, TextureOptions, Ui, Vec2};

use super::failure::explained_banner;
use super::form::SignInForm;
use crate::app::{Action, BrowserPurpose, Captcha, CaptchaStage, Picture};
use crate::ui::Words;
use crate::ui::explain::{Explanation, Purpose, explain};
use crate::ui::theme::picture;
use crate::ui::widgets::{Mood, labelled_field, link_button, muted, soft_frame};

/// How large the picture is at most, in points.
const LARGEST: Vec2 = Vec2::new(240.0, 80.0);

/// A picture as it was given to the screen.
pub(super) struct DrawnPicture {
    picture: Arc<Picture>,
    texture: TextureHandle,
}

impl fmt::Debug for DrawnPicture {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.picture.fmt(formatter)
    }
}

/// Shows a captcha in all its states; returns its field where there is one.
pub(super) fn captcha_ui(
    ui: &mut Ui,
    words: &Words,
    captcha: &Captcha,
    pending: bool,
    host: &str,
    form: &mut SignInForm,
    actions: &mut Vec<Action>,
) -> Option<Response> {
    soft_frame(ui, Mood::Warning, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let headline =
            if captcha.wrong { words.text("sign-in-captcha-wrong") } else { words.text("sign-in-captcha-needed") };
        Mood::Warning.headline(ui, &headline);
        let field = match &captcha.stage {
            CaptchaStage::Reading => {
                muted(ui, &words.text("sign-in-captcha-reading"));
                None
            }
            CaptchaStage::Shown(picture) => Some(shown(ui, words, picture, form)),
            CaptchaStage::NotFetched(error) => {
                explained_banner(ui, Mood::Bad, &explain(words, error, host, Purpose::SignIn), |_| {});
                None
            }
            CaptchaStage::NotDrawn => {
                let explanation = Explanation {
                    what: words.text("sign-in-captcha-not-drawn").into_owned(),
                    next: words.text("sign-in-captcha-not-drawn.next").into_owned(),
                    ..Explanation::default()
                };
                explained_banner(ui, Mood::Bad, &explanation, |_| {});
                None
            }
        };
        if !pending {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 16.0;
                let another = words.text("sign-in-another-picture");
                if captcha.stage != CaptchaStage::Reading && link_button(ui, &another, &another).clicked() {
                    actions.push(Action::AnotherPicture);
                }
                let in_browser = words.text("sign-in-continue-in-browser");
                if link_button(ui, &in_browser, &in_browser).clicked() {
                    actions.push(Action::SignInInBrowser(BrowserPurpose::SignIn));
                }
            });
        }
        field
    })
}

fn shown(ui: &mut Ui, words: &Words, new: &Arc<Picture>, form: &mut SignInForm) -> Response {
    let before = form.picture.take().filter(|drawn| Arc::ptr_eq(&drawn.picture, new));
    let is_new = before.is_none();
    let drawn = match before {
        Some(drawn) => drawn,
        None => {
            form.captcha.wipe();
            let image = picture([new.width, new.height], &new.rgba);
            let texture = ui.ctx().load_texture("captcha", image, TextureOptions::LINEAR);
            DrawnPicture { picture: Arc::clone(new), texture }
        }
    };
    let size = drawn.texture.size_vec2();
    let fitted = size * (LARGEST / size).min_elem();
    let response = ui.image((drawn.texture.id(), fitted));
    let description = words.text("sign-in-captcha-picture");
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Image);
        node.set_label(description.as_ref());
    });
    form.picture = Some(drawn);
    let field = labelled_field(ui, &words.text("sign-in-captcha"), &mut form.captcha, "captcha");
    form.note_secret_field(field.id);
    // A picture that has just come is what is to be read next.
    if is_new {
        field.request_focus();
    }
    field
}
