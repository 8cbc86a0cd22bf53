//! The small kit that every page is made of. How things look is in `style/main.css`; what they mean is here.

mod banners;
mod error_page;
mod field;
mod icon;
mod loaded;
mod page_parts;
mod theme_switch;
mod timestamp;

pub use banners::{ImpersonationBanner, LocalBadge};
pub use error_page::{ErrorNote, ErrorPage, GoTo, ToSignIn};
pub use field::{Field, FormActions, Submit, options};
pub use icon::{Glyph, Icon, Logo};
pub use loaded::{Loaded, awaited, in_tenant};
pub use page_parts::{Breadcrumbs, Crumb, EmptyState, FormSkeleton, Heading, ListSkeleton, PageHead, Pager};
pub use theme_switch::ThemeSwitch;
pub use timestamp::Timestamp;
