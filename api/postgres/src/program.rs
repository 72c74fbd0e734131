//! Which PostgreSQL programs there are, and as whom and how they are run.

use std::{
    env, fs, io,
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::Error;

pub(crate) const MINIMUM: u32 = 15;
pub(crate) const OVERRIDE: &str = "LORNTECH_POSTGRES_BIN";

/// As whom PostgreSQL runs when we are root, which it refuses to be.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub name: String,
    pub uid: u32,
    pub gid: u32,
}

impl User {
    /// `None`: as ourselves.
    pub fn find() -> Result<Option<User>, Error> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        let path = Path::new("/etc/passwd");
        let passwd = fs::read_to_string(path).map_err(Error::at(path))?;
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| passwd.lines().find_map(|line| User::parse(line, name)))
            .map(Some)
            .ok_or(Error::NoUser)
    }

    fn parse(line: &str, wanted: &str) -> Option<User> {
        let mut fields = line.split(':');
        let name = fields.next().filter(|name| *name == wanted)?.to_owned();
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(User { name, uid, gid })
    }

    /// What exists keeps its owner: a user `postgres` may have appeared since it was made.
    pub fn owner_of(path: &Path) -> Option<User> {
        let found = fs::metadata(path).ok().filter(|found| found.uid() != 0)?;
        Some(User { name: format!("number {}", found.uid()), uid: found.uid(), gid: found.gid() })
    }
}

/// A command that runs as `user` in `/` with an empty environment, apart from our terminal's Ctrl-C.
pub(crate) fn command(program: impl AsRef<Path>, user: Option<&User>) -> Command {
    let mut command = Command::new(program.as_ref());
    command
        .env_clear()
        // TZ spares initdb a search through all time zones.
        .envs([("PATH", "/usr/bin:/bin"), ("TZ", "UTC")])
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
    command
}

/// The same, and it gets SIGINT when the thread that spawns it ends, however that comes about.
/// (setpriv comes after the change of user, which would take the wish back.)
pub(crate) fn tied_command(program: &Path, user: Option<&User>) -> Command {
    let mut command = command("setpriv", user);
    command.args(["--pdeathsig", "INT", "--"]).arg(program);
    command
}

#[derive(Debug)]
pub(crate) struct Programs {
    pub bin: PathBuf,
    pub major: u32,
}

impl Programs {
    /// `preferred`: the major version of existing data, which only the same version reads.
    pub fn find(preferred: Option<&str>, user: Option<&User>) -> Result<Programs, Error> {
        let bin = match env::var_os(OVERRIDE).filter(|value| !value.is_empty()) {
            Some(bin) => {
                let bin = PathBuf::from(bin);
                if !is_whole(&bin) {
                    return Err(Error::Missing { bin: Some(bin) });
                }
                bin
            }
            None => installed(preferred).ok_or(Error::Missing { bin: None })?,
        };
        let version = version(&bin.join("postgres"), user)?;
        match version.split(|c: char| !c.is_ascii_digit()).next() {
            Some(digits) if digits.parse().is_ok_and(|major: u32| major >= MINIMUM) => {
                let major = digits.parse().unwrap_or(MINIMUM);
                Ok(Programs { bin, major })
            }
            _ => Err(Error::TooOld { bin, version }),
        }
    }
}

fn is_whole(bin: &Path) -> bool {
    bin.join("initdb").is_file() && bin.join("postgres").is_file()
}

fn installed(preferred: Option<&str>) -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let rank = (Some(name.as_str()) == preferred, name.parse::<u32>().ok()?);
            Some((rank, entry.path().join("bin")))
        })
        .filter(|(_, bin)| is_whole(bin))
        .max();
    debian.map(|(_, bin)| bin).or_else(|| {
        let path = env::var_os("PATH")?;
        env::split_paths(&path).find(|bin| bin.is_absolute() && is_whole(bin))
    })
}

/// `postgres (PostgreSQL) 15.18 (Debian …)` → `15.18`
fn version(program: &Path, user: Option<&User>) -> Result<String, Error> {
    let not_runnable = |why: String| Error::NotRunnable { program: program.into(), why };
    let output = command(program, user)
        .arg("--version")
        .stdout(Stdio::piped())
        .output()
        .map_err(|error| not_runnable(error.to_string()))?;
    String::from_utf8_lossy(&output.stdout)
        .split_whitespace()
        .nth(2)
        .map(str::to_owned)
        .ok_or_else(|| not_runnable(output.status.to_string()))
}

/// Whether `user` may go into `directory`; the kernel answers, so that it knows about every rule.
pub(crate) fn can_reach(directory: &Path, user: &User) -> Result<bool, Error> {
    match command("setpriv", Some(user)).arg("--version").current_dir(directory).status() {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::SetprivMissing),
        Err(error) => Err(Error::at(directory)(error)),
    }
}
