//! What is on the page only while something holds.

use leptos::prelude::*;

/// A question that is asked again whenever what it reads changes.
pub struct Condition(Box<dyn Fn() -> bool + Send + Sync>);

impl<F: Fn() -> bool + Send + Sync + 'static> From<F> for Condition {
    fn from(condition: F) -> Self {
        Self(Box::new(condition))
    }
}

/// As Leptos' own of the same name, which is compiled anew for every condition and every contents;
/// this one is compiled once.
#[component(transparent)]
pub fn Show(
    /// Whether the contents are shown.
    #[prop(into)]
    when: Condition,
    /// What stands there otherwise; nothing, if nothing is said.
    #[prop(optional, into)]
    fallback: ViewFn,
    /// The contents, made anew each time they appear.
    children: ChildrenFn,
) -> impl IntoView {
    let shown = ArcMemo::new(move |_| (when.0)());
    move || {
        if shown.get() {
            children()
        } else {
            fallback.run()
        }
    }
}
