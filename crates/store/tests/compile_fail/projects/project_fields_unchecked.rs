//! Fields are checked by `NewProject::read`.

use domain::NewProject;

fn forge(name: String) -> NewProject {
    NewProject { name, description: String::new() }
}

fn main() {}
