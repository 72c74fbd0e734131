//! A real virus scanner, with one signature of its own.

use std::{fs, io::Read, io::Write, os::unix::net::UnixStream, path::PathBuf};

use super::{Program, eventually, server};

/// clamd of Debian's package `clamav-daemon`, listening on a socket. It ends with the test.
pub struct Clamd {
    program: Program,
    folder: PathBuf,
}

/// The test file that every scanner calls infected, in two parts, so that no scanner calls this source so.
pub fn eicar() -> Vec<u8> {
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat().into_bytes()
}

impl Clamd {
    pub fn start() -> Self {
        let folder = server().new_folder();
        let signatures = folder.join("signatures");
        fs::create_dir(&signatures).unwrap();
        let hex: String = eicar().iter().map(|byte| format!("{byte:02x}")).collect();
        fs::write(signatures.join("own.ndb"), format!("LT.Test.Eicar:0:*:{hex}\n")).unwrap();
        let program = begin(&folder);
        Self { program, folder }
    }

    /// The setting that names it.
    pub fn socket(&self) -> String {
        self.folder.join("clamd").to_string_lossy().into_owned()
    }

    pub fn stop(&mut self) {
        self.program.kill();
        let _ = fs::remove_file(self.folder.join("clamd"));
    }

    pub fn restart(&mut self) {
        self.program = begin(&self.folder);
    }
}

fn begin(folder: &std::path::Path) -> Program {
    let (socket, settings) = (folder.join("clamd"), folder.join("clamd.conf"));
    let text = format!(
        "LocalSocket {}\nDatabaseDirectory {}\nForeground yes\nMaxThreads 2\nStreamMaxLength 30M\nFixStaleSocket yes\n",
        socket.display(),
        folder.join("signatures").display()
    );
    fs::write(&settings, text).unwrap();
    let arguments = [format!("--config-file={}", settings.display())];
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let clamd = std::path::Path::new("/usr/sbin/clamd");
    assert!(clamd.exists(), "clamd is missing: ./dev installs it (Debian: clamav-daemon)");
    let mut program = Program::start_as(clamd, &arguments, &[], None, folder);
    eventually("the virus scanner listens", || {
        if let Some(status) = program.ended() {
            panic!("clamd ended ({status}): {}{}", program.out(), program.log());
        }
        let mut stream = UnixStream::connect(&socket).ok()?;
        stream.write_all(b"zPING\0").ok()?;
        let mut said = String::new();
        stream.read_to_string(&mut said).ok()?;
        said.starts_with("PONG").then_some(())
    });
    program
}

impl Drop for Clamd {
    fn drop(&mut self) {
        self.program.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
