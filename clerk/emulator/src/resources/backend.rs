//! Users and organizations as a server sees them: with private metadata, without the browser's extras.

use serde_json::{Map, Value, json};

use super::View;
use crate::state::{organization::Organization, user::User};

impl View<'_> {
    pub(crate) fn backend_user(self, user: &User) -> Value {
        let mut view = self.user(user);
        if let Some(fields) = view.as_object_mut() {
            fields.remove("organization_memberships");
            extend(
                fields,
                json!({
                    "private_metadata": user.private_metadata,
                    "banned": false,
                    "locked": false,
                    "last_active_at": user.last_sign_in_at,
                    "profile_image_url": self.image_url(&user.id),
                }),
            );
        }
        view
    }

    pub(crate) fn backend_organization(self, organization: &Organization) -> Value {
        let mut view = self.organization(organization);
        if let Some(fields) = view.as_object_mut() {
            let more =
                json!({ "private_metadata": organization.private_metadata, "created_by": organization.created_by });
            extend(fields, more);
        }
        view
    }
}

fn extend(fields: &mut Map<String, Value>, more: Value) {
    if let Value::Object(more) = more {
        fields.extend(more);
    }
}
