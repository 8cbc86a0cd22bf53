//! An error and its causes in one line. Many errors already name their cause; it is not repeated.

/// The line.
pub(crate) fn of(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |mut line, cause| {
        if line.is_empty() {
            return cause;
        }
        if !line.contains(&cause) {
            line.push_str(": ");
            line.push_str(&cause);
        }
        line
    })
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn nothing_is_said_twice() {
        let inner = anyhow::anyhow!("the disk is full").context("not written: the disk is full").context("no backup");
        assert_eq!(of(&inner), "no backup: not written: the disk is full");
        let outer: Result<(), _> = Err(anyhow::anyhow!("gone")).context("no database");
        assert_eq!(outer.map_err(|error| of(&error)), Err("no database: gone".to_owned()));
    }
}
