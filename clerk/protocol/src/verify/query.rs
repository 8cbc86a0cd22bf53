//! `URLSearchParams`: changing a query re-serialises all of it, which the `url` crate's own editing does not do.

use url::Url;
use url::form_urlencoded;

/// The first value of a parameter.
pub(super) fn get(url: &Url, name: &str) -> Option<String> {
    url.query()?;
    url.query_pairs().find(|(candidate, _)| candidate == name).map(|(_, value)| value.into_owned())
}

/// Removes parameters. The whole query is rewritten even where nothing is removed: `b%20c` becomes `b+c`, `flag`
/// `flag=`.
pub(super) fn delete(url: &mut Url, names: &[&str]) {
    rewrite(url, |pairs| pairs.retain(|(name, _)| !names.contains(&name.as_str())));
}

/// Removes parameters where there are any of them; else the query stays as it is written.
pub(super) fn drop_all(url: &mut Url, names: &[&str]) {
    if url.query_pairs().any(|(name, _)| names.contains(&name.as_ref())) {
        delete(url, names);
    }
}

/// Adds a parameter at the end.
pub(super) fn append(url: &mut Url, name: &str, value: &str) {
    rewrite(url, |pairs| pairs.push((name.to_owned(), value.to_owned())));
}

/// Replaces the first of a name and removes the others, or adds it.
pub(super) fn set(url: &mut Url, name: &str, value: &str) {
    rewrite(url, |pairs| {
        let Some(index) = pairs.iter().position(|(candidate, _)| candidate == name) else {
            pairs.push((name.to_owned(), value.to_owned()));
            return;
        };
        let mut position = 0;
        pairs.retain(|(candidate, _)| {
            position += 1;
            candidate != name || position == index + 1
        });
        if let Some(pair) = pairs.get_mut(index) {
            value.clone_into(&mut pair.1);
        }
    });
}

fn rewrite(url: &mut Url, change: impl FnOnce(&mut Vec<(String, String)>)) {
    let mut pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    change(&mut pairs);
    if pairs.is_empty() {
        url.set_query(None);
    } else {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        url.set_query(Some(&query));
    }
}

#[cfg(test)]
mod tests {
    use super::{append, delete, set};
    use url::Url;

    #[test]
    fn rewriting() -> Result<(), url::ParseError> {
        let mut url = Url::parse("https://a.b/?q=b%20c&flag&x=%7E!*()'")?;
        delete(&mut url, &["none"]);
        assert_eq!(url.as_str(), "https://a.b/?q=b+c&flag=&x=%7E%21*%28%29%27");
        let mut url = Url::parse("https://a.b/?a=1&b=2&a=3&c=4")?;
        set(&mut url, "a", "x y");
        assert_eq!(url.as_str(), "https://a.b/?a=x+y&b=2&c=4");
        append(&mut url, "a", "z");
        assert_eq!(url.as_str(), "https://a.b/?a=x+y&b=2&c=4&a=z");
        delete(&mut url, &["a", "b", "c"]);
        assert_eq!(url.as_str(), "https://a.b/");
        Ok(())
    }
}
