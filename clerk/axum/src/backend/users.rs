//! Users: people of the instance, what they are reached at and what they sign in with.

mod access;
mod factors;
mod parameters;
mod user;

pub use self::{
    factors::{OauthAccessToken, TrustedDevice, UserReference, Verified},
    parameters::{
        CreateUser, ListOfUser, ReplaceEmailAddress, ReplacePhoneNumber, UpdateUser, UserCount, UserList, UserMetadata,
    },
    user::{ExternalAccount, Passkey, User, Web3Wallet},
};
use super::{
    BackendClient, Call, Page,
    common::{Count, Deleted, Picture},
    email_addresses::EmailAddress,
    organizations::{Membership, OrganizationInvitation},
    path::Segment::{self, Fixed, Id},
    phone_numbers::PhoneNumber,
};

const USERS: Segment<'static> = Fixed("users");

/// [`BackendClient::users`].
#[derive(Clone, Copy, Debug)]
pub struct Users<'a>(&'a BackendClient);

impl BackendClient {
    /// People.
    pub fn users(&self) -> Users<'_> {
        Users(self)
    }
}

impl Users<'_> {
    /// `GET /users`.
    pub fn list(self, parameters: &UserList) -> Call<Page<User>> {
        self.0.get(&[USERS]).query(parameters)
    }

    /// `GET /users/count`: how many [`list`](Self::list) would show.
    pub fn count(self, parameters: &UserCount) -> Call<Count> {
        self.0.get(&[USERS, Fixed("count")]).query(parameters)
    }

    /// `GET /users/{id}`.
    pub fn get(self, user_id: &str) -> Call<User> {
        self.0.get(&[USERS, Id(user_id)])
    }

    /// `POST /users`.
    pub fn create(self, parameters: &CreateUser) -> Call<User> {
        self.0.post(&[USERS]).body(parameters)
    }

    /// `PATCH /users/{id}`, then `PUT /users/{id}/metadata` where metadata is given: Clerk takes it there alone.
    pub fn update(self, user_id: &str, parameters: &UpdateUser) -> Call<User> {
        let (fields, metadata) = parameters.clone().split();
        let rest = self.0.patch(&[USERS, Id(user_id)]).body(&fields);
        if metadata == UserMetadata::default() {
            return rest;
        }
        let replaced = self.replace_metadata(user_id, &metadata);
        if fields == UpdateUser::default() { replaced } else { rest.then(replaced) }
    }

    /// `DELETE /users/{id}`.
    pub fn delete(self, user_id: &str) -> Call<Deleted> {
        self.0.delete(&[USERS, Id(user_id)])
    }

    /// `PATCH /users/{id}/metadata`: merged into what is there; `null` removes a key.
    pub fn update_metadata(self, user_id: &str, metadata: &UserMetadata) -> Call<User> {
        self.0.patch(&[USERS, Id(user_id), Fixed("metadata")]).body(metadata)
    }

    /// `PUT /users/{id}/metadata`: each kind that is given replaces what is there.
    pub fn replace_metadata(self, user_id: &str, metadata: &UserMetadata) -> Call<User> {
        self.0.put(&[USERS, Id(user_id), Fixed("metadata")]).body(metadata)
    }

    /// `POST /users/{id}/profile_image`.
    pub fn update_profile_image(self, user_id: &str, picture: &Picture) -> Call<User> {
        let (content_type, body) = picture.form(&[]);
        self.0.post(&[USERS, Id(user_id), Fixed("profile_image")]).encoded(content_type, body)
    }

    /// `DELETE /users/{id}/profile_image`.
    pub fn delete_profile_image(self, user_id: &str) -> Call<User> {
        self.0.delete(&[USERS, Id(user_id), Fixed("profile_image")])
    }

    /// `GET /users/{id}/organization_memberships`.
    pub fn list_organization_memberships(self, user_id: &str, parameters: &ListOfUser) -> Call<Page<Membership>> {
        self.0.get(&[USERS, Id(user_id), Fixed("organization_memberships")]).query(parameters)
    }

    /// `GET /users/{id}/organization_invitations`.
    pub fn list_organization_invitations(
        self,
        user_id: &str,
        parameters: &ListOfUser,
    ) -> Call<Page<OrganizationInvitation>> {
        self.0.get(&[USERS, Id(user_id), Fixed("organization_invitations")]).query(parameters)
    }

    /// `PUT /users/{id}/email_address`: the one address of theirs, from now on.
    pub fn replace_email_address(self, user_id: &str, parameters: &ReplaceEmailAddress) -> Call<EmailAddress> {
        self.0.put(&[USERS, Id(user_id), Fixed("email_address")]).body(parameters)
    }

    /// `PUT /users/{id}/phone_number`: the one number of theirs, from now on.
    pub fn replace_phone_number(self, user_id: &str, parameters: &ReplacePhoneNumber) -> Call<PhoneNumber> {
        self.0.put(&[USERS, Id(user_id), Fixed("phone_number")]).body(parameters)
    }
}
