//! One call: made of a method, checked segments and parameters; sent when it is awaited.

use std::{fmt, future::IntoFuture, marker::PhantomData, time::Duration};

use futures::future::BoxFuture;
use http::{HeaderValue, Method, StatusCode};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    BackendClient, BackendError,
    exchange::{Answered, Prepared},
    guard::Purpose,
    path::{self, Segment},
    policy::{Policy, Tried},
};

/// A call that is prepared. `.await` makes it and gives the decoded answer; [`report`](Call::report) also tells how it went;
/// a list's [`pages`](Call::pages) and [`entries`](Call::entries) go on where the first page ends.
#[must_use = "a call is made when it is awaited"]
pub struct Call<T> {
    client: BackendClient,
    /// One after the other; the last one's answer counts.
    steps: Result<Vec<Prepared>, Unsent>,
    purpose: Purpose,
    policy: Policy,
    answer: PhantomData<fn() -> T>,
}

/// Why a call cannot be sent.
#[derive(Clone, Copy, Debug)]
enum Unsent {
    InvalidId,
    InvalidParameters,
}

impl From<Unsent> for BackendError {
    fn from(unsent: Unsent) -> Self {
        match unsent {
            Unsent::InvalidId => Self::InvalidId,
            Unsent::InvalidParameters => Self::InvalidParameters,
        }
    }
}

/// How a call went.
#[derive(Debug)]
pub struct Report<T> {
    /// The answer.
    pub outcome: Result<T, BackendError>,
    /// The last answer's status, if there was one.
    pub status: Option<StatusCode>,
    /// What to tell Clerk's support.
    pub trace_id: Option<String>,
    /// How often the call was sent. 0: not at all.
    pub attempts: u32,
    /// The pauses between the tries together.
    pub waited: Duration,
}

impl<T> Clone for Call<T> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), steps: self.steps.clone(), answer: PhantomData, ..*self }
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Call").field("purpose", &self.purpose).finish_non_exhaustive()
    }
}

impl<T> Call<T> {
    pub(super) fn new(client: &BackendClient, method: Method, segments: &[Segment<'_>]) -> Self {
        let url = path::join(&client.inner.base, segments).map_err(|_| Unsent::InvalidId);
        Self {
            client: client.clone(),
            steps: url.map(|url| vec![Prepared::new(method, url)]),
            purpose: Purpose::Data,
            policy: client.policy,
            answer: PhantomData,
        }
    }

    /// For all tries together, pauses included: two seconds, or a minute for a [patient](BackendClient::patient) client,
    /// unless set here.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.policy = if self.policy.tries == 1 { Policy::once(deadline) } else { Policy { deadline, ..self.policy } };
        self
    }

    /// One try only, for callers who handle failures themselves.
    pub fn once(mut self) -> Self {
        self.policy = Policy::once(self.policy.deadline);
        self
    }

    /// Adds to the query: each field under its name, lists once for each entry.
    pub(super) fn query(self, parameters: &impl Serialize) -> Self {
        self.change(|step| {
            let fields = serde_json::to_value(parameters).map_err(|_| Unsent::InvalidParameters)?;
            let pairs = fields.as_object().into_iter().flatten().flat_map(|(name, value)| pairs(name, value));
            let pairs: Vec<_> = pairs.collect();
            if !pairs.is_empty() {
                step.url.query_pairs_mut().extend_pairs(pairs);
            }
            Ok(())
        })
    }

    /// The body, as JSON.
    pub(super) fn body(self, body: &impl Serialize) -> Self {
        self.change(|step| {
            step.body = serde_json::to_vec(body).map_err(|_| Unsent::InvalidParameters)?.into();
            Ok(())
        })
    }

    /// A body of another type.
    pub(super) fn encoded(self, content_type: HeaderValue, body: Vec<u8>) -> Self {
        self.change(|step| {
            (step.content_type, step.body) = (content_type, body.into());
            Ok(())
        })
    }

    /// This call, then another one, whose answer counts.
    pub(super) fn then<U>(self, next: Call<U>) -> Call<U> {
        let steps = self.steps.and_then(|mut steps| {
            steps.extend(next.steps?);
            Ok(steps)
        });
        Call { steps, ..next }
    }

    /// One try within `deadline`, watched by a breaker of its own.
    pub(super) fn once_for(mut self, purpose: Purpose, deadline: Duration) -> Self {
        (self.purpose, self.policy) = (purpose, Policy::once(deadline));
        self
    }

    fn change(mut self, change: impl FnOnce(&mut Prepared) -> Result<(), Unsent>) -> Self {
        self.steps = self.steps.and_then(|mut steps| {
            steps.last_mut().map_or(Ok(()), change)?;
            Ok(steps)
        });
        self
    }

    /// `limit` and `offset` of a list.
    pub(super) fn window(&self) -> (Option<u64>, Option<u64>) {
        let url = self.steps.as_ref().ok().and_then(|steps| steps.last()).map(|step| &step.url);
        let number = |name| url?.query_pairs().find(|(key, _)| key == name)?.1.parse().ok();
        (number("limit"), number("offset"))
    }

    pub(super) fn with_window(self, limit: u64, offset: u64) -> Self {
        self.change(|step| {
            let others =
                step.url.query_pairs().into_owned().filter(|(name, _)| !matches!(name.as_str(), "limit" | "offset"));
            let others: Vec<_> = others.collect();
            let window =
                [("limit", limit), ("offset", offset)].map(|(name, number)| (name.to_owned(), number.to_string()));
            step.url.query_pairs_mut().clear().extend_pairs(others).extend_pairs(window);
            Ok(())
        })
    }
}

fn pairs<'a>(name: &'a str, value: &'a Value) -> Vec<(&'a str, String)> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(values) => values.iter().flat_map(|value| pairs(name, value)).collect(),
        Value::String(text) => vec![(name, text.clone())],
        other => vec![(name, other.to_string())],
    }
}

impl<T: DeserializeOwned + Send + 'static> Call<T> {
    /// Makes the call and tells how it went, good or bad.
    pub async fn report(self) -> Report<T> {
        let steps = match self.steps {
            Ok(steps) => steps,
            Err(unsent) => return Report::unsent(unsent.into()),
        };
        let inner = &self.client.inner;
        let begun_ms = inner.clock.monotonic_ms();
        let mut report = Report::unsent(BackendError::InvalidParameters);
        for step in &steps {
            let spent = inner.clock.monotonic_ms().saturating_sub(begun_ms).unsigned_abs();
            let deadline = self.policy.deadline.saturating_sub(Duration::from_millis(spent));
            let tried = inner.send(self.purpose, Policy { deadline, ..self.policy }, step).await;
            report.add(tried);
            if report.outcome.is_err() {
                break;
            }
        }
        report
    }
}

impl<T: DeserializeOwned> Report<T> {
    fn unsent(error: BackendError) -> Self {
        Self { outcome: Err(error), status: None, trace_id: None, attempts: 0, waited: Duration::ZERO }
    }

    fn add(&mut self, tried: Tried<Answered>) {
        self.attempts += tried.tries;
        self.waited += tried.waited;
        let seen = match &tried.outcome {
            Ok(answered) => Some((answered.status, answered.trace_id.clone())),
            Err(error) => error.answer().map(|answer| (answer.status, answer.trace_id.clone())),
        };
        (self.status, self.trace_id) = seen.map_or((None, None), |(status, trace_id)| (Some(status), trace_id));
        self.outcome = tried.outcome.and_then(|answered| answered.decode());
    }
}

impl<T: DeserializeOwned + Send + 'static> IntoFuture for Call<T> {
    type Output = Result<T, BackendError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.report().await.outcome })
    }
}
