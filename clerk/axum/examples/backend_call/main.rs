//! One call to Clerk's Backend API for each JSON line, so that any other client can be held against ours:
//! `cargo run -q --release -p clerk-axum --example backend_call`. docs/backend-api.md says what the lines hold; `calls.rs`
//! and its neighbours list the calls.
//!
//! Each line stands for itself: budget and breaker begin anew.

use std::io::{self, BufRead, Write};

mod answer;
mod calls;
mod calls_instance;
mod calls_organizations;
mod calls_users;
mod given;
mod question;
mod whole;

fn main() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let answer = match question::Question::read(&line) {
            Some(question) => runtime.block_on(question.answer()),
            None => answer::malformed(),
        };
        writeln!(output, "{answer}")?;
        output.flush()?;
        line.clear();
    }
    Ok(())
}
