//! The program: where it is, and how it is run so that it never outlives the tests.

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{LazyLock, Mutex, mpsc},
    thread,
    time::SystemTime,
};

use super::eventually;

/// Names another build of the program than the one beside the tests.
const OVERRIDE: &str = "LORNTECH_TEST_PROGRAM";

/// The program, which must be as new as its sources.
pub fn program() -> &'static Path {
    static PROGRAM: LazyLock<Result<PathBuf, String>> = LazyLock::new(|| {
        if let Some(program) = env::var_os(OVERRIDE) {
            return Ok(program.into());
        }
        let tests = env::current_exe().unwrap();
        let program = tests.parent().and_then(Path::parent).unwrap().join("lorntech");
        match newer_source(&program) {
            None => Ok(program),
            Some(newer) => {
                Err(format!("{} is missing or older than {newer}: run `cargo build -p lorntech` first", program.display()))
            }
        }
    });
    PROGRAM.as_deref().unwrap_or_else(|reason| panic!("{reason}"))
}

/// A source that was changed after the program was built, according to the list that cargo keeps beside it.
fn newer_source(program: &Path) -> Option<String> {
    let changed = |path: &str| -> Option<SystemTime> { fs::metadata(path).ok()?.modified().ok() };
    let Ok(list) = fs::read_to_string(program.with_extension("d")) else { return Some("its sources".to_owned()) };
    let Some(built) = changed(&program.to_string_lossy()) else { return Some("its sources".to_owned()) };
    let (_, sources) = list.split_once(": ")?;
    // Spaces in paths are escaped.
    let sources = sources.replace("\\ ", "\0");
    sources
        .split_whitespace()
        .map(|source| source.replace('\0', " "))
        .find(|source| changed(source).is_none_or(|changed| changed > built))
}

/// A program of the tests, killed when this is dropped and when the test process ends.
pub struct Program {
    child: Child,
    out: PathBuf,
    err: PathBuf,
}

/// What a program said, and how it ended.
#[derive(Debug)]
pub struct Output {
    pub status: ExitStatus,
    pub out: String,
    pub err: String,
}

impl Program {
    /// Starts it; `folder` gets what it writes to its two outputs.
    pub fn start(arguments: &[&str], environment: &[(&str, &str)], input: Option<&str>, folder: &Path) -> Self {
        Self::start_as(program(), arguments, environment, input.map(str::as_bytes), folder)
    }

    /// The same with any program.
    pub fn start_as(
        program: &Path,
        arguments: &[&str],
        environment: &[(&str, &str)],
        input: Option<&[u8]>,
        folder: &Path,
    ) -> Self {
        let number = super::number();
        let (out, err) = (folder.join(format!("{number}.out")), folder.join(format!("{number}.log")));
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "--"]).arg(program).args(arguments).current_dir(folder);
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if name.starts_with("LORNTECH_") || name == "DATABASE_URL" {
                command.env_remove(name);
            }
        }
        command.envs(environment.iter().copied());
        command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
        command.stdout(fs::File::create(&out).unwrap()).stderr(fs::File::create(&err).unwrap());
        let mut child = spawn(command);
        if let (Some(input), Some(mut pipe)) = (input, child.stdin.take()) {
            // A program that ends without reading is judged by what it says.
            let _ = pipe.write_all(input);
        }
        Self { child, out, err }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it wrote to its standard output so far.
    pub fn out(&self) -> String {
        fs::read_to_string(&self.out).unwrap_or_default()
    }

    /// What it wrote to its standard error so far, where its log goes.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.err).unwrap_or_default()).into_owned()
    }

    /// How it ended, if it did.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// Sends a signal by its name.
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args(["-s", signal, &self.pid().to_string()]).status().unwrap();
        assert!(sent.success(), "{signal} could not be sent");
    }

    /// Kills it and waits until it is gone.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Waits for its end.
    pub fn output(mut self) -> Output {
        let status = eventually("the program ends", || self.ended());
        Output { status, out: self.out(), err: self.log() }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Runs the program to its end.
pub fn run(arguments: &[&str], environment: &[(&str, &str)], input: Option<&str>) -> Output {
    let folder = super::cluster::server().new_folder();
    let output = Program::start(arguments, environment, input, &folder).output();
    fs::remove_dir_all(folder).unwrap();
    output
}

/// Spawns from a thread that lives as long as the tests: a death signal is tied to the thread that spawned.
fn spawn(command: Command) -> Child {
    type Order = (Command, mpsc::Sender<std::io::Result<Child>>);
    static SPAWNER: LazyLock<Mutex<mpsc::Sender<Order>>> = LazyLock::new(|| {
        let (orders, ordered) = mpsc::channel::<Order>();
        thread::spawn(move || {
            for (mut command, answer) in ordered {
                let _ = answer.send(command.spawn());
            }
        });
        Mutex::new(orders)
    });
    let (answer, answered) = mpsc::channel();
    SPAWNER.lock().unwrap().send((command, answer)).unwrap();
    answered.recv().unwrap().expect("setpriv of util-linux starts the program")
}
