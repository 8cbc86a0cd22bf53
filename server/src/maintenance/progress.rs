//! How far a long command is: a progress bar on a terminal, a line now and then elsewhere. It goes to standard error,
//! so that standard output has only the command's result.

use std::io::{IsTerminal, Write};

use indicatif::{HumanCount, ProgressBar, ProgressStyle};

/// Lines of a whole command where there is no terminal.
const LINES: u64 = 10;
// begin examples
const BAR: &str = "[{bar:30}] {human_pos} of {human_len} {msg}, {eta} left";
// end examples
const SPINNER: &str = "{spinner} {msg}, {bytes}, {elapsed}";

/// Shows how far something is.
pub(super) enum Progress {
    /// People look.
    Bar(ProgressBar),
    /// A file or another program reads.
    Lines {
        /// What is counted.
        unit: &'static str,
        /// How many there will be.
        total: u64,
        /// At which count the next line is due.
        next: u64,
    },
}

impl Progress {
    // begin examples
    /// Nothing done yet of `total`.
    pub(super) fn new(total: u64, unit: &'static str) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self::Lines { unit, total, next: step(total) };
        }
        Self::bar(ProgressBar::new(total), BAR, unit)
    }
    // end examples

    /// Something that grows, nobody knows how far: bytes of a file. Without a terminal there is nothing to say.
    pub(super) fn growing(what: &'static str) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self::Lines { unit: what, total: 0, next: u64::MAX };
        }
        Self::bar(ProgressBar::new_spinner(), SPINNER, what)
    }

    fn bar(bar: ProgressBar, template: &str, message: &'static str) -> Self {
        // The one error there is would be in the template, which a test shows to be right.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("█▌ "));
        }
        bar.set_message(message);
        Self::Bar(bar)
    }

    /// So many are done.
    pub(super) fn set(&mut self, done: u64) {
        match self {
            Self::Bar(bar) => bar.set_position(done),
            Self::Lines { unit, total, next } if done >= *next => {
                let (done_so_far, total_of) = (HumanCount(done), HumanCount(*total));
                // Nobody listens: no reason to stop.
                let _ = writeln!(std::io::stderr(), "{done_so_far} of {total_of} {unit}");
                *next = done.saturating_add(step(*total));
            }
            Self::Lines { .. } => {}
        }
    }

    /// Leaves the place for what comes next.
    pub(super) fn end(self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn step(total: u64) -> u64 {
    (total / LINES).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_templates() {
        // begin examples
        assert!(ProgressStyle::with_template(BAR).is_ok());
        // end examples
        assert!(ProgressStyle::with_template(SPINNER).is_ok());
    }

    #[test]
    fn ten_lines_are_enough_for_a_million() {
        let mut progress = Progress::Lines { unit: "rows", total: 1_000_000, next: step(1_000_000) };
        let mut due = Vec::new();
        for done in (1_000..=1_000_000).step_by(1_000) {
            let before = next_of(&progress);
            progress.set(done);
            if next_of(&progress) != before {
                due.push(done);
            }
        }
        assert_eq!(due.len(), 10, "{due:?}");
    }

    fn next_of(progress: &Progress) -> u64 {
        match progress {
            Progress::Lines { next, .. } => *next,
            Progress::Bar(_) => 0,
        }
    }
}
