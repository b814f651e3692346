//! Starts the screens in the browser.

fn main() {
    app::start();
}
