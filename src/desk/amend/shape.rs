//! What the schema of a file says of a value: the order of its fields. The schema is the one that `postil schema` prints.

use serde_json::Value as Json;

/// A place in a schema.
#[derive(Debug, Clone, Copy)]
pub(in crate::desk) struct Shape<'s> {
    root: &'s Json,
    at: Option<&'s Json>,
}

impl<'s> Shape<'s> {
    /// That of a whole file.
    pub(in crate::desk) fn of(root: &'s Json) -> Self {
        Self { root, at: Some(root) }
    }

    /// Behind references and choices: the first that has fields or items.
    fn resolved(self) -> Option<&'s Json> {
        let mut at = self.at?;
        for _ in 0..8 {
            if let Some(name) = at["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
                at = &self.root["$defs"][name];
            } else if let Some(ways) = at["anyOf"].as_array() {
                at = ways.iter().find(|way| way["$ref"].is_string() || way["items"].is_object()).or(ways.first())?;
            } else {
                break;
            }
        }
        Some(at)
    }

    /// A field of it.
    pub(super) fn field(self, name: &str) -> Self {
        let at = self.resolved().and_then(|at| at["properties"].get(name).or(at.get("additionalProperties")));
        Self { at, ..self }
    }

    /// An item of it.
    pub(super) fn item(self) -> Self {
        Self { at: self.resolved().and_then(|at| at.get("items")), ..self }
    }

    /// The place of a field among all that it can have; what is not known stands last.
    pub(super) fn rank(self, name: &str) -> usize {
        let fields = self.resolved().and_then(|at| at["properties"].as_object());
        fields.and_then(|fields| fields.keys().position(|it| it == name)).unwrap_or(usize::MAX)
    }
}
