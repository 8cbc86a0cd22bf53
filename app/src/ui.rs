//! The small kit that every page is made of. Looks live in `style/main.css`; here is what they mean.

mod breadcrumbs;
mod empty_state;
mod error_note;
mod error_page;
mod field;
mod go_to;
mod icon;
mod impersonation;
mod loaded;
mod local_badge;
mod logo;
mod mark;
mod page_head;
mod pager;
mod skeleton;
mod submit;
mod theme_switch;
mod timestamp;

pub(crate) use breadcrumbs::{Breadcrumbs, Crumb};
pub(crate) use empty_state::EmptyState;
pub(crate) use error_note::ErrorNote;
pub(crate) use error_page::{ErrorPage, ToSignIn};
pub(crate) use field::{Field, options};
pub(crate) use go_to::GoTo;
pub(crate) use icon::{Glyph, Icon};
pub(crate) use impersonation::ImpersonationBanner;
pub(crate) use loaded::Loaded;
pub(crate) use local_badge::LocalBadge;
pub(crate) use logo::Logo;
pub(crate) use mark::Mark;
pub(crate) use page_head::{Heading, PageHead};
pub(crate) use pager::Pager;
pub(crate) use skeleton::{FormSkeleton, ListSkeleton};
pub(crate) use submit::{FormActions, Submit};
pub(crate) use theme_switch::ThemeSwitch;
pub(crate) use timestamp::Timestamp;
