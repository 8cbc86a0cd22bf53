//! The query of a list's address. Strict: a filter that is mistyped must not pass for none.

use axum::extract::Query;
use domain::ProjectQuery;
use http::Uri;

use crate::AppError;

/// # Errors
/// [`AppError::Malformed`] for a name that is no filter, or a value that is none.
pub(super) fn read(query: &str) -> Result<ProjectQuery, AppError> {
    let address: Uri = format!("/?{query}").parse().map_err(|_| AppError::Malformed)?;
    let Query(query) = Query::try_from_uri(&address).map_err(|_| AppError::Malformed)?;
    Ok(query)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{ListedAs, ProjectSort};

    #[test]
    fn filters_are_read() -> Result<(), AppError> {
        assert_eq!(read("")?, ProjectQuery::default());
        let query = read("search=moon+base%20%C3%A9&status=deleted&owner=user_a&sort=name&after=x")?;
        assert_eq!(query.search, "moon base é");
        assert_eq!((query.status, query.sort), (ListedAs::Deleted, ProjectSort::Name));
        assert_eq!(query.owner.map(String::from).as_deref(), Some("user_a"));
        assert_eq!(query.after.as_deref(), Some("x"));
        Ok(())
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        for query in ["status=gone", "sort=", "owner=me", "search=a&search=b", "colour=red", "limit=x"] {
            assert_eq!(read(query), Err(AppError::Malformed), "{query}");
        }
    }
}
