//! How a component with several steps keeps its place in the address bar.

use crate::props::Props;

/// Clerk's `routing` prop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Routing {
    /// Steps live after the `#`; works on any page.
    #[default]
    Hash,
    /// Steps live below this path; the page's route must match everything below it (`/sign-in/*any`).
    Path(String),
}

impl Routing {
    pub(crate) fn props(self) -> Props {
        match self {
            Self::Hash => Props::default().text("routing", Some("hash".into())),
            Self::Path(path) => Props::default().text("routing", Some("path".into())).text("path", Some(path)),
        }
    }
}

impl From<&str> for Routing {
    fn from(path: &str) -> Self {
        Self::Path(path.to_owned())
    }
}
