//! A PostgreSQL of our own, as `initdb` makes it: on a free port, in a folder that goes with it.

use anyhow::{Result, bail};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The hub's database.
pub const DATABASE: &str = "postgres";
/// The user and group `nobody`: PostgreSQL refuses to run as root.
const NOBODY: u32 = 65_534;
/// How long it may take until it answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// The running server.
pub struct Server {
    programs: PathBuf,
    folder: tempfile::TempDir,
    process: Child,
    port: u16,
}

impl Server {
    /// Make it and start it.
    ///
    /// # Errors
    /// When it does not start; with what it says.
    pub fn start(programs: &Path) -> Result<Self> {
        // Beside the build: a folder in memory would know no fsync.
        let target = std::env::current_exe()?;
        let folder = tempfile::tempdir_in(target.parent().unwrap_or(Path::new(".")))?;
        if is_root()? {
            chown(folder.path(), Some(NOBODY), Some(NOBODY))?;
        }
        let data = folder.path().join("data");
        let mut initdb = unprivileged(&programs.join("initdb"))?;
        initdb.args(["--auth=trust", "--username=hub", "--encoding=UTF8"]);
        run(initdb.args(["--locale=C", "--pgdata"]).arg(&data))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let process = unprivileged(&programs.join("postgres"))?
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string()])
            .args(["-c", "listen_addresses=127.0.0.1"])
            .args(["-c", "unix_socket_directories="])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let server = Self {
            programs: programs.to_owned(),
            folder,
            process,
            port,
        };
        let begun = Instant::now();
        while let Err(error) = server.sql("select 1") {
            if begun.elapsed() > PATIENCE {
                return Err(error.context("PostgreSQL does not answer"));
            }
            sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    /// Where the hub finds its database.
    pub fn url(&self) -> String {
        format!("postgres://hub@127.0.0.1:{}/{DATABASE}", self.port)
    }

    /// A path in its folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A program that will find the server.
    pub fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.args(["--host=127.0.0.1", "--username=hub", "--port"]);
        command.arg(self.port.to_string());
        command
    }

    /// Do some SQL.
    ///
    /// # Errors
    /// What the server says.
    pub fn sql(&self, text: &str) -> Result<String> {
        let mut psql = self.program("psql");
        psql.args(["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"]);
        run(psql.args(["--dbname", DATABASE, "--command", text]))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends its own processes when it is asked; killed, it would leave them behind for a while.
        let id = self.process.id().to_string();
        if Command::new("kill").args(["-INT", &id]).status().is_ok() {
            let _ = self.process.wait();
        }
    }
}

/// Run a command to its end, which must be a good one: what it says.
///
/// # Errors
/// What it says, when it ends badly.
pub fn run(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output()?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// A program of PostgreSQL's, as a user that it runs as.
fn unprivileged(program: &Path) -> Result<Command> {
    let mut command = Command::new(program);
    if is_root()? {
        command.uid(NOBODY).gid(NOBODY);
    }
    command.current_dir("/");
    Ok(command)
}

fn is_root() -> Result<bool> {
    Ok(std::fs::metadata("/proc/self")?.uid() == 0)
}
