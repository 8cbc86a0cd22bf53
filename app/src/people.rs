//! The people that a page names, and choosing one of them.

use domain::{Page, People, TenantInfo, UserId};
use serde::{Deserialize, Serialize};

/// Data of a page that says who the people in it are.
pub(crate) trait NamesPeople {
    /// Whom it names, taken out of it.
    fn take_people(&mut self) -> People;
}

impl NamesPeople for People {
    fn take_people(&mut self) -> People {
        std::mem::take(self)
    }
}

/// An object, and whom it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithPeople<T> {
    /// The object.
    pub object: T,
    /// Whom it names.
    pub people: People,
}

impl<T> NamesPeople for WithPeople<T> {
    fn take_people(&mut self) -> People {
        std::mem::take(&mut self.people)
    }
}

/// In words already.
impl<T> NamesPeople for Page<T> {
    fn take_people(&mut self) -> People {
        People::default()
    }
}

/// The people to choose from, as values and texts: nobody in particular first if that has a name, and `chosen` also when
/// Clerk does not name them; such a person is told by the id, and so are two who have one name.
pub fn choices_of(tenant: &TenantInfo, nobody: Option<&str>, chosen: Option<&UserId>) -> Vec<(String, String)> {
    let people = &tenant.people.members;
    let is_shared = |name: &str| people.iter().filter(|member| member.name == name).count() > 1;
    let told = |id: &UserId, name: &str| if is_shared(name) { format!("{name} ({id})") } else { name.to_owned() };
    let nobody = nobody.map(|text| (String::new(), text.to_owned()));
    let members = people.iter().map(|member| (member.id.to_string(), told(&member.id, &member.name)));
    let mut choices: Vec<_> = nobody.into_iter().chain(members).collect();
    for person in [Some(&tenant.actor), chosen].into_iter().flatten() {
        if choices.iter().all(|(value, _)| value != person.as_str()) {
            choices.push((person.to_string(), unnamed(tenant, person)));
        }
    }
    choices
}

fn unnamed(tenant: &TenantInfo, person: &UserId) -> String {
    let name = tenant.name_of(person);
    if *person == tenant.actor { name } else { format!("{name} ({person})") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Member, TenantPath};

    fn tenant(members: &[(&str, &str)]) -> Result<TenantInfo, domain::InvalidId> {
        let member = |(id, name): &(&str, &str)| Ok(Member::new(id.parse()?, *name));
        Ok(TenantInfo {
            path: TenantPath::Organization("acme".into()),
            slug: Some("acme".into()),
            actor: "user_me".parse()?,
            permissions: Vec::new(),
            may_remove: true,
            people: People {
                members: members.iter().map(member).collect::<Result<_, _>>()?,
                former: vec!["user_gone".parse()?],
            },
        })
    }

    fn texts(choices: &[(String, String)]) -> Vec<&str> {
        choices.iter().map(|(_, text)| text.as_str()).collect()
    }

    #[test]
    fn everybody_can_be_chosen_once() -> Result<(), domain::InvalidId> {
        let tenant = tenant(&[("user_ada", "Ada"), ("user_me", "Me")])?;
        assert_eq!(texts(&choices_of(&tenant, Some("Nobody"), Some(&"user_ada".parse()?))), ["Nobody", "Ada", "Me"]);
        let gone = choices_of(&tenant, None, Some(&"user_gone".parse()?));
        assert_eq!(texts(&gone), ["Ada", "Me", "A former member (user_gone)"]);
        Ok(())
    }

    #[test]
    fn people_of_one_name_are_told_apart() -> Result<(), domain::InvalidId> {
        let tenant = tenant(&[("user_a", "Kim"), ("user_b", "Kim"), ("user_me", "Me")])?;
        assert_eq!(texts(&choices_of(&tenant, None, None)), ["Kim (user_a)", "Kim (user_b)", "Me"]);
        Ok(())
    }

    #[test]
    fn while_nobody_is_named_one_can_choose_oneself() -> Result<(), domain::InvalidId> {
        let choices = choices_of(&tenant(&[])?, None, Some(&"user_ada".parse()?));
        assert_eq!(texts(&choices), ["You", "Somebody else (user_ada)"]);
        Ok(())
    }
}
