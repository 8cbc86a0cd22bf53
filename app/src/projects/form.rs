//! The fields of a project, for making and changing it.

use domain::project::{DESCRIPTION_MAX, NAME_MAX};
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    AppError,
    forms::RefusedPost,
    ui::{TextArea, TextField},
};

/// What the fields start with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Values {
    pub(super) name: String,
    pub(super) description: String,
}

impl Values {
    /// What was typed before the server refused it.
    pub(super) fn typed(post: &RefusedPost) -> Self {
        let text = |name| post.field(name).unwrap_or_default().to_owned();
        Self { name: text("name"), description: text("description") }
    }
}

/// The last error of a form: of this page's action, else of the post that this page is the answer to.
pub(super) fn last_error<F>(action: ServerAction<F>, refused: Option<RefusedPost>) -> Signal<Option<AppError>>
where
    F: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    F::Output: Clone + Send + Sync + 'static,
{
    let value = action.value();
    Signal::derive(move || match value.get() {
        Some(result) => result.err(),
        None => refused.as_ref().map(|post| post.error.clone()),
    })
}

/// Name and description.
#[component]
pub(super) fn Fields(values: Values, error: Signal<Option<AppError>>) -> impl IntoView {
    let of_field = move |name: &'static str| {
        Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.of_field(name))))
    };
    view! {
        <TextField name="name" label="Name" value=values.name error=of_field("name") longest=NAME_MAX/>
        <TextArea
            name="description"
            label="Description"
            value=values.description
            error=of_field("description")
            hint=DESCRIPTION_HINT
        />
    }
}

const DESCRIPTION_HINT: &str = "Optional. Up to 2,000 characters.";
const _: () = assert!(DESCRIPTION_MAX == 2_000, "the hint names the limit");
