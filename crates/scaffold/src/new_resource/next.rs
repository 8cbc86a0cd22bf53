//! What is left to do for whoever made a resource.

use super::resource::Resource;

/// In Clerk and in the code.
pub(super) fn steps(resource: &Resource) -> String {
    let plural = &resource.plural;
    let permissions: Vec<String> =
        ["create", "read", "update", "delete"].into_iter().map(|verb| format!("       org:{plural}:{verb}")).collect();
    format!(
        "{}\n\
         The local Clerk knows the new permissions at the next start. Clerk itself has to be told, in its dashboard:\n\
         \x20 1. under Roles & Permissions make the permissions\n{}\n\
         \x20 2. give them to the roles as clerk-roles.json says: all to Admin, all but delete to Member, read to Viewer.\n\
         \x20    (With CLERK_PERMISSIONS=roles there is nothing to do: the roles decide.)\n\
         \n\
         Look at it with `git diff`, run `bin/dev`, then `bin/test`, and commit.",
        resource.summary(),
        permissions.join("\n"),
    )
}
