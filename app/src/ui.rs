//! The small kit that every page is made of. How things look is in `style/main.css`; what they mean is here.

mod banners;
mod error_page;
mod field;
mod icon;
mod loaded;
mod page_parts;
mod theme_switch;
mod timestamp;

pub(crate) use banners::{ImpersonationBanner, LocalBadge};
pub(crate) use error_page::{ErrorNote, ErrorPage, GoTo, ToSignIn};
pub(crate) use field::{Field, FormActions, Submit, options};
pub(crate) use icon::{Glyph, Icon, Logo};
pub(crate) use loaded::{Loaded, in_tenant};
pub(crate) use page_parts::{Breadcrumbs, Crumb, EmptyState, FormSkeleton, Heading, ListSkeleton, PageHead, Pager};
pub(crate) use theme_switch::ThemeSwitch;
pub(crate) use timestamp::Timestamp;
