//! The columns of a project, as they are read; the prefix (`projects.`) is for joins.

macro_rules! project_columns {
    () => {
        project_columns!("")
    };
    ($of:literal) => {
        concat!(
            $of,
            "id, ",
            $of,
            "key, ",
            $of,
            "name, ",
            $of,
            "description, ",
            $of,
            "status, ",
            $of,
            "colour, ",
            $of,
            "owner, ",
            $of,
            "created_by, ",
            $of,
            "created_at, ",
            $of,
            "updated_at, ",
            $of,
            "deleted_at, ",
            $of,
            "version"
        )
    };
}
pub(crate) use project_columns;
