//! What a page is told to draw: elements in the order in which they open and close.
//!
//! The page builds it piece by piece and can stop between any two strokes, so that a large table never blocks it.
//! Only the elements and attributes named here exist: none of them runs a script or loads anything, so a file cannot either.

use pack::{Pack, packed};

/// A drawing, stroke by stroke.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawing {
    /// The strokes, in order.
    pub strokes: Vec<Stroke>,
}

/// One stroke of a drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stroke {
    /// An element begins; what follows stands in it.
    Open {
        /// What it is.
        tag: Tag,
        /// Its attributes.
        attributes: Vec<(Attribute, String)>,
    },
    /// A text, with its line breaks; never markup.
    Text(String),
    /// The element that was opened last ends.
    Close,
}

packed! {
    struct Drawing { strokes }
    enum Stroke { 0 Open { tag, attributes }, 1 Text(text), 2 Close }
}

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $(
                #[doc = concat!("`", $text, "`")]
                $variant,
            )*
        }

        impl $name {
            /// As the document of the page has it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        /// The number of the name, in the order above.
        impl Pack for $name {
            fn pack(&self, text: &mut String) {
                (*self as u8).pack(text);
            }

            fn unpack(text: &mut &str) -> Option<Self> {
                const ALL: &[$name] = &[$($name::$variant,)*];
                ALL.get(usize::from(u8::unpack(text)?)).copied()
            }
        }
    };
}

names! {
    /// The elements that a drawing can have.
    Tag {
        Article "article",
        Button "button",
        Caption "caption",
        Col "col",
        Dd "dd",
        Details "details",
        Div "div",
        Dl "dl",
        Dt "dt",
        Img "img",
        Input "input",
        LabelFor "label",
        Li "li",
        Ol "ol",
        P "p",
        Section "section",
        Span "span",
        Summary "summary",
        Table "table",
        Tbody "tbody",
        Td "td",
        Tfoot "tfoot",
        Th "th",
        Thead "thead",
        Title "h3",
        Heading "h4",
        Tr "tr",
        Ul "ul",
    }
}

names! {
    /// The attributes that an element of a drawing can have.
    Attribute {
        Alt "alt",
        Class "class",
        ColSpan "colspan",
        Day "data-day",
        Expanded "aria-expanded",
        Hidden "aria-hidden",
        Id "id",
        Invalid "aria-invalid",
        Label "aria-label",
        // The place of another paper, which a press leads to.
        Paper "data-paper",
        Lang "lang",
        Name "name",
        Role "role",
        RowSpan "rowspan",
        Scope "scope",
        TabIndex "tabindex",
        Tip "title",
        Type "type",
        Value "value",
        Week "data-week",
        // A property of the element's style, set on the element itself: the page's policy forbids it in markup.
        Style "style",
        // The key of a file in hand that holds a JPEG.
        Picture "src",
    }
}

impl Drawing {
    /// All texts one after another, for tests and searches.
    #[must_use]
    pub fn words(&self) -> String {
        self.strokes
            .iter()
            .filter_map(|stroke| match stroke {
                Stroke::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect::<Vec<_>>()
            .join("|")
    }
}
