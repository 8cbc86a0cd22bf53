//! `bin/remove-examples`: the example resources go, and what they showed is yours to write.

use anyhow::Result;

use crate::parts::EXAMPLES;
use crate::{Changes, Tree};

/// What to do when it is done.
pub const NEXT: &str = "Look at it with `git diff`, run `bin/test`, and commit.";

/// All that has to change.
pub fn changes(tree: &Tree) -> Result<Changes<'_>> {
    let mut changes = Changes::of(tree)?;
    EXAMPLES.cut(&mut changes)?;
    Ok(changes)
}
