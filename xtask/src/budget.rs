//! How large the built app may be, as a browser loads it (DESIGN: first load, brotli).

use std::{fs, io::Write as _, path::Path};

use anyhow::{Context as _, Result, bail};

use crate::{place, stamp};

/// A part of the app that has a budget of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    /// The screens: wasm and its glue.
    App,
    /// The reader off the main thread: wasm, glue and loader.
    Worker,
    /// The forms as on paper, off the main thread too; loaded when somebody looks at one.
    Viewer,
    /// All stylesheets together.
    Style,
}

impl Part {
    const ALL: [Self; 4] = [Self::App, Self::Worker, Self::Viewer, Self::Style];

    fn name(self) -> &'static str {
        match self {
            Self::App => "app (wasm + js)",
            Self::Worker => "worker (wasm + js)",
            Self::Viewer => "viewer (wasm + js)",
            Self::Style => "css",
        }
    }

    /// What is to be reached, in bytes after brotli; a kilobyte is 1000 bytes, the stricter reading.
    fn reach(self) -> usize {
        match self {
            Self::App => 300_000,
            Self::Worker => 100_000,
            Self::Viewer => 150_000,
            Self::Style => 25_000,
        }
    }

    /// What the build must not exceed. Where `reach` is not reached yet, a bound that only ever goes down.
    fn bound(self) -> usize {
        match self {
            // Almost what is to be reached: forms, comparison and mending; 154,380 when this was set.
            Self::Viewer => 156_000,
            part => part.reach(),
        }
    }

    /// Which part a file of `dist/` belongs to; pictures, the page and the manifest to none.
    fn of(file: &Path) -> Option<Self> {
        let name = file.file_name()?.to_str()?;
        match file.extension()?.to_str()? {
            "css" => Some(Self::Style),
            "wasm" | "js" if name.starts_with("worker") => Some(Self::Worker),
            "wasm" | "js" if name.starts_with("viewer") => Some(Self::Viewer),
            "wasm" | "js" => Some(Self::App),
            _ => None,
        }
    }
}

/// Sizes in bytes, summed over files that are each compressed by themselves.
#[derive(Clone, Copy, Default)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the sizes of the built app beside what is to be reached, and fails when a part is over its bound.
///
/// # Errors
/// When `dist/` cannot be read, a part is absent, or a part is too large.
pub fn check() -> Result<()> {
    let files = stamp::files(&place::dist())?;
    let mut too_large = Vec::new();
    println!(
        "  {:<20}{:>12}{:>12}{:>12}{:>12}",
        "part", "raw", "gzip", "brotli", "reach"
    );
    for part in Part::ALL {
        let mut size = Size::default();
        for file in files.iter().filter(|file| Part::of(file) == Some(part)) {
            let bytes =
                fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
            size.raw += bytes.len();
            size.gzip += gzip(&bytes)?;
            size.brotli += brotli(&bytes)?;
        }
        println!(
            "  {:<20}{:>12}{:>12}{:>12}{:>12}",
            part.name(),
            size.raw,
            size.gzip,
            size.brotli,
            part.reach()
        );
        if size.raw == 0 {
            bail!("the built app has no {}: is dist/ complete?", part.name());
        }
        let bound = part.bound();
        if size.brotli > bound {
            too_large.push(format!("{} by {} bytes", part.name(), size.brotli - bound));
        }
    }
    if !too_large.is_empty() {
        bail!("over the size budget: {}", too_large.join(", "));
    }
    Ok(())
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn brotli(bytes: &[u8]) -> Result<usize> {
    // Quality 11 and a window of 22 bits: what a server that compresses beforehand sends.
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 64 * 1024, 11, 22);
    writer.write_all(bytes)?;
    writer.flush()?;
    drop(writer);
    Ok(out.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_belong_to_their_part() {
        let of = |name: &str| Part::of(Path::new(name));
        assert_eq!(of("dist/app-0123456789abcdef_bg.wasm"), Some(Part::App));
        assert_eq!(of("dist/app-0123456789abcdef.js"), Some(Part::App));
        assert_eq!(of("dist/snippets/some-crate/inline0.js"), Some(Part::App));
        assert_eq!(of("dist/worker_loader.js"), Some(Part::Worker));
        assert_eq!(of("dist/worker_bg.wasm"), Some(Part::Worker));
        assert_eq!(of("dist/viewer_loader.js"), Some(Part::Viewer));
        assert_eq!(of("dist/base-0123456789abcdef.css"), Some(Part::Style));
        assert_eq!(of("dist/index.html"), None);
        assert_eq!(of("dist/favicon.svg"), None);
    }

    #[test]
    fn both_compressions_compress() {
        let text = "居宅サービス計画書".repeat(1000);
        assert!(gzip(text.as_bytes()).expect("gzip into memory") < 1000);
        assert!(brotli(text.as_bytes()).expect("brotli into memory") < 1000);
    }
}
