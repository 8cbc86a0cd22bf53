//! The comparison harness: one JSON line in, one JSON line out, so that any other implementation can be held against
//! ours.
//!
//! `cargo run -q --release -p clerk-protocol --features verify --example authenticate`

use std::io::{self, BufRead, Write};

mod answer;
mod question;

/// Upstream has no limit to a token's nesting; the comparison needs room for deep ones.
const STACK_BYTES: usize = 512 * 1024 * 1024;

fn main() -> io::Result<()> {
    let worker = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(answer_lines)?;
    worker.join().unwrap_or_else(|_| Err(io::Error::other("the harness panicked")))
}

fn answer_lines() -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut output = io::BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let answer =
            question::Question::read(&line).map_or_else(answer::malformed, |question| answer::answer(&question));
        writeln!(output, "{answer}")?;
        output.flush()?;
        line.clear();
    }
    Ok(())
}
