//! Drawing a captcha's picture, which came from the other side and is trusted with nothing.

use std::fmt;
use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree, fontdb, roxmltree};

/// The longest picture that is looked at, in bytes. Usual ones have 5 to 20 KiB.
const LONGEST: usize = 256 * 1024;
/// The most nodes that it may have.
const MOST_NODES: u32 = 4096;
/// How deep its nodes may be nested: each level can cost memory for a picture of its own.
const DEEPEST: usize = 16;
/// How large it is drawn at most, in pixels: twice what the screen gives it, for fine screens.
const LARGEST: (f32, f32) = (600.0, 200.0);
/// The font of pictures whose text is text.
const FONT: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.otf");

/// What a picture may be made of: shapes, text, and nothing that refers to anything.
const ELEMENTS: &[&str] =
    &["svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc"];

/// A picture, drawn.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its width in pixels.
    pub width: usize,
    /// Its height in pixels.
    pub height: usize,
    /// Red, green, blue and alpha of each pixel, row by row. It has a white ground, so alpha is always 255.
    pub rgba: Vec<u8>,
}

impl fmt::Debug for Picture {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Picture({} x {})", self.width, self.height)
    }
}

/// Draws an SVG picture; `None` when it is none, is too large, or holds anything but shapes and text: no script, no
/// style sheet, no image, no reference to anything, inside or outside of it. Takes a moment.
pub(super) fn draw(svg: &str) -> Option<Picture> {
    if svg.len() > LONGEST {
        return None;
    }
    let parsing = roxmltree::ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(svg, parsing).ok()?;
    document.descendants().all(is_harmless).then_some(())?;
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(FONT.to_vec());
    for set in [
        fontdb::Database::set_serif_family,
        fontdb::Database::set_sans_serif_family,
        fontdb::Database::set_monospace_family,
    ] {
        set(&mut fonts, "Inter");
    }
    let options = Options {
        font_family: "Inter".to_owned(),
        fontdb: Arc::new(fonts),
        // There is no image element to ask for one; were there a way round, it would find nothing.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&document, &options).ok()?;
    let size = tree.size();
    let scale = (LARGEST.0 / size.width()).min(LARGEST.1 / size.height());
    let pixels = |length: f32| (length * scale).round().clamp(1.0, LARGEST.0) as u32;
    let mut pixmap = Pixmap::new(pixels(size.width()), pixels(size.height()))?;
    // Many are drawn in dark lines on nothing, which a dark window would swallow.
    pixmap.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let (width, height) = (pixmap.width() as usize, pixmap.height() as usize);
    Some(Picture { width, height, rgba: pixmap.take() })
}

fn is_harmless(node: roxmltree::Node<'_, '_>) -> bool {
    if node.is_pi() || node.ancestors().nth(DEEPEST).is_some() {
        return false;
    }
    if !node.is_element() {
        return true;
    }
    // Anything that could refer to something does it by `href` or `url(…)`.
    let refers = |attribute: roxmltree::Attribute<'_, '_>| {
        attribute.name() == "href" || attribute.value().to_ascii_lowercase().contains("url(")
    };
    ELEMENTS.contains(&node.tag_name().name()) && !node.attributes().any(refers)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn svg(inner: &str) -> String {
        format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="150" height="50">{inner}</svg>"#)
    }

    /// Whether anything but the white ground was drawn.
    fn shows_something(picture: &Picture) -> bool {
        picture.rgba.iter().any(|part| *part != 255)
    }

    #[test]
    fn shapes_and_text_are_drawn_on_white() {
        for inner in [r#"<path d="M10 10 L140 40" stroke="black" fill="none"/>"#, r#"<text x="10" y="30">AB2C</text>"#]
        {
            let picture = draw(&svg(inner)).unwrap();
            assert_eq!((picture.width, picture.height), (600, 200));
            assert_eq!(picture.rgba.len(), 600 * 200 * 4);
            assert!(shows_something(&picture), "{inner}");
        }
        assert!(!shows_something(&draw(&svg("")).unwrap()));
    }

    #[test]
    fn nothing_that_runs_or_refers_is_drawn() {
        for inner in [
            "<script>alert(1)</script>",
            r#"<image href="/etc/passwd" width="9" height="9"/>"#,
            r#"<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="http://example.com/a.png"/>"#,
            r##"<g id="a"><use href="#a"/></g>"##,
            "<foreignObject/>",
            "<style>rect { fill: url(http://example.com/) }</style>",
            r#"<rect width="9" height="9" fill="URL(http://example.com/#a)"/>"#,
            r#"<a href="http://example.com/"><rect/></a>"#,
            r#"<?xml-stylesheet href="http://example.com/a.css"?>"#,
        ] {
            assert_eq!(draw(&svg(inner)), None, "{inner}");
        }
        let entity = r#"<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>"#;
        assert_eq!(draw(&format!("{entity}{}", svg("<text>&a;</text>"))), None);
    }

    #[test]
    fn what_is_too_large_or_no_picture_is_not_drawn() {
        assert_eq!(draw(&svg(&"<g/>".repeat(5000))), None);
        assert_eq!(draw(&svg(&format!("{}{}", "<g>".repeat(20), "</g>".repeat(20)))), None);
        assert_eq!(draw(&svg(&format!("<title>{}</title>", " ".repeat(LONGEST)))), None);
        for text in ["", "<svg", "<html/>", r#"<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>"#] {
            assert_eq!(draw(text), None, "{text}");
        }
    }

    #[test]
    fn a_huge_or_thin_picture_is_drawn_small() {
        for (width, height) in [("1000000", "10"), ("1", "1000000"), ("0.001", "0.001")] {
            let text = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"/>"#);
            let fits = draw(&text).is_none_or(|picture| picture.width <= 600 && picture.height <= 600);
            assert!(fits, "{width} x {height}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_picture_panics(inner in "\\PC{0,60}", path in "[MLCQAZmlcqaz0-9., -]{0,40}", size in "[0-9.e%px-]{0,8}") {
            let _ = draw(&inner);
            let _ = draw(&svg(&format!(r#"<path d="{path}" stroke="red"/>"#)));
            let _ = draw(&format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="{size}" viewBox="{path}"/>"#));
        }
    }
}
