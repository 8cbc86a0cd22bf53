//! The product's own words: tenants, permissions, grants. Pure and wasm-safe.

pub mod audit;
pub mod date;
pub mod field;
pub mod grant;
pub mod id;
pub mod impersonation;
pub mod invoice;
pub mod member;
pub mod money;
pub mod page;
pub mod people;
pub mod permission;
// begin examples
pub mod project;
// end examples
pub mod reading;
pub mod role;
pub mod sorting;
// begin examples
pub mod task;
// end examples
pub mod tenant;
pub mod text;
pub mod validation;
mod word_enum;

pub use audit::{Attempt, AuditAction, AuditEvent, AuditOutcome, EventId, Object};
pub use clerk_protocol::Clock;
pub use date::Date;
pub use field::{Draft, Field};
pub use grant::{Grant, MissingPermission, NoRemoval, NoTenant, Removing, TenantScope};
pub use id::{Id, InvalidId, OrganizationId, UserId};
pub use impersonation::{Impersonating, Impersonation, Impersonator};
pub use invoice::{Invoice, InvoiceId, InvoiceSort, NewInvoice};
pub use member::{Headcount, InvitationQuery, MemberQuery, OrganizationInvitation, OrganizationMember};
pub use money::Currency;
pub use page::{Page, PageRequest};
pub use people::{Member, People};
pub use permission::*;
// begin examples
pub use project::{
    Asked, Colour, ListedAs, NewProject, Project, ProjectId, ProjectKey, ProjectQuery, ProjectSort, ProjectStatus,
};
// end examples
pub use reading::Reading;
pub use sorting::{ListQuery, Sorting};
// begin examples
pub use task::{NewTask, Task, TaskChange, TaskId};
// end examples
pub use tenant::{Tenant, TenantClaim, TenantInfo, TenantPath};
pub use validation::FieldError;
