//! Joins the built app's stylesheets into one.
//!
//! Each is a file of its own while it is written, and would be a request of its own in the browser:
//! a tablet spends longer on asking for thirteen small files than on the wasm.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use base64::Engine as _;
use sha2::{Digest as _, Sha384};

/// How Trunk begins the tag of a stylesheet.
const TAG: &str = "<link rel=\"stylesheet\" ";

/// Puts one stylesheet in the place of all that the page names, in their order; the joined files are gone.
///
/// # Errors
/// When the page names none, or one cannot be joined.
pub fn join(dist: &Path) -> Result<()> {
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).with_context(|| page.display().to_string())?;
    let (html, names) = take_out(&html)?;
    let mut all = String::new();
    for name in &names {
        let file = dist.join(name);
        let sheet = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        // Such rules count only at the top of a file.
        ensure!(
            !sheet.contains("@import") && !sheet.contains("@charset"),
            "{name} cannot be joined with others: it has @import or @charset"
        );
        all.push_str(sheet.trim_end());
        all.push('\n');
    }
    let digest = Sha384::digest(&all);
    let hash: String = digest
        .iter()
        .take(8)
        .map(|it| format!("{it:02x}"))
        .collect();
    let integrity = base64::engine::general_purpose::STANDARD.encode(digest);
    let name = format!("style-{hash}.css");
    fs::write(dist.join(&name), &all)?;
    let tag = format!("{TAG}href=\"/{name}\" integrity=\"sha384-{integrity}\"/>");
    fs::write(&page, html.replacen(PLACE, &tag, 1))?;
    for name in names {
        fs::remove_file(dist.join(name))?;
    }
    Ok(())
}

/// Marks where the joined stylesheet belongs; no page has this in it.
const PLACE: &str = "\u{0}";

/// The page without the tags of its stylesheets, and their names in order.
fn take_out(html: &str) -> Result<(String, Vec<&str>)> {
    let mut pieces = html.split(TAG);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    let mut names = Vec::new();
    for piece in pieces {
        let (tag, rest) = piece.split_once('>').context("a tag has no end")?;
        let name = tag
            .split_once("href=\"/")
            .and_then(|(_, name)| name.split_once('"'))
            .map(|(name, _)| name);
        let Some(name) = name else {
            bail!("a stylesheet has no address: {tag}");
        };
        if names.is_empty() {
            out.push_str(PLACE);
        }
        names.push(name);
        out.push_str(if names.len() > 1 {
            rest.trim_start()
        } else {
            rest
        });
    }
    ensure!(!names.is_empty(), "the page names no stylesheet");
    Ok((out, names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stylesheet_stands_for_all_in_their_order() {
        let dist = tempfile::TempDir::new().expect("a folder");
        let write = |name: &str, text: &str| fs::write(dist.path().join(name), text).expect(name);
        write("b-01.css", "b{}\n");
        write("a-02.css", "a{}");
        write(
            "index.html",
            "<head>\n    <link rel=\"stylesheet\" href=\"/b-01.css\" integrity=\"sha384-x\"/>\n    <link rel=\"stylesheet\" href=\"/a-02.css\"/>\n<link rel=\"icon\" href=\"/i.svg\">",
        );
        join(dist.path()).expect("joined");
        let html = fs::read_to_string(dist.path().join("index.html")).expect("the page");
        let (_, names) = take_out(&html).expect("one stylesheet");
        assert_eq!(names.len(), 1);
        assert!(
            html.ends_with("<link rel=\"icon\" href=\"/i.svg\">"),
            "{html}"
        );
        let sheet = fs::read_to_string(dist.path().join(names[0])).expect("the stylesheet");
        assert_eq!(sheet, "b{}\na{}\n");
        assert!(!dist.path().join("b-01.css").exists());
    }

    #[test]
    fn what_would_be_lost_by_joining_is_an_error() {
        let dist = tempfile::TempDir::new().expect("a folder");
        let page = |html: &str| fs::write(dist.path().join("index.html"), html).expect("written");
        page("<head></head>");
        assert!(join(dist.path()).is_err());
        page("<link rel=\"stylesheet\" href=\"/a.css\">");
        fs::write(dist.path().join("a.css"), "@import \"b.css\";").expect("written");
        assert!(join(dist.path()).is_err());
    }
}
