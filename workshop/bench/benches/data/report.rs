//! The table, in Markdown.

use crate::{SMALL, questions::Answer};

/// Both sizes beside each other.
pub(crate) fn print(small: &[Answer], large: &[Answer], projects: usize) {
    println!("| wall time, µs | {SMALL} projects | {projects} projects | growth | p99 of {projects} | raw | × raw |");
    println!("|---|---|---|---|---|---|---|");
    for (one, other) in small.iter().zip(large) {
        let (before, after) = (one.ours.median(), other.ours.median());
        let raw = other.raw.as_ref().map_or((String::new(), String::new()), |raw| {
            (format!("{:.0}", raw.median()), format!("{:.2}", after / raw.median()))
        });
        println!(
            "| {} | {before:.0} | {after:.0} | {:.2} | {:.0} | {} | {} |",
            other.name,
            after / before,
            other.ours.p99(),
            raw.0,
            raw.1
        );
    }
}

/// First pages a second.
pub(crate) fn print_throughput(ours: f64, raw: f64) {
    println!(
        "\nFirst pages a second, eight callers at once: {ours:.0}; raw: {raw:.0}, {:.0} % of it",
        ours / raw * 100.0
    );
}
