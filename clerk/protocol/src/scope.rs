//! `fea` and `pla`: comma lists of `scope:slug`.
//!
//! Section [Claims](crate#claims); from `splitByScope` of `@clerk/shared` and Clerk's session tokens guide.

use crate::text::trim;

/// The slugs of one claim by whom they belong to, in the claim's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes<'a> {
    /// Scopes `o`, `ou` and `uo`.
    pub organization: Vec<&'a str>,
    /// Scopes `u`, `ou` and `uo`.
    pub user: Vec<&'a str>,
}

/// An element of the claim has no colon. Upstream throws here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("claim element without a colon")]
pub struct MissingColon;

/// Splits a claim by scope. Unknown scopes are dropped, an empty claim is empty.
/// Section [Claims](crate#claims).
///
/// # Errors
/// When an element has no colon.
pub fn split_by_scope(claim: &str) -> Result<Scopes<'_>, MissingColon> {
    let mut scopes = Scopes::default();
    if claim.is_empty() {
        return Ok(scopes);
    }
    for element in claim.split(',') {
        let (scope, slug) = trim(element).split_once(':').ok_or(MissingColon)?;
        if matches!(scope, "o" | "ou" | "uo") {
            scopes.organization.push(slug);
        }
        if matches!(scope, "u" | "ou" | "uo") {
            scopes.user.push(slug);
        }
    }
    Ok(scopes)
}
