//! Shortens what the built app says to itself.
//!
//! wasm-bindgen names each function that the wasm asks of its glue after crate, method and a hash
//! (`__wbg_addEventListener_0c4e…`), in both files. Nobody reads these names in a browser, and no compression
//! shrinks a hash: as one to two letters the app is 6 KB smaller on its way. The glue also loses its indentation and its lines of comment.
//! What is not understood here fails the build; nothing is left half renamed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use base64::Engine as _;
use sha2::{Digest as _, Sha384};

use crate::stamp;

/// The end of the name of a wasm file with its glue beside it: `app_bg.wasm` and `app.js`.
const WASM: &str = "_bg.wasm";

/// Shortens every wasm with its glue in the folder, and gives those that have a hash in their names a new one,
/// so that no browser keeps an older file under the same name.
///
/// # Errors
/// When a file is not as wasm-bindgen writes it.
pub fn all(dist: &Path) -> Result<()> {
    let page = dist.join("index.html");
    let mut html = read(&page)?;
    for wasm in stamp::files(dist)? {
        let Some(stem) = stem(&wasm) else { continue };
        let glue = wasm.with_file_name(format!("{stem}.js"));
        let octets = fs::read(&wasm).with_context(|| wasm.display().to_string())?;
        let (octets, names) = rename_imports(&octets)?;
        let text = shorten_glue(&read(&glue)?, &names)
            .with_context(|| format!("in {}", glue.display()))?;
        fs::write(&wasm, &octets)?;
        fs::write(&glue, &text)?;
        if let Some((before, hash)) = hash_of(&stem) {
            let digest = Sha384::new()
                .chain_update(&octets)
                .chain_update(&text)
                .finalize();
            let fresh: String = digest
                .iter()
                .take(8)
                .map(|octet| format!("{octet:02x}"))
                .collect();
            for file in [&wasm, &glue] {
                let name = file
                    .file_name()
                    .and_then(|name| name.to_str())
                    .unwrap_or_default();
                fs::rename(file, file.with_file_name(name.replacen(hash, &fresh, 1)))?;
            }
            html = html.replace(&stem, &format!("{before}-{fresh}"));
        }
    }
    fs::write(&page, with_integrity(&html, dist)?)?;
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// `app-0123` of `app-0123_bg.wasm`.
fn stem(wasm: &Path) -> Option<String> {
    let name = wasm.file_name()?.to_str()?;
    name.strip_suffix(WASM).map(str::to_owned)
}

/// A name and its hash, if it has one.
fn hash_of(stem: &str) -> Option<(&str, &str)> {
    let (name, hash) = stem.rsplit_once('-')?;
    hash.bytes()
        .all(|octet| octet.is_ascii_hexdigit())
        .then_some((name, hash))
}

/// The digests of the page's preloads, computed anew (Subresource Integrity).
fn with_integrity(html: &str, dist: &Path) -> Result<String> {
    let mut out = String::new();
    for (place, tag) in html.split("<link ").enumerate() {
        if place > 0 {
            out.push_str("<link ");
        }
        let value = |name: &str| {
            let (_, rest) = tag.split_once(&format!("{name}=\""))?;
            rest.split_once('"').map(|(value, _)| value)
        };
        match (value("href"), value("integrity")) {
            // Browsers do not look at the digest of what is only fetched ahead, and say so.
            (Some(_), Some(before)) if value("as") == Some("fetch") => {
                out.push_str(&tag.replacen(&format!(" integrity=\"{before}\""), "", 1));
            }
            (Some(href), Some(before)) if before.starts_with("sha384-") => {
                let file: PathBuf = dist.join(href.trim_start_matches('/'));
                let octets = fs::read(&file).with_context(|| file.display().to_string())?;
                let digest =
                    base64::engine::general_purpose::STANDARD.encode(Sha384::digest(octets));
                out.push_str(&tag.replacen(before, &format!("sha384-{digest}"), 1));
            }
            _ => out.push_str(tag),
        }
    }
    Ok(out)
}

/// The wasm with short names for what it imports from its glue, and which name became which.
fn rename_imports(wasm: &[u8]) -> Result<(Vec<u8>, BTreeMap<String, String>)> {
    let (head, rest) = wasm.split_at_checked(8).context("no wasm")?;
    ensure!(head.starts_with(b"\0asm"), "no wasm");
    let (mut out, mut names) = (head.to_vec(), BTreeMap::new());
    let mut at = Cursor(rest);
    while !at.0.is_empty() {
        let id = at.octet()?;
        let length = at.number()?;
        let body = at.take(length)?;
        let body = if id == IMPORTS {
            renamed(body, &mut names)?
        } else {
            body.to_vec()
        };
        out.push(id);
        put(&mut out, body.len());
        out.extend(body);
    }
    Ok((out, names))
}

/// The section of imports (WebAssembly core specification, section 5.5.5).
const IMPORTS: u8 = 2;

fn renamed(section: &[u8], names: &mut BTreeMap<String, String>) -> Result<Vec<u8>> {
    let mut at = Cursor(section);
    let count = at.number()?;
    let mut out = Vec::new();
    put(&mut out, count);
    for place in 0..count {
        let module = at.name()?;
        let name = at.name()?;
        let described = at.0;
        at.import()?;
        let description = &described[..described.len() - at.0.len()];
        let name = if module.starts_with("./") && module.ends_with("_bg.js") {
            names
                .entry(name.to_owned())
                .or_insert_with(|| letters(place))
                .as_str()
        } else {
            name
        };
        for text in [module, name] {
            put(&mut out, text.len());
            out.extend(text.as_bytes());
        }
        out.extend(description);
    }
    Ok(out)
}

/// `a` to `z`, then `aa`, `ba` and so on: never a word of the language's own.
fn letters(number: usize) -> String {
    let mut text = String::new();
    let mut rest = number;
    loop {
        text.push(char::from(
            b'a' + u8::try_from(rest % 26).expect("below 26"),
        ));
        rest /= 26;
        if rest == 0 {
            return text;
        }
        rest -= 1;
    }
}

/// The glue with the same short names, without indentation and lines of comment.
fn shorten_glue(glue: &str, names: &BTreeMap<String, String>) -> Result<String> {
    let mut out = String::new();
    let mut found = 0;
    for line in glue.lines() {
        // A text over several lines would lose its spaces.
        if line.matches('`').count() % 2 == 1 {
            bail!("a text over several lines");
        }
        let line = line.trim_start();
        // Each line of a comment of several lines begins with a star, and no line of code does.
        if line.is_empty() || ["//", "/**", "*"].iter().any(|sign| line.starts_with(sign)) {
            continue;
        }
        let renamed = line
            .split_once(": function(")
            .and_then(|(name, rest)| Some((names.get(name)?, rest)));
        match renamed {
            Some((name, rest)) => {
                found += 1;
                out.push_str(name);
                out.push_str(": function(");
                out.push_str(rest);
            }
            None => out.push_str(line),
        }
        out.push('\n');
    }
    ensure!(
        found == names.len(),
        "{found} of {} imports are in the glue",
        names.len()
    );
    Ok(out)
}

/// What is left of some octets.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .context("the wasm ends early")?;
        self.0 = rest;
        Ok(taken)
    }

    fn octet(&mut self) -> Result<u8> {
        self.take(1).map(|taken| taken[0])
    }

    /// A number as LEB128 (section 5.2.2).
    fn number(&mut self) -> Result<usize> {
        let (mut number, mut shift) = (0_usize, 0);
        loop {
            let octet = self.octet()?;
            ensure!(shift < 35, "a number of the wasm is too long");
            number |= usize::from(octet & 0x7f) << shift;
            shift += 7;
            if octet & 0x80 == 0 {
                return Ok(number);
            }
        }
    }

    fn name(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        Ok(std::str::from_utf8(self.take(length)?)?)
    }

    fn limits(&mut self) -> Result<()> {
        let flags = self.octet()?;
        self.number()?;
        if flags & 1 == 1 {
            self.number()?;
        }
        Ok(())
    }

    /// Skips what is imported: a function, a table, a memory or a global.
    fn import(&mut self) -> Result<()> {
        match self.octet()? {
            0 => self.number().map(drop),
            1 => {
                self.octet()?;
                self.limits()
            }
            2 => self.limits(),
            3 => self.take(2).map(drop),
            other => bail!("an import of the unknown kind {other}"),
        }
    }
}

fn put(out: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7f).expect("seven bits");
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A wasm that imports two functions from its glue and one from elsewhere, and has a section behind.
    fn wasm() -> Vec<u8> {
        let mut section = Vec::new();
        put(&mut section, 3);
        for (module, name) in [
            ("./app_bg.js", "__wbg_first_0123456789abcdef"),
            ("./app_bg.js", "__wbg_second_0123456789abcdef"),
            ("elsewhere", "__wbg_third"),
        ] {
            for text in [module, name] {
                put(&mut section, text.len());
                section.extend(text.as_bytes());
            }
            section.extend([0, 0]);
        }
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.push(IMPORTS);
        put(&mut wasm, section.len());
        wasm.extend(section);
        wasm.extend([3, 2, 1, 0]);
        wasm
    }

    const GLUE: &str = "    // why\n    /**\n     * @returns {any}\n     */\n    __wbg_first_0123456789abcdef: function(arg0) {\n        return `a  b`;\n    },\n    __wbg_second_0123456789abcdef: function() {},\n";

    #[test]
    fn imports_have_the_same_short_name_in_the_wasm_and_in_its_glue() {
        let (short, names) = rename_imports(&wasm()).expect("a wasm");
        let glue = shorten_glue(GLUE, &names).expect("its glue");
        assert_eq!(
            glue,
            "a: function(arg0) {\nreturn `a  b`;\n},\nb: function() {},\n"
        );
        let text = String::from_utf8_lossy(&short).into_owned();
        assert!(
            !text.contains("first") && text.contains("./app_bg.js\u{1}a"),
            "{text:?}"
        );
        assert!(
            text.contains("__wbg_third"),
            "what others give keeps its name"
        );
        assert!(short.ends_with(&[3, 2, 1, 0]));
        // The lengths are right: what was written is read again.
        assert_eq!(rename_imports(&short).expect("a wasm").1.len(), 2);
    }

    #[test]
    fn glue_that_lacks_an_import_is_refused() {
        let (_, names) = rename_imports(&wasm()).expect("a wasm");
        assert!(
            shorten_glue("    __wbg_first_0123456789abcdef: function() {},\n", &names).is_err()
        );
        assert!(shorten_glue(&format!("{GLUE}const a = `\n  b`;\n"), &names).is_err());
        assert!(rename_imports(&wasm()[..20]).is_err());
    }

    #[test]
    fn every_number_has_its_own_letters() {
        let all: std::collections::BTreeSet<_> = (0..2000).map(letters).collect();
        assert_eq!(all.len(), 2000);
        assert_eq!(
            ["a", "z", "aa"],
            [0, 25, 26].map(letters).each_ref().map(String::as_str)
        );
    }
}
