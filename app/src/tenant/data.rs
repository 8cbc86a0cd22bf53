//! Data of a tenant's pages, in one type for all of them: what a resource, its suspense and its decoding cost the browser's
//! program, they cost once instead of once a page.

use std::{any::Any, marker::PhantomData, pin::Pin, sync::Arc};

use domain::TenantPath;
#[cfg(not(feature = "ssr"))]
use leptos::server_fn::{
    codec::{IntoReq, PostUrl},
    response::ClientRes,
};
use leptos::{
    prelude::*,
    server::codee::{Decoder, Encoder},
    server_fn::ServerFn,
};
use serde::{Serialize, de::DeserializeOwned};

use super::gate::{Answer, Gate};
#[cfg(not(feature = "ssr"))]
use crate::call::{self, call};
use crate::{
    AppError,
    json::{InScript, Parsed},
};

/// What a page shows: the answer of a server function.
pub trait Shown: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {}

impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> Shown for T {}

/// Data of a page that may not be there yet.
pub struct PageData<T> {
    answer: Answers,
    of: PhantomData<fn() -> T>,
}

/// Answers of whichever type.
pub(crate) type Answers = Resource<Answer<Data>, InScript<PageJson>>;

impl<T> Clone for PageData<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for PageData<T> {}

impl<T: Shown> PageData<T> {
    /// Asks whenever the source changes and the gate is open.
    pub(super) fn new<S, F>(
        source: impl Fn() -> (Gate, u32, S) + Send + Sync + 'static,
        question: impl Fn(TenantPath, S) -> Result<F, AppError> + Send + Sync + 'static,
    ) -> Self
    where
        S: Clone + PartialEq + Send + Sync + 'static,
        F: ServerFn<Output = T, Error = AppError> + Serialize + 'static,
    {
        let source = move || {
            let (gate, changes, about) = source();
            (gate, changes, About(Arc::new(about)))
        };
        let ask = move |tenant, about: &About| {
            let about: &S = about.read().ok_or(AppError::NotFound)?;
            question(tenant, about.clone()).map(ask)
        };
        Self { answer: answers(Box::new(source), Arc::new(ask)), of: PhantomData }
    }

    /// What the server answered; waits for it.
    pub(crate) async fn wait(self) -> Answer<T> {
        self.answer.await.map(|answer| answer.and_then(Data::read))
    }

    /// The same, of whichever type.
    pub(crate) fn answer(self) -> Answers {
        self.answer
    }
}

/// Data of whichever type: on the server as it was made, in the browser as it came.
#[derive(Clone)]
pub(crate) struct Data(#[cfg(feature = "ssr")] Arc<dyn Made>, #[cfg(not(feature = "ssr"))] Parsed);

impl Data {
    #[cfg(not(feature = "ssr"))]
    #[expect(clippy::unnecessary_wraps, reason = "the server's fails")]
    fn sent(data: Parsed) -> Result<Self, AppError> {
        Ok(Self(data))
    }

    #[cfg(feature = "ssr")]
    fn sent(_: Parsed) -> Result<Self, AppError> {
        Err(AppError::Transport("only browsers read pages".to_owned()))
    }

    /// The data itself.
    ///
    /// # Errors
    /// [`AppError::Transport`] for data of another version of the app.
    pub(crate) fn read<T: Shown>(self) -> Result<T, AppError> {
        #[cfg(feature = "ssr")]
        let read = (self.0 as Arc<dyn Any + Send + Sync>)
            .downcast()
            .map(Arc::unwrap_or_clone)
            .map_err(|_| "this is another page's data".to_owned());
        #[cfg(not(feature = "ssr"))]
        let read = self.0.read();
        read.map_err(AppError::Transport)
    }
}

/// Data as it was made, to be written into the page.
#[cfg(feature = "ssr")]
trait Made: Any + Send + Sync {
    fn json(&self) -> serde_json::Result<String>;
}

#[cfg(feature = "ssr")]
impl<T: Serialize + Send + Sync + 'static> Made for T {
    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

/// Writes answers as if they had their types, and reads no more of them than whether they are errors.
pub(crate) struct PageJson;

impl Encoder<Answer<Data>> for PageJson {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(answer: &Answer<Data>) -> Result<String, serde_json::Error> {
        match answer {
            #[cfg(feature = "ssr")]
            Some(Ok(data)) => Ok(format!(r#"{{"Ok":{}}}"#, data.0.json()?)),
            #[cfg(feature = "ssr")]
            Some(Err(error)) => Ok(format!(r#"{{"Err":{}}}"#, serde_json::to_string(error)?)),
            // Only the server writes.
            _ => Ok("null".to_owned()),
        }
    }
}

impl Decoder<Answer<Data>> for PageJson {
    type Error = String;
    type Encoded = str;

    fn decode(text: &str) -> Result<Answer<Data>, String> {
        Ok(opened(text)?.map(|answer| answer.and_then(Data::sent)))
    }
}

/// An answer as it was written, without reading its data.
fn opened(text: &str) -> Result<Answer<Parsed>, String> {
    let answer = Parsed::parse(text)?;
    match answer.member("Ok") {
        Some(data) => Ok(Some(Ok(data))),
        None => Ok(answer.member("Err").map(Parsed::read).transpose()?.map(Err)),
    }
}

/// What a page asks about: its parameters, of whichever type.
#[derive(Clone)]
struct About(Arc<dyn Parameters>);

impl About {
    fn read<S: 'static>(&self) -> Option<&S> {
        (&*self.0 as &dyn Any).downcast_ref()
    }
}

impl PartialEq for About {
    fn eq(&self, other: &Self) -> bool {
        self.0.equal(&*other.0)
    }
}

trait Parameters: Any + Send + Sync {
    fn equal(&self, other: &dyn Parameters) -> bool;
}

impl<S: PartialEq + Send + Sync + 'static> Parameters for S {
    fn equal(&self, other: &dyn Parameters) -> bool {
        (other as &dyn Any).downcast_ref() == Some(self)
    }
}

type Source = Box<dyn Fn() -> (Gate, u32, About) + Send + Sync>;
type Asked = Pin<Box<dyn Future<Output = Result<Data, AppError>> + Send>>;
type Ask = Arc<dyn Fn(TenantPath, &About) -> Result<Asked, AppError> + Send + Sync>;

fn answers(source: Source, ask: Ask) -> Answers {
    let fetch = move |(gate, _, about): (Gate, u32, About)| {
        let ask = Arc::clone(&ask);
        gate.fetch(async move |tenant| ask(tenant, &about)?.await)
    };
    Resource::new_with_options(source, fetch, true)
}

/// Asks a server function: runs it.
#[cfg(feature = "ssr")]
pub(super) fn ask<F>(function: F) -> Asked
where
    F: ServerFn<Error = AppError> + 'static,
    F::Output: Shown,
{
    Box::pin(async move { Ok(Data(Arc::new(function.run_body().await?))) })
}

/// Asks a server function.
#[cfg(not(feature = "ssr"))]
pub(super) fn ask<F: ServerFn<Error = AppError> + Serialize>(function: F) -> Asked {
    let request = IntoReq::<PostUrl, call::Request, AppError>::into_req(function, F::PATH, call::JSON);
    Box::pin(async {
        let response = call(request?).await?;
        let text = ClientRes::<AppError>::try_into_string(response).await?;
        Parsed::parse(&text).map(Data).map_err(AppError::Transport)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "ssr")]
    #[test]
    fn data_is_written_as_if_it_had_its_type() {
        let answers: [Answer<Vec<u32>>; 3] = [Some(Ok(vec![1, 2])), Some(Err(AppError::NotFound)), None];
        for answer in answers {
            let written = serde_json::to_string(&answer).ok();
            let erased = answer.map(|answer| answer.map(|data| Data(Arc::new(data))));
            assert_eq!(PageJson::encode(&erased).ok(), written);
        }
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn data_is_what_it_was_made_as() {
        let data = Data(Arc::new(vec![1_u32]));
        assert_eq!(data.clone().read(), Ok(vec![1_u32]));
        assert!(data.read::<String>().is_err());
    }

    #[test]
    fn what_came_is_an_answer_or_an_error() {
        let data = |data: Parsed| data.read().map_err(AppError::Transport);
        let read = |text: &str| opened(text).map(|answer| answer.map(|answer| answer.and_then(data)));
        assert_eq!(read(r#"{"Ok":["</script>"]}"#), Ok(Some(Ok(vec!["</script>".to_owned()]))));
        assert_eq!(read(r#"{"Err":"NotFound"}"#), Ok(Some(Err(AppError::NotFound))));
        assert_eq!(read("null"), Ok(None));
        assert!(read("[").is_err());
    }

    #[test]
    fn parameters_are_equal_by_value() {
        let about = |text: &str| About(Arc::new(text.to_owned()));
        assert!(about("a") == about("a"));
        assert!(about("a") != about("b"));
        assert!(about("1") != About(Arc::new(1_u32)));
    }
}
