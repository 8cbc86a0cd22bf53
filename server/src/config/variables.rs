//! The one list of variables is `.env.example`: what people copy is also what the server knows.

/// The file.
const FILE: &str = include_str!("../../../.env.example");

/// The names of all variables.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    let names = FILE.lines().filter_map(|line| Some(line.strip_prefix("# ")?.split_once('=')?.0));
    names.filter(|name| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'))
}

/// The file as people read it: without the marks of what a product can do without.
pub(crate) fn example() -> String {
    let is_mark = |line: &str| line.starts_with("# begin ") || line.starts_with("# end ");
    FILE.split_inclusive('\n').filter(|line| !is_mark(line)).collect()
}
