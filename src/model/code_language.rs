//! Programming languages that a code block may name.
//!
//! A table, so that a name can be checked without loading a grammar; `render::highlight` has the grammars.

/// What an author writes after a fence, and the language that is meant. An empty one is text without colours.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("bash", "Shell"),
    ("bib", "BibTeX"),
    ("bibtex", "BibTeX"),
    ("c", "C"),
    ("c++", "C++"),
    ("clojure", "Clojure"),
    ("console", "Shell"),
    ("cpp", "C++"),
    ("cs", "C#"),
    ("csharp", "C#"),
    ("css", "CSS"),
    ("csv", ""),
    ("diff", "Diff"),
    ("dot", "Graphviz"),
    ("erlang", "Erlang"),
    ("go", "Go"),
    ("haskell", "Haskell"),
    ("hs", "Haskell"),
    ("html", "HTML"),
    ("ini", "INI"),
    ("java", "Java"),
    ("javascript", "JavaScript"),
    ("js", "JavaScript"),
    ("json", "JSON"),
    ("jsonc", "JSON"),
    ("latex", "LaTeX"),
    ("lisp", "Lisp"),
    ("lua", "Lua"),
    ("make", "Makefile"),
    ("makefile", "Makefile"),
    ("markdown", "Markdown"),
    ("matlab", "MATLAB"),
    ("md", "Markdown"),
    ("none", ""),
    ("objc", "Objective-C"),
    ("ocaml", "OCaml"),
    ("output", ""),
    ("perl", "Perl"),
    ("php", "PHP"),
    ("plain", ""),
    ("plaintext", ""),
    ("properties", "Java Properties"),
    ("py", "Python"),
    ("python", "Python"),
    ("r", "R"),
    ("rb", "Ruby"),
    ("rs", "Rust"),
    ("rst", "reStructuredText"),
    ("ruby", "Ruby"),
    ("rust", "Rust"),
    ("scala", "Scala"),
    ("sh", "Shell"),
    ("shell", "Shell"),
    ("sql", "SQL"),
    ("svg", "XML"),
    ("tcl", "Tcl"),
    ("tex", "TeX"),
    ("text", ""),
    ("toml", "TOML"),
    ("ts", "TypeScript"),
    ("txt", ""),
    ("typescript", "TypeScript"),
    ("xml", "XML"),
    ("yaml", "YAML"),
    ("yml", "YAML"),
    ("zsh", "Shell"),
];

/// The language that a name stands for, in either case; `None` if it is not known.
pub fn find(name: &str) -> Option<&'static str> {
    let known = LANGUAGES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.map(|(_, language)| *language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_found_in_either_case() {
        assert!(LANGUAGES.is_sorted());
        assert_eq!(find("R"), Some("R"));
        assert_eq!(find("text"), Some(""));
        assert_eq!(find("brainfuck"), None);
    }
}
