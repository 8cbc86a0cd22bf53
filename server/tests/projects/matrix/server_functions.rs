//! Roles × server functions, called from pages of Acme.

use app::projects::{
    CreateProject, DeleteProject, GetPeople, GetProject, ListProjects, RestoreProject, UpdateProject,
    tasks::{ChangeTask, CreateTask, DeleteTask, GetTask, UpdateTask},
};
use insta::assert_snapshot;
use leptos::server_fn::ServerFn;

use super::{EVERYBODY, Target, Whose, row};
use server::harness::{TestServer, matrix};

/// Asked of the tenant as a whole.
const GENERAL: [(&str, &str, &str); 3] = [
    ("get_people", GetPeople::PATH, ""),
    ("list_projects", ListProjects::PATH, ""),
    ("create_project", CreateProject::PATH, "&name=New"),
];

/// Asked of one project and its task.
const SPECIAL: [(&str, &str, &str); 9] = [
    ("get_project", GetProject::PATH, "&id={p}"),
    ("update_project", UpdateProject::PATH, "&id={p}&version=1&name=Changed"),
    ("delete_project", DeleteProject::PATH, "&id={p}"),
    ("restore_project", RestoreProject::PATH, "&id={p}"),
    ("get_task", GetTask::PATH, "&project={p}&id={t}"),
    ("create_task", CreateTask::PATH, "&project={p}&title=New"),
    ("update_task", UpdateTask::PATH, "&project={p}&id={t}&version=1&title=Changed"),
    ("change_task", ChangeTask::PATH, "&project={p}&id={t}&version=1&done=true"),
    ("delete_task", DeleteTask::PATH, "&project={p}&id={t}"),
];

#[test]
fn every_server_function_is_asked() {
    let asked = GENERAL.iter().chain(&SPECIAL).map(|(_, path, _)| *path);
    let declared = app::RESOURCES.functions().map(|function| function.path);
    let declared = declared.filter(|path| matrix::module_of(path) == Some("projects"));
    let sorted = |paths: &mut dyn Iterator<Item = &'static str>| paths.collect::<std::collections::BTreeSet<_>>();
    assert_eq!(sorted(&mut asked.into_iter()), sorted(&mut declared.into_iter()));
}

#[tokio::test]
async fn server_functions() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let mut table = String::new();
    for (name, path, form) in GENERAL {
        let mut statuses = Vec::new();
        for who in EVERYBODY {
            let form = format!("tenant=%2Forgs%2Facme{form}");
            statuses.push(server.invoke(who, path, form).await?.status.as_u16());
        }
        row(&mut table, name, &statuses)?;
    }
    for (name, path, form) in SPECIAL {
        for (whose, owner) in [(Whose::Admins, "Ada's"), (Whose::Members, "Mel's")] {
            let mut statuses = Vec::new();
            for who in EVERYBODY {
                let form = Target::new(&server, whose, name).await?.fill(form);
                let form = format!("tenant=%2Forgs%2Facme{form}");
                statuses.push(server.invoke(who, path, form).await?.status.as_u16());
                server.clock.advance(60_000);
            }
            row(&mut table, &format!("{name} {owner}"), &statuses)?;
        }
    }
    assert_snapshot!(table, @r"
    get_people                   200 200 403 404 404 401 401
    list_projects                200 200 200 404 404 401 401
    create_project               200 200 403 404 404 401 401
    get_project Ada's            200 200 200 404 404 401 401
    get_project Mel's            200 200 200 404 404 401 401
    update_project Ada's         200 200 403 404 404 401 401
    update_project Mel's         200 200 403 404 404 401 401
    delete_project Ada's         200 403 403 404 404 401 401
    delete_project Mel's         200 200 403 404 404 401 401
    restore_project Ada's        200 404 403 404 404 401 401
    restore_project Mel's        200 200 403 404 404 401 401
    get_task Ada's               200 200 200 404 404 401 401
    get_task Mel's               200 200 200 404 404 401 401
    create_task Ada's            200 200 403 404 404 401 401
    create_task Mel's            200 200 403 404 404 401 401
    update_task Ada's            200 200 403 404 404 401 401
    update_task Mel's            200 200 403 404 404 401 401
    change_task Ada's            200 200 403 404 404 401 401
    change_task Mel's            200 200 403 404 404 401 401
    delete_task Ada's            200 200 403 404 404 401 401
    delete_task Mel's            200 200 403 404 404 401 401
    ");
    Ok(())
}
