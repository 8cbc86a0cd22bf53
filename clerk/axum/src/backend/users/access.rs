//! Whether somebody may sign in.

use serde_json::json;

use super::{USERS, User, Users};
use crate::backend::{
    Call,
    path::Segment::{Fixed, Id},
};

impl Users<'_> {
    /// `POST /users/{id}/ban`: may not sign in any more; all sessions end.
    pub fn ban(self, user_id: &str) -> Call<User> {
        self.0.post(&[USERS, Id(user_id), Fixed("ban")])
    }

    /// `POST /users/{id}/unban`.
    pub fn unban(self, user_id: &str) -> Call<User> {
        self.0.post(&[USERS, Id(user_id), Fixed("unban")])
    }

    /// `POST /users/ban`: several at once.
    pub fn ban_bulk(self, user_ids: &[&str]) -> Call<Vec<User>> {
        self.0.post(&[USERS, Fixed("ban")]).body(&json!({ "user_ids": user_ids }))
    }

    /// `POST /users/unban`: several at once.
    pub fn unban_bulk(self, user_ids: &[&str]) -> Call<Vec<User>> {
        self.0.post(&[USERS, Fixed("unban")]).body(&json!({ "user_ids": user_ids }))
    }

    /// `POST /users/{id}/lock`: may not sign in for a while.
    pub fn lock(self, user_id: &str) -> Call<User> {
        self.0.post(&[USERS, Id(user_id), Fixed("lock")])
    }

    /// `POST /users/{id}/unlock`.
    pub fn unlock(self, user_id: &str) -> Call<User> {
        self.0.post(&[USERS, Id(user_id), Fixed("unlock")])
    }

    /// `POST /users/{id}/password/set_compromised`: it has to be changed at the next sign-in.
    pub fn set_password_compromised(self, user_id: &str, revoke_all_sessions: bool) -> Call<User> {
        let body = json!({ "revoke_all_sessions": revoke_all_sessions });
        self.0.post(&[USERS, Id(user_id), Fixed("password"), Fixed("set_compromised")]).body(&body)
    }

    /// `POST /users/{id}/password/unset_compromised`.
    pub fn unset_password_compromised(self, user_id: &str) -> Call<User> {
        self.0.post(&[USERS, Id(user_id), Fixed("password"), Fixed("unset_compromised")])
    }

    /// `POST /users/{id}/remove_password`.
    pub fn remove_password(self, user_id: &str, sign_out_of_other_sessions: bool) -> Call<User> {
        let body = json!({ "sign_out_of_other_sessions": sign_out_of_other_sessions });
        self.0.post(&[USERS, Id(user_id), Fixed("remove_password")]).body(&body)
    }
}
