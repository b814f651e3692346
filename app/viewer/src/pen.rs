//! Short ways to draw what is no form: headings, lists and small tables around the papers.

use crate::drawing::{Attribute, Drawing, Stroke, Tag};
use crate::protocol::How;

/// Draws in the language that is asked for.
pub(crate) struct Pen<'a> {
    drawing: Drawing,
    pub(crate) how: &'a How,
}

impl<'a> Pen<'a> {
    pub(crate) fn new(how: &'a How) -> Self {
        Self {
            drawing: Drawing::default(),
            how,
        }
    }

    /// What was drawn.
    pub(crate) fn done(self) -> Drawing {
        self.drawing
    }

    /// An element with what is in it.
    pub(crate) fn within(&mut self, tag: Tag, class: &str, inside: impl FnOnce(&mut Self)) {
        self.element(tag, &[(Attribute::Class, class)], inside);
    }

    /// The same, with attributes; empty ones are left out.
    pub(crate) fn element(
        &mut self,
        tag: Tag,
        attributes: &[(Attribute, &str)],
        inside: impl FnOnce(&mut Self),
    ) {
        let attributes = attributes
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(attribute, value)| (*attribute, (*value).to_owned()))
            .collect();
        self.drawing.strokes.push(Stroke::Open { tag, attributes });
        inside(self);
        self.drawing.strokes.push(Stroke::Close);
    }

    /// An element with nothing but a class and a text.
    pub(crate) fn word(&mut self, tag: Tag, class: &str, text: &str) {
        self.within(tag, class, |pen| pen.text(text));
    }

    /// A text.
    pub(crate) fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.drawing.strokes.push(Stroke::Text(text.to_owned()));
        }
    }

    /// Everything of another drawing.
    pub(crate) fn paste(&mut self, drawing: Drawing) {
        self.drawing.strokes.extend(drawing.strokes);
    }

    /// The words of the language that is asked for.
    pub(crate) fn pick<'w>(&self, ja: &'w str, en: &'w str) -> &'w str {
        if self.how.english { en } else { ja }
    }

    /// The same, of a phrase of the standard's crate.
    pub(crate) fn phrase<'p>(&self, phrase: &'p careplan::Phrase) -> &'p str {
        self.pick(&phrase.ja, &phrase.en)
    }
}
