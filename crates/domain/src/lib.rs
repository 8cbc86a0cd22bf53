//! The product's own words: tenants, permissions, grants, projects. Pure and wasm-safe.

pub mod grant;
pub mod id;
pub mod moment;
pub mod page;
pub mod permission;
pub mod project;
pub mod tenant;
pub mod validation;

pub use grant::{Grant, MissingPermission, NoTenant, TenantScope};
pub use id::{InvalidId, OrganizationId, ProjectId, UserId};
pub use page::{Page, PageRequest};
pub use permission::{
    Access, CreateProjects, DeleteProjects, Permission, PermissionSource, ReadProjects, UpdateProjects,
};
pub use project::{NewProject, Project, ProjectChange};
pub use tenant::{Tenant, TenantInfo, TenantPath};
pub use validation::FieldError;
