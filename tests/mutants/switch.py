"""A copy of the tree in which each changed function is a choice among its bodies."""

import os
import pathlib
import re
import shutil
import subprocess

SWITCH = """
mod mutant {
    pub fn number() -> usize {
        static NUMBER: std::sync::LazyLock<usize> =
            std::sync::LazyLock::new(|| std::env::var("MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(0));
        *NUMBER
    }
}
"""


class Source:
    """A file with the places in it by line and column."""

    def __init__(self, text):
        self.text = text
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def place(self, at):
        return self.starts[at["line"] - 1] + at["column"] - 1

    def span(self, span):
        return self.place(span["start"]), self.place(span["end"])


class Tree:
    """`changes` as cargo-mutants lists them; their numbers begin at 1."""

    def __init__(self, root, folder, changes):
        self.root, self.folder, self.changes = root, folder, changes
        self.unviable = {number for number, change in enumerate(changes, 1) if not change["function"]}
        self.lines = {}  # of each file: the number of a change, its first and its last line
        shutil.rmtree(folder, ignore_errors=True)
        for name in subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, stdout=subprocess.PIPE).stdout.split(b"\0"):
            source = root / os.fsdecode(name)
            if name and source.is_file():
                copy = folder / os.fsdecode(name)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, copy)
        with (folder / "api/src/main.rs").open("a") as program:
            program.write(SWITCH)
        self.write()

    def write(self):
        for file in {change["file"] for change in self.changes}:
            self.lines[file] = []
            copy = self.folder / file
            text = self.rewritten(file)
            if text != copy.read_text():
                copy.write_text(text)

    def rewritten(self, file):
        source = Source((self.root / file).read_text())
        functions = {}
        for number, change in enumerate(self.changes, 1):
            if change["file"] == file and number not in self.unviable:
                functions.setdefault(body_of(source, change["function"]), []).append((number, change))
        written, done = "", 0
        for (start, end), changes in sorted(functions.items()):
            if start < done:
                raise SystemExit(f"mutants: {file}: a function within a function")
            written += source.text[done:start] + "match crate::mutant::number() {\n"
            for number, change in changes:
                first, last = source.span(change["span"])
                body = source.text[start:first] + change["replacement"] + source.text[last:end]
                begun = written.count("\n") + 1
                written += f"{number} => {{\n{body}\n}}\n"
                self.lines[file].append((number, begun, written.count("\n")))
            written += f"_ => {{\n{source.text[start:end]}\n}}\n}}"
            done = end
        return written + source.text[done:]

    def take_out(self, errors):
        """Takes out the changes that these errors of the compiler are about; how many."""
        found = set()
        for error in errors:
            spans = list(error["spans"])
            about = self.at([span for span in spans if span["is_primary"]]) or self.at(spans)
            if spans and not about:
                raise SystemExit(f"mutants: this is about no change:\n{error['rendered']}")
            found |= about
        if not found:
            raise SystemExit("mutants: the copy does not compile:\n" + "\n".join(error["rendered"] for error in errors))
        self.unviable |= found
        self.write()
        return len(found)

    def at(self, spans):
        """The changes at these places, or where the macro was called that they are in."""
        found = set()
        for span in spans:
            while span:
                lines = self.lines.get(span["file_name"], [])
                found |= {number for number, first, last in lines if first <= span["line_start"] <= last}
                span = span["expansion"] and span["expansion"]["span"]
        return found


def body_of(source, function):
    """From behind the opening brace to the closing one."""
    start, end = source.span(function["span"])
    name = re.search(r"(\w+)$", function["function_name"])[1]
    head = re.compile(rf"\bfn {name}\b").search(source.text, start)
    return source.text.index("{", head.end()) + 1, source.text.rindex("}", start, end)
