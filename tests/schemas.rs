//! The JSON Schemas of config.toml and theme.toml refuse what postil refuses, and nothing that it takes.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use postil::config;
use postil::diag::{Diagnostic, SourceText};
use postil::parse::draft::{Kind, schema};
use serde_json::{Map, Value};

/// What JSON Schema (2020-12) says of a value: why it is refused. Only the keywords that postil writes are known here, and
/// any other is a fault of the test.
pub(crate) fn refused(root: &Value, schema: &Value, value: &Value, path: &str) -> Option<String> {
    let fault = |what: &str| Some(format!("{path}: {what}"));
    for (keyword, said) in schema.as_object().expect("a schema") {
        let found = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "examples" | "x-postil" => None,
            "$ref" => {
                let name = said.as_str().and_then(|it| it.strip_prefix("#/$defs/")).expect("a reference");
                refused(root, &root["$defs"][name], value, path)
            }
            "anyOf" => {
                let all: Vec<Option<String>> =
                    said.as_array().expect("forms").iter().map(|one| refused(root, one, value, path)).collect();
                if all.iter().any(Option::is_none) { None } else { fault(&format!("no form fits: {all:?}")) }
            }
            "type" => {
                let is = match said.as_str().expect("one type") {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "number" => value.is_number(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "boolean" => value.is_boolean(),
                    other => panic!("the type {other}"),
                };
                if is { None } else { fault(&format!("is no {said}")) }
            }
            "enum" => {
                if said.as_array().expect("names").contains(value) {
                    None
                } else {
                    fault("is not in the list")
                }
            }
            "minimum" => {
                value.as_i64().filter(|it| *it < said.as_i64().expect("a number")).and_then(|_| fault("is too small"))
            }
            "maximum" => {
                value.as_i64().filter(|it| *it > said.as_i64().expect("a number")).and_then(|_| fault("is too large"))
            }
            "minItems" => value
                .as_array()
                .filter(|it| (it.len() as u64) < said.as_u64().expect("a number"))
                .and_then(|_| fault("is too short")),
            "items" => value.as_array().into_iter().flatten().find_map(|item| refused(root, said, item, path)),
            "required" => {
                let missing = said
                    .as_array()
                    .expect("names")
                    .iter()
                    .find(|name| value.get(name.as_str().expect("a name")).is_none());
                missing.and_then(|name| fault(&format!("{name} is missing")))
            }
            "properties" => value.as_object().into_iter().flatten().find_map(|(name, inner)| {
                said.get(name).and_then(|one| refused(root, one, inner, &format!("{path}.{name}")))
            }),
            "additionalProperties" => {
                let others = value.as_object().into_iter().flatten();
                let mut others = others.filter(|(name, _)| schema["properties"].get(name.as_str()).is_none());
                match said {
                    Value::Bool(false) => others.next().and_then(|(name, _)| fault(&format!("{name} is unknown"))),
                    one => others.find_map(|(name, inner)| refused(root, one, inner, &format!("{path}.{name}"))),
                }
            }
            // The only names that follow a pattern are those of languages.
            "propertyNames" => value.as_object().into_iter().flatten().find_map(|(name, _)| {
                let is_tag = postil::model::language::Language::parse(name).is_some();
                if is_tag { None } else { fault(&format!("{name} is no language")) }
            }),
            other => panic!("the keyword {other} is not known to the test"),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// What the schema says, and what postil says.
fn judge(kind: Kind, text: &str) -> (Option<String>, Vec<Diagnostic>) {
    let value: Value = toml::from_str(text).expect("TOML");
    let schema = schema(kind);
    let said = match kind {
        Kind::Config => config::parse(&file("config.toml", text)).diagnostics,
        Kind::Theme => config::theme::manifest(&file("themes/mine/theme.toml", text)).diagnostics,
        other => panic!("{other:?} is no TOML file"),
    };
    (refused(&schema, &schema, &value, ""), said)
}

fn file(path: &str, text: &str) -> Arc<SourceText> {
    SourceText::new(path, text)
}

#[test]
fn the_files_of_the_demonstration_are_sound() {
    let read = |path: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file");
    for (kind, path) in [
        (Kind::Config, "config.toml"),
        (Kind::Config, "tests/colleague/config.toml"),
        (Kind::Theme, "themes/default/theme.toml"),
        (Kind::Theme, "themes/plain/theme.toml"),
        (Kind::Theme, "themes/journal/theme.toml"),
    ] {
        let (schema, said) = judge(kind, &read(path));
        assert_eq!((schema, said.len()), (None, 0), "{path}");
    }
}

/// Something in every field, from the examples of the schema.
fn sample(root: &Value, schema: &Value) -> Option<Value> {
    if let Some(example) = schema["examples"].as_array().and_then(|all| all.first()) {
        return Some(example.clone());
    }
    if let Some(name) = schema["$ref"].as_str().and_then(|it| it.strip_prefix("#/$defs/")) {
        return sample(root, &root["$defs"][name]);
    }
    if let Some(forms) = schema["anyOf"].as_array() {
        return forms.iter().find_map(|one| sample(root, one));
    }
    if let Some(item) = schema.get("items") {
        return sample(root, item).map(|item| Value::Array(vec![item]));
    }
    if let Some(style) = schema["additionalProperties"].as_object() {
        let style = sample(root, &Value::Object(style.clone()))?;
        return Some(Value::Object(Map::from_iter([("zh".to_owned(), style)])));
    }
    let fields = schema["properties"].as_object()?;
    let made = fields.iter().filter_map(|(name, field)| Some((name.clone(), sample(root, field)?)));
    Some(Value::Object(made.collect()))
}

#[test]
fn every_example_is_taken() {
    for kind in [Kind::Config, Kind::Theme] {
        let schema = schema(kind);
        let mut value = sample(&schema, &schema).expect("examples");
        // Of codes there is no example; a level is none.
        value["rules"] = Value::Object(Map::new());
        if kind == Kind::Theme {
            value.as_object_mut().expect("fields").remove("rules");
        }
        let text = toml::to_string(&value).expect("TOML");
        let (schema, said) = judge(kind, &text);
        assert!(schema.is_none() && said.is_empty(), "{schema:?} {said:#?}\n{text}");
        assert!(text.lines().count() > 8, "{text}");
    }
}

#[test]
fn what_postil_refuses_the_schema_refuses() {
    const CONFIG: &[&str] = &[
        "",
        "title = 3\n",
        "title = { zh = 3 }\n",
        "title = { \"中文\" = \"甲\" }\n",
        "titel = \"甲\"\n",
        "title = \"甲\"\npage-size = 3\n",
        "title = \"甲\"\npage_size = \"ten\"\n",
        "title = \"甲\"\npage_size = 0\n",
        "title = \"甲\"\nfeed_size = 1001\n",
        "title = \"甲\"\nlanguages = \"en\"\n",
        "title = \"甲\"\nlanguages = [1]\n",
        "title = \"甲\"\ncards = \"yes\"\n",
        "title = \"甲\"\n[pictures]\nmax = 3\n",
        "title = \"甲\"\n[markdown.html]\nb = \"x\"\n",
        "title = \"甲\"\n[rules]\nX999 = \"warn\"\n",
        "title = \"甲\"\n[rules]\nM021 = \"loud\"\n",
        "title = \"甲\"\n[rules]\nL001 = \"allow\"\n",
        "title = \"甲\"\n[house]\nrequire = [\"everything\"]\n",
        "title = \"甲\"\n[house]\nroles = [\"boss\"]\n",
        "title = \"甲\"\n[house.p_value.zh]\nletter = \"Q\"\n",
        "title = \"甲\"\n[house.p_value.\"中文\"]\nletter = \"P\"\n",
        "title = \"甲\"\n[house.number.zh]\npercent_decimals = 10\n",
        "title = \"甲\"\n[house.title]\nprint = 3\n",
        "title = \"甲\"\n[house.unit]\nnames = \"Gy\"\n",
        "title = \"甲\"\n[[house.term]]\navoid = \"乙\"\n",
        "title = \"甲\"\n[[house.term]]\nreason = \"乙\"\n",
        "title = \"甲\"\n[[house.term]]\navoid = 3\nreason = \"乙\"\n",
        "title = \"甲\"\n[house.term]\navoid = \"乙\"\nreason = \"丙\"\n",
        "title = \"甲\"\n[[house.journal]]\nalso = \"乙\"\n",
        "title = \"甲\"\n[consent]\nstep = [{ kind = \"agreement\", text = \"identity\" }]\n",
        "title = \"甲\"\n[consent]\npolicy_version = \"1\"\nscope = \"all\"\nstep = [{ kind = \"agreement\", text = \"identity\" }]\n",
        "title = \"甲\"\n[consent]\npolicy_version = \"1\"\nstep = [{ kind = \"agreement\" }]\n",
        "title = \"甲\"\n[consent]\npolicy_version = \"1\"\nstep = [{ text = \"identity\" }]\n",
        "title = \"甲\"\n[consent]\npolicy_version = \"1\"\nstep = [{ kind = \"agree\", text = \"identity\" }]\n",
        "title = \"甲\"\n[consent]\npolicy_version = \"1\"\nstep = [{ kind = \"agreement\", text = \"identity\", seconds = 3 }]\n",
        "title = \"甲\"\n[consent]\npolicy_version = \"1\"\nstep = [{ kind = \"agreement\", text = \"identity\" }, { kind = \"passed\", seconds = 61 }]\n",
        "title = \"甲\"\nconsent = true\n",
    ];
    const THEME: &[&str] = &[
        "",
        "postil = 1\n",
        "postil = \">=0.1\"\nextend = \"default\"\n",
        "postil = \">=0.1\"\nwords = true\n",
        "postil = \">=0.1\"\npictures = []\n",
        "postil = \">=0.1\"\n[pictures]\nwidths = []\n",
        "postil = \">=0.1\"\n[pictures]\nwidths = 390\n",
        "postil = \">=0.1\"\n[pictures]\nwidths = [\"390\"]\n",
        "postil = \">=0.1\"\n[pictures]\nportrait_widths = [15]\n",
        "postil = \">=0.1\"\n[pictures]\nsizes = 3\n",
    ];
    for (kind, texts) in [(Kind::Config, CONFIG), (Kind::Theme, THEME)] {
        for text in texts {
            let (schema, said) = judge(kind, text);
            assert!(schema.is_some() && !said.is_empty(), "the schema: {schema:?}, postil: {said:#?}\n{text}");
            assert!(said.iter().all(|it| it.place.is_some()), "{said:#?}");
        }
    }
}
