//! Projects, and the user whose key it is.

use super::page::Entry;
use super::request::Request;
use super::{Client, Error, wire};
use serde::Deserialize;

/// A user (OpenAPI `User`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct User {
    /// The id.
    pub id: String,
    /// The address for mail.
    #[serde(default)]
    pub email: Option<String>,
    /// The name.
    #[serde(default)]
    pub full_name: Option<String>,
    /// The project to take where none is named.
    #[serde(default)]
    pub default_project_id: Option<String>,
    /// The organization to take where none is named.
    #[serde(default)]
    pub default_organization_id: Option<String>,
}

/// A project (OpenAPI `Project`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Project {
    /// The id.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// The id of its organization.
    #[serde(default, deserialize_with = "wire::id")]
    pub organization: Option<String>,
}

impl Entry for Project {
    const MEMBER: &'static str = "projects";

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }
}

fn user() -> Request {
    Request::get("findCurrentUser", &["user"])
}

fn list() -> Request {
    Request::get("findProjects", &["projects"])
}

fn get(id: &str) -> Request {
    Request::get("findProjectById", &["projects", id])
}

impl Client {
    /// Says whose key it is. The key of a project is nobody's, and is refused.
    pub async fn get_user(&self) -> Result<User, Error> {
        self.fetch(&user()).await
    }

    /// Lists the projects that the key sees.
    pub async fn list_projects(&self) -> Result<Vec<Project>, Error> {
        self.list_pages(&list()).await
    }

    /// Looks at a project.
    pub async fn get_project(&self, id: &str) -> Result<Project, Error> {
        self.fetch(&get(id)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn user_and_projects_are_asked_for() {
        assert_eq!(user().line(), "GET /user");
        assert_eq!(list().line(), "GET /projects");
        assert_eq!(get("p1").line(), "GET /projects/p1");
    }

    #[test]
    fn a_project_names_its_organization_by_href() {
        let project = json!({"id": "p1", "name": "n", "organization": {"href": "/organizations/o1"}, "devices": []});
        let project: Project = serde_json::from_value(project).unwrap();
        assert_eq!(project.organization.as_deref(), Some("o1"));
    }
}
