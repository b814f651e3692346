//! The worker itself: takes what the page posts, lets the [`viewer::desk`] answer.

#[cfg(target_arch = "wasm32")]
mod post;

fn main() {
    #[cfg(target_arch = "wasm32")]
    post::listen();
}
