//! Marks: what a part of the product owns inside a file that it shares stands between two comment lines.
//!
//! ```text
//! // begin sqlite
//! …
//! // end sqlite
//! ```
//!
//! The comments are those of the file's own syntax (`//`, `#`, `--`, `<!-- … -->`, `/* … */`), alone on their lines; but
//! rustfmt puts one that ends a block behind the brace of the last arm of a `match` or a macro, so there it may stand.
//! Blocks may lie inside one another when they belong to different parts.

use anyhow::{Result, bail};

use crate::parts::PARTS;

/// Opening and closing of the comments that a mark may stand in.
const COMMENTS: [(&str, &str); 5] = [("//", ""), ("#", ""), ("--", ""), ("<!--", "-->"), ("/*", "*/")];

/// Takes away the blocks of a part, with what stands in them.
pub fn cut(path: &str, text: &str, mark: &str) -> Result<String> {
    without(path, text, mark, Blocks::Cut)
}

/// Takes away the marks of a part and keeps what stands between them.
pub fn unwrap(path: &str, text: &str, mark: &str) -> Result<String> {
    without(path, text, mark, Blocks::Unwrapped)
}

/// Whether each block in a file is closed and belongs to a known part.
pub fn check(path: &str, text: &str) -> Result<()> {
    let mut open = Open::default();
    for (number, line) in numbered(text) {
        open.read(path, number, line)?;
    }
    open.must_be_closed(path)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Blocks {
    Cut,
    Unwrapped,
}

fn without(path: &str, text: &str, mark: &str, blocks: Blocks) -> Result<String> {
    check(path, text)?;
    let mut kept: Vec<&str> = Vec::new();
    let mut inside = false;
    let mut after_block = false;
    for line in text.split_inclusive('\n') {
        match Mark::on(line) {
            Some(Mark::Begin(name)) if name == mark => inside = true,
            Some(Mark::End(name)) if name == mark => {
                (inside, after_block) = (false, blocks == Blocks::Cut);
                let code = line.split_once(" // end ").filter(|(code, _)| !is_blank(code));
                if let Some((code, _)) = code.filter(|_| blocks == Blocks::Unwrapped) {
                    kept.extend([code, "\n"]);
                }
            }
            _ if inside && blocks == Blocks::Cut => {}
            // Where a block is gone, the blank line before it and the one after it would stand together.
            _ if after_block && is_blank(line) && kept.last().is_none_or(|last| is_blank(last)) => after_block = false,
            _ => {
                after_block = false;
                kept.push(line);
            }
        }
    }
    if after_block {
        kept.truncate(kept.iter().rposition(|line| !is_blank(line)).map_or(0, |last| last + 1));
    }
    Ok(kept.concat())
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

#[derive(Debug, PartialEq, Eq)]
enum Mark<'a> {
    Begin(&'a str),
    End(&'a str),
}

impl<'a> Mark<'a> {
    /// The mark that a line ends with, behind something else.
    fn beside(line: &'a str) -> Option<Self> {
        let comment = line.trim_end().rfind(" // ").filter(|_| !line.trim_start().starts_with("//"))?;
        Self::on(line.get(comment..)?)
    }

    /// The mark that a line consists of.
    fn on(line: &'a str) -> Option<Self> {
        let line = line.trim();
        let end_of_arm = line.strip_prefix('}').map(|rest| rest.trim_start_matches([',', ';', ' ']));
        let end_of_arm = end_of_arm.filter(|rest| rest.starts_with("// end "));
        let line = end_of_arm.unwrap_or(line);
        let inside = COMMENTS
            .iter()
            .find_map(|(open, close)| line.strip_prefix(open)?.strip_suffix(close)?.strip_prefix(' '))?
            .trim_end();
        let (verb, name) = inside.split_once(' ')?;
        let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
        match verb {
            "begin" if is_name => Some(Self::Begin(name)),
            "end" if is_name => Some(Self::End(name)),
            _ => None,
        }
    }
}

/// The blocks that are open at a line.
#[derive(Default)]
struct Open<'a> {
    blocks: Vec<(&'a str, usize)>,
}

impl<'a> Open<'a> {
    fn read(&mut self, path: &str, number: usize, line: &'a str) -> Result<()> {
        match Mark::on(line) {
            Some(Mark::Begin(name)) => self.begin(path, number, name),
            Some(Mark::End(name)) => self.end(path, number, name),
            None if Mark::beside(line).is_some() => {
                bail!(
                    "{path}:{number}: a mark stands beside code (rustfmt moves one behind a last arm that is a block)"
                )
            }
            None => Ok(()),
        }
    }

    fn begin(&mut self, path: &str, number: usize, name: &'a str) -> Result<()> {
        if !PARTS.iter().any(|part| part.mark == name) {
            bail!("{path}:{number}: begins {name}, which is no part (crates/scaffold/src/parts.rs lists them)");
        }
        if let Some((_, since)) = self.blocks.iter().find(|(open, _)| *open == name) {
            bail!("{path}:{number}: begins {name}, which is open since line {since}");
        }
        self.blocks.push((name, number));
        Ok(())
    }

    fn end(&mut self, path: &str, number: usize, name: &str) -> Result<()> {
        match self.blocks.pop() {
            Some((open, _)) if open == name => Ok(()),
            Some((open, since)) => bail!("{path}:{number}: ends {name}, but {open} of line {since} is open"),
            None => bail!("{path}:{number}: ends {name}, which is not open"),
        }
    }

    fn must_be_closed(&self, path: &str) -> Result<()> {
        match self.blocks.last() {
            Some((open, since)) => bail!("{path}:{since}: begins {open} and does not end it"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tree;

    const TOML: &str = "a\n\n# begin sqlite\nb\n# begin examples\nc\n# end examples\n# end sqlite\n\nd\n";

    #[test]
    fn a_block_is_cut_with_all_that_is_in_it() {
        assert_eq!(cut("x", TOML, "sqlite").unwrap(), "a\n\nd\n");
        assert_eq!(cut("x", TOML, "examples").unwrap(), "a\n\n# begin sqlite\nb\n# end sqlite\n\nd\n");
        assert_eq!(cut("x", TOML, "postgres").unwrap(), TOML);
        assert_eq!(cut("x", "a\n\n# begin sqlite\nb\n# end sqlite\n", "sqlite").unwrap(), "a\n");
    }

    #[test]
    fn a_block_is_kept_without_its_marks() {
        assert_eq!(unwrap("x", TOML, "sqlite").unwrap(), "a\n\nb\n# begin examples\nc\n# end examples\n\nd\n");
        assert_eq!(unwrap("x", TOML, "examples").unwrap(), "a\n\n# begin sqlite\nb\nc\n# end sqlite\n\nd\n");
    }

    #[test]
    fn a_block_may_end_behind_the_last_arm_of_a_match() {
        let text = "match a {\n    // begin sqlite\n    B => {\n    } // end sqlite\n}\n";
        assert_eq!(cut("x", text, "sqlite").unwrap(), "match a {\n}\n");
        assert_eq!(unwrap("x", text, "sqlite").unwrap(), "match a {\n    B => {\n    }\n}\n");
        assert_eq!(unwrap("x", "// begin sqlite\n    }; // end sqlite\n", "sqlite").unwrap(), "    };\n");
        assert_eq!(unwrap("x", "    // begin sqlite\nx\n    // end sqlite\n", "sqlite").unwrap(), "x\n");
    }

    #[test]
    fn marks_stand_in_the_comments_of_each_syntax() {
        for line in [
            "// begin sqlite",
            "    # begin sqlite\n",
            "-- begin sqlite",
            "<!-- begin sqlite -->",
            "/* begin sqlite */",
        ] {
            assert_eq!(Mark::on(line), Some(Mark::Begin("sqlite")), "{line}");
        }
        for line in
            ["begin sqlite", "// begin", "//begin sqlite", "// begin with a word", "x; // end sqlite", "/// end sqlite"]
        {
            assert_eq!(Mark::on(line), None, "{line}");
        }
    }

    #[test]
    fn a_block_that_is_not_closed_is_named_by_file_and_line() {
        let problem = |text: &str| check("a/b.rs", text).unwrap_err().to_string();
        assert_eq!(problem("x\n// begin sqlite\n"), "a/b.rs:2: begins sqlite and does not end it");
        assert_eq!(problem("// end sqlite\n"), "a/b.rs:1: ends sqlite, which is not open");
        assert_eq!(
            problem("// begin sqlite\n// begin sqlite\n"),
            "a/b.rs:2: begins sqlite, which is open since line 1"
        );
        assert!(
            problem("// begin sqlite\n// begin postgres\n// end sqlite\n")
                .contains("a/b.rs:3: ends sqlite, but postgres of line 2")
        );
        assert!(problem("x(); // begin sqlite\n").starts_with("a/b.rs:1: a mark stands beside code"));
        assert!(problem("// begin oracle\n").starts_with("a/b.rs:1: begins oracle, which is no part"));
        assert!(cut("a/b.rs", "// begin sqlite\n", "sqlite").is_err());
    }

    #[test]
    fn the_marks_of_this_tree_are_balanced_and_known() {
        let tree = Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        for path in tree.files().unwrap() {
            if let Some(text) = tree.text(&path).unwrap() {
                check(&path, &text).unwrap();
            }
        }
    }
}
