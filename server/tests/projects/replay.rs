//! Every id that one tenant has seen, used by another: in paths, queries, bodies, forms and cursors. The tables of routes,
//! server functions, pages and forms are walked, as far as they are about projects.

mod loot;
mod outsider;

use app::{RESOURCES, resource::Function};
use http::{Method, StatusCode};
use serde_json::json;

use self::{loot::Loot, outsider::Outsider};
use server::harness::{Answer, On, TestServer, on_each_database};

/// An answer without a word of the other tenant.
fn shows_nothing(answer: &Answer, what: &str) {
    assert!(!answer.text.contains("canary"), "{what}: {}", answer.text);
}

/// The ids in the paths of REST, with one's own project before somebody else's task too.
async fn over_rest(outsider: &Outsider<'_>, loot: &Loot) -> anyhow::Result<()> {
    for route in RESOURCES.endpoints().filter(|route| route.path.starts_with("/api/projects/{id}")) {
        for (project, task) in loot.ids(outsider) {
            let path = route.path.replace("{id}", &project).replace("{task_id}", &task);
            if project == outsider.project && !route.path.contains("{task_id}") {
                continue;
            }
            let body = match (&route.method, route.path.ends_with("/tasks")) {
                (&Method::PATCH, _) => json!({ "version": 1 }),
                (&Method::POST, true) => json!({ "title": "taken" }),
                _ => json!(null),
            };
            let answer = outsider.call(route.method.clone(), &path, body).await?;
            let what = format!("{} {path}", route.method);
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}: {}", answer.text);
            shows_nothing(&answer, &what);
        }
    }
    Ok(())
}

fn is_ours(function: &Function) -> bool {
    function.path.starts_with("/api/fn/app/projects/")
}

/// Every function that takes an id, on one's own pages and on the other tenant's.
async fn over_server_functions(outsider: &Outsider<'_>, loot: &Loot) -> anyhow::Result<()> {
    for Function { path: function, .. } in RESOURCES.functions().filter(is_ours) {
        for (project, task) in loot.ids(outsider) {
            let is_of_task = function.contains("/tasks/");
            let id = if is_of_task { &task } else { &project };
            let fields = format!("id={id}&project={project}&version=1&name=taken&title=taken&done=true");
            for tenant in [&outsider.page, "/orgs/acme"] {
                let takes_none = function.ends_with("list_projects")
                    || function.ends_with("create_project")
                    || function.ends_with("get_people");
                let is_own = project == outsider.project && (!is_of_task || function.ends_with("create_task"));
                if tenant == outsider.page && (takes_none || is_own) {
                    continue;
                }
                let answer = outsider.invoke(function, tenant, &fields).await?;
                let what = format!("{function} at {tenant} with {fields}");
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}: {}", answer.text);
                shows_nothing(&answer, &what);
            }
        }
    }
    Ok(())
}

/// Every page of a project, and every form on it. Of another tenant's pages nothing is shown, also not that they are.
async fn over_pages(outsider: &Outsider<'_>, loot: &Loot) -> anyhow::Result<()> {
    let theirs = loot.ids(outsider).into_iter().filter(|(project, _)| *project != outsider.project);
    for (project, task) in theirs.step_by(2) {
        for page in RESOURCES.addresses().filter(|page| page.path.contains("{slug}/projects/{id}")) {
            let path = page.path.replace("{id}", &project).replace("{task_id}", &task);
            for tenant in [&outsider.page, "/orgs/acme"] {
                let path = path.replace("/orgs/{slug}", tenant);
                let answer = outsider.visit(&path).await?;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.text);
                shows_nothing(&answer, &path);
            }
        }
        for page in RESOURCES.addresses().filter(|page| page.path.contains("{slug}/projects")) {
            let functions = page.forms;
            let page = page.path.replace("{id}", &project).replace("{task_id}", &task);
            for function in functions {
                over_form(outsider, function, &page, &project).await?;
            }
        }
    }
    Ok(())
}

/// On one's own page the form is refused; on another tenant's it is kept for its sender, and nothing is shown.
async fn over_form(outsider: &Outsider<'_>, function: &str, page: &str, project: &str) -> anyhow::Result<()> {
    let fields = format!("function={function}&id={project}&project={project}&version=1&title=taken");
    for tenant in [&outsider.page, "/orgs/acme"] {
        let page = page.replace("/orgs/{slug}", tenant);
        let answer = outsider.post(&page, tenant, &fields).await?;
        if tenant == outsider.page {
            assert!(answer.status.is_client_error(), "{page} {fields}: {}", answer.status);
        } else {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{fields}");
        }
        shows_nothing(&answer, &page);
    }
    Ok(())
}

/// Cursors of every list, in every list; people and words of the other tenant, as filters and as owners.
async fn over_queries_and_bodies(outsider: &Outsider<'_>, loot: &Loot) -> anyhow::Result<()> {
    let lists = ["/api/projects?", "/api/projects?status=deleted&", "/api/projects?sort=name&", "/api/activity?"];
    let tasks = format!("/api/projects/{}/tasks?", outsider.project);
    for (list, cursor) in
        lists.into_iter().chain([&*tasks]).flat_map(|list| loot.cursors.iter().map(move |cursor| (list, cursor)))
    {
        let path = format!("{list}after={cursor}");
        let answer = outsider.call(Method::GET, &path, json!(null)).await?;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}: {}", answer.text);
        shows_nothing(&answer, &path);
    }
    for filter in ["owner=user_localMelMember", "search=canary", "search=acme", "search=APOLLO"] {
        for status in ["active", "archived", "deleted"] {
            let answer =
                outsider.call(Method::GET, &format!("/api/projects?status={status}&{filter}"), json!(null)).await?;
            assert_eq!(answer.json()["projects"], json!([]), "{filter}");
        }
    }
    let owner = json!({ "name": "x", "owner": "user_localMelMember" });
    let assignee = json!({ "title": "x", "assignee": "user_localMelMember" });
    for (path, body) in [("/api/projects".to_owned(), owner), (tasks.trim_end_matches('?').to_owned(), assignee)] {
        let answer = outsider.call(Method::POST, &path, body).await?;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", answer.text);
    }
    Ok(())
}

async fn what_one_tenant_saw_is_of_no_use_to_another(on: On) -> anyhow::Result<()> {
    let server = TestServer::on(on).await?;
    let loot = Loot::new(&server).await?;
    for outsider in Outsider::all(&server).await? {
        over_rest(&outsider, &loot).await?;
        over_server_functions(&outsider, &loot).await?;
        over_pages(&outsider, &loot).await?;
        over_queries_and_bodies(&outsider, &loot).await?;
    }
    loot.is_untouched(&server).await
}

on_each_database!(what_one_tenant_saw_is_of_no_use_to_another);
