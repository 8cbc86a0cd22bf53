//! What the rules look at: the project's own files (tracked or about to be), as tokens, and what cargo knows of its packages.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::Value;

/// The project's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What a program says, run in the root.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).current_dir(root()).output()?;
    ensure!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// Our packages.
pub(crate) fn packages() -> Result<Vec<Value>> {
    let metadata = output("cargo", &["metadata", "--format-version", "1", "--no-deps", "--locked"])?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    metadata["packages"].as_array().cloned().context("packages")
}

/// The lines of the tree of what is compiled with a package.
pub(crate) fn tree(package: &str, arguments: &[&str]) -> Result<String> {
    let arguments = [&["tree", "--locked", "-p", package, "--prefix", "none", "-f", "{p} [{f}]"], arguments].concat();
    output("cargo", &arguments)
}

/// The Rust sources with a path that is wanted, by path; templates of sources are none.
pub(crate) fn sources(wanted: fn(&str) -> bool) -> Result<BTreeMap<String, Source>> {
    let files = output("git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.rs"])?;
    let files = files.split('\0').filter(|path| !path.contains("/templates/") && wanted(path));
    let sources = files.filter_map(|path| {
        let text = std::fs::read_to_string(root().join(path)).ok()?;
        Some(Source::read(&text).with_context(|| path.to_owned()).map(|source| (path.to_owned(), source)))
    });
    sources.collect()
}

/// Whether a file is for tests, by its place. Tests beside the code that they test count as code.
pub(crate) fn is_test(path: &str) -> bool {
    let mut steps = path.split('/');
    steps.any(|step| matches!(step, "tests" | "tests.rs" | "harness" | "harness.rs" | "benches" | "fuzz" | "workshop"))
}

/// A Rust source, without its comments.
pub(crate) struct Source(TokenStream);

/// Tokens from one bracket to the next, and where among them we are.
pub(crate) struct At<'t> {
    level: &'t [TokenTree],
    index: usize,
    /// Whether an attribute that was looked for covers the place.
    pub(crate) is_covered: bool,
}

impl Source {
    pub(crate) fn read(text: &str) -> Result<Self> {
        text.parse().map(Self).map_err(|error| anyhow::anyhow!("{error}"))
    }

    /// What `find` makes of each token. `covers` is asked of attributes: one of them covers the item or statement behind it.
    pub(crate) fn find<T>(&self, covers: fn(&str) -> bool, mut find: impl FnMut(&At<'_>) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        walk(self.0.clone(), false, covers, &mut |at| found.extend(find(at)));
        found
    }
}

fn walk(stream: TokenStream, outer: bool, covers: fn(&str) -> bool, see: &mut dyn FnMut(&At<'_>)) {
    let level: Vec<TokenTree> = stream.into_iter().collect();
    let (mut all, mut next) = (outer, false);
    let mut index = 0;
    while index < level.len() {
        let at = At { level: &level, index, is_covered: all || next };
        if let Some((length, attribute, is_inner)) = at.attribute() {
            let covered = covers(&attribute);
            if let (false, Some(TokenTree::Group(group))) = (attribute.starts_with("doc"), at.token(length - 1)) {
                walk(group.stream(), at.is_covered, covers, see);
            }
            all |= covered && is_inner;
            next |= covered && !is_inner;
            index += length;
            continue;
        }
        see(&at);
        match &level[index] {
            TokenTree::Group(group) => {
                walk(group.stream(), at.is_covered, covers, see);
                next &= group.delimiter() != Delimiter::Brace;
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => next = false,
            _ => {}
        }
        index += 1;
    }
}

impl At<'_> {
    /// The length, text and reach of the attribute that begins here. Documentation is one of them.
    fn attribute(&self) -> Option<(usize, String, bool)> {
        if self.text(0) != "#" {
            return None;
        }
        let bang = usize::from(self.text(1) == "!");
        match self.level.get(self.index + 1 + bang)? {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                let text: String = group.stream().to_string().split_whitespace().collect();
                Some((2 + bang, text, bang == 1))
            }
            _ => None,
        }
    }

    /// The token so many places on; nothing behind the end.
    pub(crate) fn token(&self, ahead: usize) -> Option<&TokenTree> {
        self.level.get(self.index + ahead)
    }

    /// Its text.
    pub(crate) fn text(&self, ahead: usize) -> String {
        self.token(ahead).map(ToString::to_string).unwrap_or_default()
    }

    /// The names from here on that `::` joins, and how many tokens they are.
    pub(crate) fn path(&self, from: usize) -> (Vec<String>, usize) {
        let mut names = Vec::new();
        let mut ahead = from;
        while let Some(TokenTree::Ident(name)) = self.token(ahead) {
            names.push(name.to_string());
            ahead += 1;
            if self.text(ahead) != ":" || self.text(ahead + 1) != ":" {
                break;
            }
            ahead += 2;
        }
        (names, ahead - from)
    }

    /// Whether a path begins here, and does not go on from before.
    pub(crate) fn begins_path(&self) -> bool {
        let before = self.index.checked_sub(1).and_then(|before| self.level.get(before));
        matches!(self.token(0), Some(TokenTree::Ident(_))) && before.is_none_or(|before| before.to_string() != ":")
    }

    /// The tokens from here on.
    pub(crate) fn rest(&self, from: usize) -> &[TokenTree] {
        self.level.get(self.index + from..).unwrap_or_default()
    }
}
