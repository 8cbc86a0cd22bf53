//! Two tenants whose lists are so long that every plan of a search is followed: for showing what each condition of those
//! statements is worth.

use anyhow::{Result, ensure};
use domain::{Colour, Page, Project, ProjectId, ProjectQuery, ProjectSort, ProjectStatus, TenantScope};
use store::ProjectStore;
use uuid::Uuid;

/// More projects than a search looks at, with the same ids for every tenant; each is `even` or `odd`, in the next tenant
/// the other way round; all are `common`, few have a word that is rare.
///
/// # Errors
/// Never, unless the words are no longer valid ones.
pub fn many(tenant: u32) -> Result<Vec<Project>> {
    (0..2_200_u32).map(|number| one(tenant, number)).collect()
}

fn one(tenant: u32, number: u32) -> Result<Project> {
    let time = i64::from(number);
    let [a, b, c, d] = number.to_be_bytes();
    let word = if (number + tenant).is_multiple_of(2) { "even" } else { "odd" };
    let rare = if number.is_multiple_of(700) { " rare" } else { "" };
    Ok(Project {
        id: ProjectId::new(Uuid::from_bytes([1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 0, 0, 0, a, b, c, d])),
        key: format!("K{number}").parse()?,
        name: format!("Common {word} {number}{rare}"),
        description: format!("of tenant {tenant}"),
        status: ProjectStatus::Active,
        colour: Colour::Slate,
        owner: "user_a".parse()?,
        created_by: "user_a".parse()?,
        created_at: time,
        updated_at: time,
        deleted_at: None,
        version: 1,
    })
}

/// A page of every list and search that these projects are made for, of every tenant.
///
/// # Errors
/// When one cannot be read, or its search was not the long one that it should be.
pub async fn every_list(store: &dyn ProjectStore, scopes: &[TenantScope]) -> Result<Vec<Page<Project>>> {
    let mut pages = Vec::new();
    for scope in scopes {
        for sort in ProjectSort::ALL {
            for search in ["", "rare", "rare common odd", "common", "common odd", "even odd"] {
                let query = ProjectQuery { search: search.to_owned(), sort: *sort, ..ProjectQuery::default() };
                let page = store.list(&scope.require()?, &query).await?;
                ensure!(page.next.is_some() || search.starts_with("rare"), "{query:?} was answered at once");
                pages.push(page);
            }
        }
    }
    Ok(pages)
}
