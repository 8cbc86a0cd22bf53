//! Lists: one page, or all of them one after the other.

use std::{fmt, marker::PhantomData};

use futures::{
    StreamExt as _, TryStreamExt as _,
    stream::{self, BoxStream},
};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, MapAccess, SeqAccess, Visitor, value},
};

use super::{BackendError, call::Call};

/// What a page of a stream has where nothing else is asked for: the most that Clerk gives.
const LARGEST_PAGE: u64 = 500;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page<T> {
    /// The entries.
    pub data: Vec<T>,
    /// How many there are on all pages. Clerk does not say it in lists of users; there [`count`](super::Users::count) does.
    pub total_count: Option<u64>,
}

/// Most lists are `{data, total_count}`, some a bare array.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(EitherShape(PhantomData))
    }
}

#[derive(Deserialize)]
struct Counted<T> {
    data: Vec<T>,
    total_count: Option<u64>,
}

struct EitherShape<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EitherShape<T> {
    type Value = Page<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Page<T>, A::Error> {
        Vec::deserialize(value::SeqAccessDeserializer::new(seq)).map(|data| Page { data, total_count: None })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Page<T>, A::Error> {
        let Counted { data, total_count } = Counted::deserialize(value::MapAccessDeserializer::new(map))?;
        Ok(Page { data, total_count })
    }
}

/// Pages as they arrive. After an error there is nothing more.
pub type Pages<T> = BoxStream<'static, Result<Page<T>, BackendError>>;

impl<T: DeserializeOwned + Send + 'static> Call<Page<T>> {
    /// All pages from the list's `offset` on, each fetched when it is asked for, as large as `limit` says (else 500
    /// entries). A list that changes meanwhile may show an entry twice or not at all; ordered by `+created_at`, what is new
    /// comes last.
    pub fn pages(self) -> Pages<T> {
        let (limit, offset) = self.window();
        let limit = limit.unwrap_or(LARGEST_PAGE);
        let pages = stream::try_unfold(Some(offset.unwrap_or_default()), move |from| {
            let call = self.clone();
            async move {
                let Some(offset) = from else { return Ok(None) };
                let page = call.with_window(limit, offset).await?;
                let next = next_offset(&page, limit, offset);
                Ok(Some((page, next)))
            }
        });
        pages.boxed()
    }

    /// The entries of all [`pages`](Self::pages).
    pub fn entries(self) -> BoxStream<'static, Result<T, BackendError>> {
        self.pages().map_ok(|page| stream::iter(page.data.into_iter().map(Ok))).try_flatten().boxed()
    }
}

/// Where the next page begins; `None` after the last one.
fn next_offset<T>(page: &Page<T>, limit: u64, offset: u64) -> Option<u64> {
    let got = u64::try_from(page.data.len()).unwrap_or(u64::MAX);
    let next = offset.saturating_add(got);
    let is_last = match page.total_count {
        Some(total) => got == 0 || next >= total,
        None => got < limit,
    };
    (!is_last).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes_of_lists_are_read() {
        let read = |text: &str| serde_json::from_str::<Page<u8>>(text).ok();
        assert_eq!(read("[1,2]"), Some(Page { data: vec![1, 2], total_count: None }));
        assert_eq!(
            read(r#"{"data":[1],"total_count":9,"new":{}}"#),
            Some(Page { data: vec![1], total_count: Some(9) })
        );
        assert_eq!(read(r#"{"data":[]}"#), Some(Page { data: vec![], total_count: None }));
        assert_eq!(read(r#"{"errors":[]}"#), None);
        assert_eq!(read("3"), None);
    }

    #[test]
    fn the_last_page_ends_a_stream_whatever_a_count_says() {
        let page = |entries: usize, total_count| Page { data: vec![0; entries], total_count };
        assert_eq!(next_offset(&page(2, Some(5)), 2, 0), Some(2));
        assert_eq!(next_offset(&page(1, Some(5)), 2, 4), None);
        assert_eq!(next_offset(&page(1, Some(5)), 2, 2), Some(3), "a short page in between");
        assert_eq!(next_offset(&page(0, Some(5)), 2, 2), None, "no page is empty but the last");
        assert_eq!(next_offset(&page(2, None), 2, 2), Some(4));
        assert_eq!(next_offset(&page(1, None), 2, 4), None);
    }
}
