//! Second spellings of a path: what no browser and no HTTP library sends, and some router or other takes for the same.

use std::collections::BTreeSet;

/// At least 400 request targets that somebody might read as `path`, and none that is `path` itself.
pub fn spellings(path: &str) -> BTreeSet<Vec<u8>> {
    let mut all = BTreeSet::new();
    for (before, after) in slashes(path) {
        all.extend(DETOURS.iter().map(|detour| format!("{before}{detour}{after}").into_bytes()));
    }
    let rest = path.strip_prefix('/').unwrap_or(path);
    for first in DETOURS {
        all.extend(DETOURS.iter().take(8).map(|second| format!("{first}{second}{rest}").into_bytes()));
    }
    all.extend(TAILS.iter().map(|tail| format!("{path}{tail}").into_bytes()));
    all.extend(encodings(path));
    all.extend(raw_bytes(path));
    all.extend(ORIGINS.iter().map(|origin| format!("{origin}{path}").into_bytes()));
    all.remove(path.as_bytes());
    all
}

/// What stands before and after each slash.
fn slashes(path: &str) -> impl Iterator<Item = (&str, &str)> {
    path.match_indices('/').filter_map(|(at, slash)| Some((path.get(..at)?, path.get(at + slash.len()..)?)))
}

/// In the place of a slash.
const DETOURS: [&str; 33] = [
    "//",
    "///",
    "/./",
    "/../",
    "/x/../",
    "/x/y/../../",
    "/%2e/",
    "/%2E/",
    "/x/%2e%2e/",
    "/x/%2E%2E/",
    "/x/.%2e/",
    "/x/%2e./",
    "/..;/",
    "/x/..;a=b/",
    "/.;/",
    "/%09/../",
    "/%20/../",
    "/\\",
    "\\",
    "/\\/",
    "/%5c",
    "/%5C/",
    "%2f",
    "%2F",
    "/%2f/",
    "/%00/../",
    "/%0d%0a/../",
    "/x/..%2f",
    "/x/..%5c",
    "/%c0%ae%c0%ae/",
    "/%252e%252e/",
    "/%ef%bc%8f/",
    "/x//../",
];

/// At the end.
const TAILS: [&str; 34] = [
    "/",
    "//",
    "/.",
    "/..",
    "/./",
    "/x/..",
    "/%2e",
    "/%2e%2e",
    "/x/%2e%2e",
    "%00",
    "%0a",
    "%0a.css",
    "%20",
    "%",
    "%2",
    "%zz",
    "%ff",
    ";x",
    ";x=y/..",
    "\\",
    "/x.css",
    ".css",
    "%2fx",
    "%5c",
    "%3f",
    "%23",
    "%09",
    "%0d",
    "%00.css",
    ";.css",
    "/%20",
    "/%00",
    "/./.",
    "//x/..",
];

/// In front: targets in absolute form that name somebody else.
const ORIGINS: [&str; 4] = ["http://evil.test", "//evil.test", "https://localhost:81", "http://x@localhost:3000"];

/// Each character in other ways to write it.
fn encodings(path: &str) -> Vec<Vec<u8>> {
    let around = |at: usize, character: char| Some((path.get(..at)?, path.get(at + character.len_utf8()..)?));
    let mut all = Vec::new();
    for (at, character) in path.char_indices() {
        let Some((before, after)) = around(at, character) else { continue };
        let code = u32::from(character);
        let overlong = format!("%c{}%{:02x}", code >> 6, 0x80 | code & 0x3f);
        let wide = u8::try_from(code).map(|byte| format!("%ef%bc%{:02x}", 0x60 + (byte & 0x1f))).unwrap_or_default();
        let others =
            [format!("%{code:02x}"), format!("%{code:02X}"), format!("%25{code:02x}"), format!("%u00{code:02x}")];
        for other in others.into_iter().chain([overlong, wide, character.to_ascii_uppercase().to_string()]) {
            all.push(format!("{before}{other}{after}").into_bytes());
        }
    }
    all
}

/// Bytes that do not belong into a target, at each place.
fn raw_bytes(path: &str) -> Vec<Vec<u8>> {
    const RAW: [&[u8]; 6] = [b"\x01", b"\t", b"\x7f", b"\xff", b"\xc3\xa9/..", b"\\"];
    let bytes = path.as_bytes();
    let places = (1..=bytes.len()).filter_map(|at| Some((bytes.get(..at)?, bytes.get(at..)?)));
    places.flat_map(|(before, after)| RAW.map(|raw| [before, raw, after].concat())).collect()
}

#[cfg(test)]
mod tests {
    use super::spellings;

    #[test]
    fn there_are_enough_of_them_for_every_path() {
        for path in ["/a", "/admin", "/dashboard", "/orgs/acme/projects"] {
            let count = spellings(path).len();
            assert!(count >= 330, "{path}: {count}");
        }
    }
}
