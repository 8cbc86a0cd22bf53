//! What an app adds inside Clerk's components: entries of the user menu, pages and links of the profiles. Icons and pages
//! are views of Leptos, with the context of where they were written.

use std::sync::Arc;

use leptos::children::ViewFn;

use crate::{
    js::{self, Slot},
    prelude::*,
    props::{Make, Props},
};

/// Clerk's own entries of the user menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnMenuItem {
    /// Leads to the profile.
    ManageAccount,
    /// Signs out.
    SignOut,
}

/// An entry of the user menu.
#[derive(Clone)]
pub struct MenuItem(Part);

impl MenuItem {
    /// Does something.
    pub fn action(label: impl Into<String>, icon: impl Into<ViewFn>, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Part { run: Some(Arc::new(run)), ..Part::new(label, Some(icon.into())) })
    }

    /// Opens the profile at one of its pages: `security`, or the address of one of the app's.
    pub fn open(label: impl Into<String>, icon: impl Into<ViewFn>, page: impl Into<String>) -> Self {
        let page: String = page.into();
        // ClerkJS takes what does not begin with a slash for a page that is not there.
        let page = if page.starts_with('/') { page } else { format!("/{page}") };
        Self(Part::new(label, Some(icon.into())).at("open", page))
    }

    /// Goes to a page.
    pub fn link(label: impl Into<String>, icon: impl Into<ViewFn>, href: impl Into<String>) -> Self {
        Self(Part::new(label, Some(icon.into())).at("href", href))
    }

    /// Where one of Clerk's own stands. One that is not named comes last; managing the account first.
    #[must_use]
    pub fn own(which: OwnMenuItem) -> Self {
        let label = match which {
            OwnMenuItem::ManageAccount => "manageAccount",
            OwnMenuItem::SignOut => "signOut",
        };
        Self(Part::new(label, None))
    }
}

/// A page or a link in the profile of the user or of the organization.
#[derive(Clone)]
pub struct ProfilePage(Part);

impl ProfilePage {
    /// A page of the app's at `url`, which is relative to the profile's: `terms`.
    pub fn new(
        label: impl Into<String>,
        icon: impl Into<ViewFn>,
        url: impl Into<String>,
        content: impl Into<ViewFn>,
    ) -> Self {
        Self(Part { content: Some(content.into()), ..Part::new(label, Some(icon.into())).at("url", url) })
    }

    /// A link to a page elsewhere: `/pricing`.
    pub fn link(label: impl Into<String>, icon: impl Into<ViewFn>, url: impl Into<String>) -> Self {
        Self(Part::new(label, Some(icon.into())).at("url", url))
    }

    /// Where one of Clerk's own stands, by its label: `account`, `security`, `members`, `general`. The page that comes first is at the
    /// profile's own address and has no other.
    pub fn own(label: impl Into<String>) -> Self {
        Self(Part::new(label, None))
    }
}

/// What both have.
#[derive(Clone)]
struct Part {
    props: Props,
    run: Option<Arc<dyn Fn() + Send + Sync>>,
    icon: Option<ViewFn>,
    content: Option<ViewFn>,
}

impl Part {
    fn new(label: impl Into<String>, icon: Option<ViewFn>) -> Self {
        let props = Props::default().text("label", Some(label.into()));
        Self { props, run: None, icon, content: None }
    }

    /// Leads somewhere.
    fn at(mut self, prop: &str, place: impl Into<String>) -> Self {
        self.props = self.props.text(prop, Some(place.into()));
        self
    }
}

/// The list of entries below the prop `name`.
pub(super) fn menu(name: &'static str, items: impl IntoIterator<Item = MenuItem>) -> Make {
    list(name, items.into_iter().map(|item| item.0).collect())
}

/// The list of pages below the prop `name`.
pub(super) fn pages(name: &'static str, pages: impl IntoIterator<Item = ProfilePage>) -> Make {
    list(name, pages.into_iter().map(|page| page.0).collect())
}

fn list(name: &'static str, parts: Vec<Part>) -> Make {
    // Views are shown later, when ClerkJS asks for them, with the context of this place. Held by what the place itself owns,
    // so held weakly: else the place would never end.
    let owner = Owner::current().map(|owner| owner.downgrade());
    Arc::new(move |receiver| {
        let slots = parts.iter().map(|part| Slot {
            props: &part.props,
            run: part.run.clone(),
            icon: part.icon.clone(),
            content: part.content.clone(),
        });
        js::receive_slots(receiver, name, slots.collect(), owner.clone());
    })
}
