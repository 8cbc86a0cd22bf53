//! What pages must be like, whatever is on them.

/// How many rows each page has: full ones, then the rest; no empty page but the only one.
pub fn page_sizes(rows: usize, limit: u32) -> Vec<usize> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    match (rows / limit, rows % limit) {
        (0, rest) => vec![rest],
        (full, 0) => vec![limit; full],
        (full, rest) => [vec![limit; full], vec![rest]].concat(),
    }
}

/// How many rows each page has.
pub fn sizes<T>(pages: &[Vec<T>]) -> Vec<usize> {
    pages.iter().map(Vec::len).collect()
}

/// All of the one with all of the other.
pub fn each_pair<A: Copy, B: Copy>(ones: &[A], others: &[B]) -> Vec<(A, B)> {
    ones.iter().flat_map(|one| others.iter().map(|other| (*one, *other))).collect()
}
