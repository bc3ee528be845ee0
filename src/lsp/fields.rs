//! The fields of a kind of file, as its schema describes them, followed along the names that lead to a place.

use serde_json::Value;

use crate::diag::Locale;
use crate::parse::draft::{Kind, schema_in};

/// A step from a group of fields or a list to what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// The field of this name.
    Field(String),
    /// Any item.
    Item,
}

/// The fields of a kind of file.
pub(super) struct Fields {
    schema: Value,
}

impl Fields {
    /// Those of a kind, described in a language.
    pub(super) fn of(kind: Kind, locale: Locale) -> Self {
        Self { schema: schema_in(kind, locale) }
    }

    /// What may stand at the end of some steps: each form that it may have.
    pub(super) fn at(&self, path: &[Step]) -> Vec<&Value> {
        let mut here = self.forms(&self.schema);
        for step in path {
            let mut next = Vec::new();
            for form in here {
                let found = match step {
                    Step::Field(name) => {
                        let own = form["properties"].get(name.as_str());
                        own.or_else(|| form.get("additionalProperties").filter(|it| it.is_object()))
                    }
                    Step::Item => form.get("items"),
                };
                next.extend(found.into_iter().flat_map(|it| self.forms(it)));
            }
            here = next;
        }
        here
    }

    /// What is said of the field at the end of some steps.
    pub(super) fn about(&self, path: &[Step]) -> Option<&Value> {
        let (last, above) = path.split_last()?;
        let Step::Field(name) = last else { return None };
        self.at(above).into_iter().find_map(|form| form["properties"].get(name.as_str()))
    }

    /// The forms of a schema, references followed.
    fn forms<'s>(&'s self, node: &'s Value) -> Vec<&'s Value> {
        let mut found = vec![node];
        if let Some(path) = node["$ref"].as_str() {
            let name = path.rsplit('/').next().unwrap_or_default();
            found.extend(self.schema["$defs"].get(name).map(|it| self.forms(it)).unwrap_or_default());
        }
        found.extend(node["anyOf"].as_array().into_iter().flatten().flat_map(|it| self.forms(it)));
        found
    }
}
