//! A real server of the S3 protocol, `s3s-fs`, over a folder of its own: `cargo xtask test` installs it.
//!
//! It lives as long as the test's process: a shell waits for the end of its standard input, which comes with the
//! process's own end, however that ends; then it stops the server and clears its folder away.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

pub const ACCESS_KEY: &str = "CAREPLANTEST";
/// Looked for in the log: it must not be there.
pub const SECRET_KEY: &str = "nobody-reads-this-key-in-a-log";
pub const BUCKET: &str = "careplan";

/// Says that large bodies are to lie in object storage in every test: `CAREPLAN_TEST_OBJECTS=s3`.
pub fn is_asked_for() -> bool {
    std::env::var("CAREPLAN_TEST_OBJECTS").is_ok_and(|kind| kind == "s3")
}

/// The program: in the path, or where `cargo xtask` keeps its tools.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join("s3s-fs"));
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    let tools = fs::read_dir(cache?.join("careplan-link"));
    let kept = tools.into_iter().flatten().filter_map(|tool| {
        let tool = tool.ok()?.path();
        let is_it = tool.file_name()?.to_str()?.starts_with("s3s-fs-");
        is_it.then(|| tool.join("bin/s3s-fs"))
    });
    found.chain(kept).find(|program| program.is_file())
}

/// Whether the test can go on; says so in words where it cannot.
pub fn is_installed() -> bool {
    let installed = program().is_some();
    if !installed {
        assert!(!is_asked_for(), "object storage is asked for and not there");
        eprintln!("skipped: s3s-fs is not installed (cargo xtask test --only unit installs it)");
    }
    installed
}

/// A server with one empty bucket.
pub struct Server {
    folder: PathBuf,
    pub port: u16,
    shell: Child,
}

impl Server {
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("careplan-s3-").tempdir();
        let folder = folder.unwrap().keep();
        fs::create_dir(folder.join(BUCKET)).unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let shell = launch(&folder, port);
        let begin = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                begin.elapsed() < Duration::from_secs(60),
                "s3s-fs does not answer"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        Self {
            folder,
            port,
            shell,
        }
    }

    /// Where the bucket's objects lie as files.
    pub fn bucket(&self) -> PathBuf {
        self.folder.join(BUCKET)
    }

    /// The objects, as files.
    pub fn objects(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.bucket()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push(path);
                }
            }
        }
        found.sort();
        found
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

/// Let an object look as if it had been written some days ago.
pub fn age(object: &Path, days: u64) {
    let then = SystemTime::now() - Duration::from_secs(days * 24 * 60 * 60);
    File::options()
        .write(true)
        .open(object)
        .and_then(|file| file.set_modified(then))
        .unwrap();
}

fn launch(folder: &Path, port: u16) -> Child {
    const WATCH: &str = r#"
        folder=$1; shift
        "$@" >/dev/null 2>&1 </dev/null &
        server=$!
        cat >/dev/null
        kill -KILL $server 2>/dev/null
        wait $server 2>/dev/null
        rm -rf "$folder""#;
    let mut command = Command::new("sh");
    command.args(["-c", WATCH, "sh"]).arg(folder);
    command.arg(program().expect("asked for before"));
    command.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
    command.args(["--access-key", ACCESS_KEY, "--secret-key", SECRET_KEY]);
    command.arg(folder);
    command.stdin(Stdio::piped()).spawn().unwrap()
}
