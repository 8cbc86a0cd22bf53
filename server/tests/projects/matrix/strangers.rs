//! Somebody else's rows.

use app::projects::GetProject;
use leptos::server_fn::ServerFn;

use super::{Target, Whose, rest::questions};
use server::harness::{TestServer, Who};

/// Somebody else's project, by id: not there, and answered like one that never was.
#[tokio::test]
async fn what_is_not_yours_is_not_there() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let theirs = Target::new(&server, Whose::Admins, "").await?;
    let never = "0190a5d0-0000-7000-8000-000000000000";
    let others = [(never, never), ("nonsense", "nonsense"), ("..%20", "1")];
    let others = others.map(|(project, task)| Target { project: project.to_owned(), task: task.to_owned() });
    for (name, method, path, body) in questions() {
        let mut answers = Vec::new();
        for target in std::iter::once(&theirs).chain(&others) {
            let path = target.fill(path);
            let answer = server.call(Who::Stranger, method.clone(), &path, body.clone()).await?;
            assert_eq!(answer.status.as_u16(), 404, "{name} {path}");
            assert!(!answer.text.contains("canary"));
            answers.push(answer.text);
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{name}: {answers:?}");
    }
    Ok(())
}

#[tokio::test]
async fn pages_of_others_show_nothing() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let Target { project, task } = Target::new(&server, Whose::Admins, "").await?;
    for tenant in ["acme", "globex", "org_localAcme"] {
        let form = format!("tenant=%2Forgs%2F{tenant}&id={project}");
        let answer = server.invoke(Who::Stranger, GetProject::PATH, form).await?;
        assert_eq!(answer.status.as_u16(), 404, "{tenant}: {}", answer.text);
        for page in ["", "/edit", "/delete", &format!("/tasks/{task}/edit")] {
            let answer = server.visit(Who::Stranger, &format!("/orgs/{tenant}/projects/{project}{page}")).await?;
            assert_eq!(answer.status.as_u16(), 404, "{tenant}{page}: {}", answer.text);
            assert!(!answer.text.contains("Ada's") && !answer.text.contains("canary"), "{tenant}{page}");
        }
    }
    Ok(())
}
