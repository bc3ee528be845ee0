//! A source file as the compiler reads it: its module, and every path that its code names, with the line.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;

/// A file of `src`.
#[derive(Clone)]
pub(super) struct Source {
    /// Its path below `src`, such as `model/issue.rs`.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
    /// Its module, from the root of the crate: `["model", "issue"]`.
    pub(super) module: Vec<String>,
    /// What its code names, tests left out.
    pub(super) names: Vec<Name>,
    /// Its functions, tests left out.
    pub(super) functions: Vec<Function>,
}

/// A function, a method, or one of a trait that has a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Function {
    /// Its name.
    pub(super) name: String,
    /// The line of its `fn`.
    pub(super) line: usize,
    /// How many lines it has from there to its closing brace.
    pub(super) lines: usize,
}

/// A path that code names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    /// From its root: `["crate", "model", "issue"]`, `["std", "fs"]`. `self` and `super` are resolved.
    pub(super) path: Vec<String>,
    /// The line.
    pub(super) line: usize,
    /// Whether a `use` names it.
    pub(super) is_use: bool,
}

impl Source {
    /// Reads a text as the file at this path below `src`.
    pub(super) fn new(path: &str, text: String) -> Self {
        let stem = path.trim_end_matches(".rs").trim_end_matches("/mod");
        let module: Vec<String> = match stem {
            "lib" | "main" => Vec::new(),
            _ => stem.split('/').map(str::to_owned).collect(),
        };
        let mut file = syn::parse_file(&text).unwrap_or_else(|error| panic!("src/{path}: {error}"));
        WithoutTests.visit_file_mut(&mut file);
        let mut names = Vec::new();
        items(&file.items, &module, &mut names);
        let mut functions = Functions::default();
        functions.visit_file_mut(&mut file);
        Self { path: path.to_owned(), text, module, names, functions: functions.0 }
    }

    /// Every file of `src`, in the order of their paths, but those that only hold tests. Read once.
    pub(super) fn all() -> &'static [Self] {
        static ALL: OnceLock<Vec<Source>> = OnceLock::new();
        ALL.get_or_init(Self::read_all)
    }

    fn read_all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut all: Vec<Self> = walkdir::WalkDir::new(&root)
            .into_iter()
            .map(|entry| entry.expect("a readable folder").into_path())
            .filter(|path| path.extension().is_some_and(|it| it == "rs"))
            // A program of its own, which cargo runs before the compiler.
            .filter(|path| *path != root.join("build.rs"))
            .map(|path| {
                let below = path.strip_prefix(&root).expect("inside").to_string_lossy().replace('\\', "/");
                (below, fs::read_to_string(&path).expect("a source"))
            })
            .map(|(path, text)| Self::new(&path, text))
            .collect();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        assert!(all.len() > 40, "the sources were not found");
        let tests = only_tests(&all);
        all.retain(|source| !tests.iter().any(|test| source.module.starts_with(test)));
        let modules: BTreeSet<Vec<String>> = all.iter().map(|source| source.module.clone()).collect();
        all.iter_mut().for_each(|source| source.name_children(&modules));
        all
    }

    /// Resolves what begins with the name of a module below this one: `writer::Writer`.
    fn name_children(&mut self, modules: &BTreeSet<Vec<String>>) {
        for name in &mut self.names {
            let child = [self.module.as_slice(), &name.path[..1]].concat();
            if name.path[0] != "crate" && modules.contains(&child) {
                name.path = [vec!["crate".to_owned()], child, name.path[1..].to_vec()].concat();
            }
        }
    }

    /// The top module that it belongs to: `model`; `lib` and `main` for the roots.
    pub(super) fn room(&self) -> &str {
        self.module.first().map_or_else(|| self.path.trim_end_matches(".rs"), String::as_str)
    }
}

/// Modules that are declared for tests alone: `#[cfg(test)] mod tests;`.
fn only_tests(all: &[Source]) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    for source in all {
        let file = syn::parse_file(&source.text).expect("it was read before");
        for item in &file.items {
            if let syn::Item::Mod(module) = item
                && module.content.is_none()
                && is_for_tests(&module.attrs)
            {
                found.insert([source.module.clone(), vec![module.ident.to_string()]].concat());
            }
        }
    }
    found
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|it| {
        it.path().is_ident("cfg")
            && it.parse_args::<TokenStream>().is_ok_and(|inner| inner.to_string().split(' ').any(|word| word == "test"))
            || it.path().is_ident("test")
    })
}

/// Takes out what is compiled for tests alone, wherever it stands; what follows it stays.
struct WithoutTests;

impl VisitMut for WithoutTests {
    fn visit_file_mut(&mut self, file: &mut syn::File) {
        file.items.retain(|item| !is_for_tests(attributes(item)));
        syn::visit_mut::visit_file_mut(self, file);
    }

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        if let Some((_, items)) = &mut module.content {
            items.retain(|item| !is_for_tests(attributes(item)));
        }
        syn::visit_mut::visit_item_mod_mut(self, module);
    }
}

/// Finds functions wherever they stand. Documentation and attributes are not part of one; what stands inside of it is.
#[derive(Default)]
struct Functions(Vec<Function>);

impl Functions {
    fn add(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let line = signature.fn_token.span.start().line;
        let lines = body.brace_token.span.close().end().line + 1 - line;
        self.0.push(Function { name: signature.ident.to_string(), line, lines });
    }
}

impl VisitMut for Functions {
    fn visit_item_fn_mut(&mut self, it: &mut syn::ItemFn) {
        self.add(&it.sig, &it.block);
        syn::visit_mut::visit_item_fn_mut(self, it);
    }

    fn visit_impl_item_fn_mut(&mut self, it: &mut syn::ImplItemFn) {
        self.add(&it.sig, &it.block);
        syn::visit_mut::visit_impl_item_fn_mut(self, it);
    }

    fn visit_trait_item_fn_mut(&mut self, it: &mut syn::TraitItemFn) {
        if let Some(body) = &it.default {
            self.add(&it.sig, body);
        }
        syn::visit_mut::visit_trait_item_fn_mut(self, it);
    }
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(it) => &it.attrs,
        syn::Item::Enum(it) => &it.attrs,
        syn::Item::Fn(it) => &it.attrs,
        syn::Item::Impl(it) => &it.attrs,
        syn::Item::Macro(it) => &it.attrs,
        syn::Item::Mod(it) => &it.attrs,
        syn::Item::Static(it) => &it.attrs,
        syn::Item::Struct(it) => &it.attrs,
        syn::Item::Trait(it) => &it.attrs,
        syn::Item::Type(it) => &it.attrs,
        syn::Item::Use(it) => &it.attrs,
        _ => &[],
    }
}

/// What items of a module name.
fn items(items: &[syn::Item], module: &[String], names: &mut Vec<Name>) {
    for item in items {
        match item {
            syn::Item::Use(it) => tree(&it.tree, &mut Vec::new(), module, names),
            syn::Item::Mod(it) => {
                let inner = [module, &[it.ident.to_string()]].concat();
                if let Some((_, content)) = &it.content {
                    self::items(content, &inner, names);
                }
            }
            other => tokens(other.to_token_stream(), module, names),
        }
    }
}

/// The leaves of a `use`: groups are opened, renames followed, `*` named by what it opens.
fn tree(tree: &syn::UseTree, before: &mut Vec<String>, module: &[String], names: &mut Vec<Name>) {
    let mut leaf = |before: &[String], last: Option<String>, line: usize| {
        let whole = [before, last.as_slice()].concat();
        names.extend(resolved(&whole, module).map(|path| Name { path, line, is_use: true }));
    };
    match tree {
        syn::UseTree::Path(it) => {
            before.push(it.ident.to_string());
            self::tree(&it.tree, before, module, names);
            before.pop();
        }
        syn::UseTree::Group(it) => it.items.iter().for_each(|inner| self::tree(inner, before, module, names)),
        syn::UseTree::Name(it) => leaf(before, Some(it.ident.to_string()), it.span().start().line),
        syn::UseTree::Rename(it) => leaf(before, Some(it.ident.to_string()), it.span().start().line),
        syn::UseTree::Glob(it) => leaf(before, None, it.span().start().line),
    }
}

/// Paths of two words and more in any code, in macros too; `use` inside of a function is read as one.
fn tokens(stream: TokenStream, module: &[String], names: &mut Vec<Name>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while at < trees.len() {
        match &trees[at] {
            TokenTree::Group(group) => tokens(group.stream(), module, names),
            TokenTree::Ident(ident) if ident == "use" => {
                let end = (at..trees.len()).find(|end| is_sign(&trees[*end], ';')).unwrap_or(trees.len() - 1);
                let statement: TokenStream = trees[at..=end].iter().cloned().collect();
                if let Ok(item) = syn::parse2::<syn::ItemUse>(statement) {
                    tree(&item.tree, &mut Vec::new(), module, names);
                    at = end;
                }
            }
            // `pub(in crate::lint)` names nothing.
            TokenTree::Ident(ident) if ident == "pub" => {
                at += usize::from(matches!(trees.get(at + 1), Some(TokenTree::Group(_))))
            }
            TokenTree::Ident(first) => {
                let mut path = vec![first.to_string()];
                while let [a, b, TokenTree::Ident(next), ..] = &trees[at + 1..]
                    && is_sign(a, ':')
                    && is_sign(b, ':')
                {
                    path.push(next.to_string());
                    at += 3;
                }
                if path.len() > 1 {
                    let line = first.span().start().line;
                    names.extend(resolved(&path, module).map(|path| Name { path, line, is_use: false }));
                }
            }
            _ => {}
        }
        at += 1;
    }
}

fn is_sign(tree: &TokenTree, sign: char) -> bool {
    matches!(tree, TokenTree::Punct(it) if it.as_char() == sign)
}

/// A path from its root; `super` is the module around, `self` the module itself.
fn resolved(path: &[String], module: &[String]) -> Option<Vec<String>> {
    let mut words = path.iter().peekable();
    let mut root: Option<Vec<String>> = None;
    while let Some(word) = words.next_if(|word| matches!(word.as_str(), "self" | "super" | "crate")) {
        let around = root.get_or_insert_with(|| if word == "crate" { Vec::new() } else { module.to_vec() });
        if word == "super" {
            around.pop()?;
        }
    }
    let rest: Vec<String> = words.filter(|word| *word != "self").cloned().collect();
    Some(match root {
        Some(root) => [vec!["crate".to_owned()], root, rest].concat(),
        None => rest,
    })
}
