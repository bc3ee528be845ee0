//! Commands that need no site.

use std::io::Read;
use std::path::Path;

use super::arguments::{self, Common};
use super::{End, explain, finish, help, misuse, print, render, report};
use crate::diag::{Code, Locale, Said, code, text};
use crate::io;
use crate::model::foreign::Foreign;

pub(super) fn render(common: &Common, commonmark: bool, file: &Path) -> End {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => bytes,
            Err(error) => {
                return finish(
                    common,
                    vec![io::failure(code::I001, text!("cannot read"), Path::new("standard input"), &error)],
                );
            }
        }
    } else {
        match io::source::read_named(file) {
            Ok(bytes) => bytes,
            Err(diagnostic) => return finish(common, vec![diagnostic]),
        }
    };
    let is_foreign = Foreign::of(&file.display().to_string(), &bytes).is_some();
    if commonmark && !is_foreign {
        print(&render::commonmark(&String::from_utf8_lossy(&bytes)));
        return End::Done;
    }
    let name = if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() };
    let checked = crate::parse::front_matter::decode_text(&name, bytes);
    let mut said = Said::from(checked.diagnostics);
    if let Some(text) = checked.value {
        let html = render::file(&text).into_value(&mut said);
        print(&html);
    }
    finish(common, said)
}

pub(super) fn schema(of: &str) -> serde_json::Value {
    use crate::parse::draft::{Kind, schema};
    if of == arguments::DIAGNOSTIC {
        return report::schema();
    }
    let kind = Kind::ALL.iter().find(|(name, _)| *name == of).map_or(Kind::Issue, |(_, kind)| *kind);
    schema(kind)
}

pub(super) fn explain(common: &Common, code: Option<&str>) -> End {
    let locale = common.locale();
    let Some(name) = code else {
        print(&explain::list(locale));
        return End::Done;
    };
    match Code::find(name) {
        Some(code) => {
            print(&explain::one(code, locale));
            End::Done
        }
        None => {
            let near = crate::diag::nearest(&name.to_uppercase(), Code::all().map(Code::name));
            misuse(
                common,
                &match near {
                    Some(near) => {
                        text!(
                            "there is no code `{name}` (did you mean `{near}`?); `postil explain` lists them all",
                            name,
                            near
                        )
                    }
                    None => text!("there is no code `{name}`; `postil explain` lists them all", name),
                },
            )
        }
    }
}

/// The manual page of the program, then those of its commands.
pub(super) fn manual(locale: Locale, out: &mut Vec<u8>) -> std::io::Result<()> {
    let mut program = help::command(locale);
    program.build();
    clap_mangen::Man::new(program.clone()).render(out)?;
    for command in program.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help") {
        let name = format!("postil-{}", command.get_name());
        clap_mangen::Man::new(command.clone().name(name.clone()).display_name(name)).render(out)?;
    }
    Ok(())
}
