//! Has the app asked for by the page's first script, before anything else of the page.
//!
//! Trunk's own script asks for the wasm when its glue has come; a browser that compiles it while it is on its way
//! is done sooner. `app/early.js` asks, and Trunk's script takes what has come of it.
//! What is not understood here fails the build.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};

/// Where `app/early.js` names the app's wasm.
const PLACE: &str = "'ADDRESS_OF_THE_APP'";
/// What stands before the wasm's address in Trunk's script.
const GIVEN: &str = "module_or_path: ";
/// How Trunk begins the tag by which a browser fetches the wasm ahead; it would be fetched twice.
const AHEAD: &str = "<link rel=\"preload\" ";
/// How Trunk begins its script; once the glue is there it need not wait for the rest of the page.
const SCRIPT: &str = "<script type=\"module\">";

/// Changes the built page.
///
/// # Errors
/// When the page is not as Trunk writes it.
pub fn ask_first(dist: &Path) -> Result<()> {
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).with_context(|| page.display().to_string())?;
    fs::write(&page, asking_first(&html)?)?;
    Ok(())
}

fn asking_first(html: &str) -> Result<String> {
    for (part, what) in [
        (PLACE, "app/early.js"),
        (GIVEN, "Trunk's script"),
        (AHEAD, "Trunk's preload"),
        (SCRIPT, "Trunk's script"),
    ] {
        ensure!(
            html.matches(part).count() == 1,
            "the page does not have {what} once"
        );
    }
    let (_, rest) = html.split_once(GIVEN).unwrap_or_default();
    let (address, _) = rest.split_once(' ').context("the wasm has no address")?;
    ensure!(
        address.starts_with("'/") && address.ends_with(".wasm'"),
        "{address} is not the address of a wasm"
    );
    let given = format!("{GIVEN}{address}");
    let taken = format!("{GIVEN}(await window.appOnItsWay) || {address}");
    let (before, ahead) = html.split_once(AHEAD).unwrap_or_default();
    let (_, after) = ahead.split_once('>').context("a tag has no end")?;
    Ok(format!("{before}{after}")
        .replacen(&given, &taken, 1)
        .replacen(PLACE, address, 1)
        .replacen(SCRIPT, "<script type=\"module\" async>", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><script>ask('ADDRESS_OF_THE_APP')</script><script type=\"module\">\nimport init from '/app-1.js';\n\
        await init({ module_or_path: '/app-1_bg.wasm' });\n</script>\
        <link rel=\"modulepreload\" href=\"/app-1.js\"><link rel=\"preload\" href=\"/app-1_bg.wasm\" as=\"fetch\"></head>";

    #[test]
    fn the_first_script_asks_for_the_app_and_trunks_takes_it() {
        let page = asking_first(PAGE).expect("a page of Trunk's");
        assert!(
            page.contains("<script>ask('/app-1_bg.wasm')</script>"),
            "{page}"
        );
        assert!(
            page.contains(
                "init({ module_or_path: (await window.appOnItsWay) || '/app-1_bg.wasm' })"
            ),
            "{page}"
        );
        assert!(
            page.ends_with("<link rel=\"modulepreload\" href=\"/app-1.js\"></head>"),
            "{page}"
        );
    }

    #[test]
    fn a_page_that_is_otherwise_is_an_error() {
        for part in [PLACE, GIVEN, AHEAD, SCRIPT, "'/app-1_bg.wasm' }"] {
            assert!(asking_first(&PAGE.replace(part, "")).is_err(), "{part}");
        }
    }
}
