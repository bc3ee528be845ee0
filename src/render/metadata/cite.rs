//! How an issue is cited: in running text, as RIS, as BibTeX. Only what identifies it and who wrote it, and the
//! summary where that is for everyone.

use std::hash::Hash;

use super::Metadata;
use crate::model::author::Author;
use crate::model::gathered::Gathered;
use crate::model::outside::Outside;

/// Stands for the day on which a reader looks at the page: the page's script puts it in.
const SEEN: &str = "{day}";

impl Metadata<'_> {
    /// A print of all that [`ris`](Self::ris) and [`bibtex`](Self::bibtex) are made of.
    pub fn print(&self) -> u128 {
        let mut print = Gathered::default();
        (Outside(self.issue), &self.address, self.column, self.site_title()).hash(&mut print);
        (self.title(), self.writers(), self.warning()).hash(&mut print);
        print.print()
    }

    /// The reference of the issue, with `{day}` for the day on which it is read: by GB/T 7714-2015 on Chinese pages,
    /// elsewhere as the National Library of Medicine cites (the Vancouver style).
    pub fn citation(&self) -> String {
        let names: Vec<String> = self.writers().iter().map(Author::short).collect();
        match self.standpoint.language().primary() {
            "zh" => self.national(&names),
            _ => self.vancouver(&names),
        }
    }

    /// The same without that day, for a page that nobody has copied from yet.
    pub fn printed_citation(&self) -> String {
        let day = [format!("[{SEEN}]"), format!(" [cited {SEEN}]")];
        self.citation().replace(&day[1], "").replace(&day[0], "")
    }

    /// `甲, 乙. 题名[J/OL]. 刊名, 2025(26)[2025-08-09]. 网址.`
    fn national(&self, names: &[String]) -> String {
        let authors = joined(names, 3, ", 等");
        let (title, warning) = (one_line(&self.issue.title), self.warning());
        let warning = warning.map(|warning| format!("（{warning}）")).unwrap_or_default();
        let (year, number) = (self.issue.date.year(), self.issue.number.value);
        format!("{authors}{title}{warning}[J/OL]. {}, {year}({number})[{SEEN}]. {}.", self.column, self.address)
    }

    /// `A, B. Title. Column [Internet]. 2025 Aug 7 [cited 2025 Aug 9];(26). Available from: address`
    fn vancouver(&self, names: &[String]) -> String {
        let authors = joined(names, 6, ", et al");
        let (title, warning) = (one_line(&self.issue.title), self.warning());
        let warning = warning.map(|warning| format!(" [{warning}]")).unwrap_or_default();
        let end = if title.ends_with(['?', '!', '.']) && warning.is_empty() { "" } else { "." };
        let (date, number) = (self.issue.date.strftime("%Y %b %-d"), self.issue.number.value);
        let column = self.column;
        format!(
            "{authors}{title}{warning}{end} {column} [Internet]. {date} [cited {SEEN}];({number}). Available from: {}",
            self.address
        )
    }

    /// What must be said of an issue whose paper was retracted or is in doubt.
    fn warning(&self) -> Option<&str> {
        let name = match (self.issue.is_retracted(), self.issue.is_in_doubt()) {
            (true, _) => "issue.retracted",
            (_, true) => "issue.concern",
            _ => return None,
        };
        Some(self.standpoint.strings.get(name))
    }

    /// The issue as a record of RIS (Research Information Systems, 2011): a tag, two spaces, a hyphen, a space.
    pub fn ris(&self) -> String {
        let issue = self.issue;
        let mut record = vec![("TY", "EJOUR".to_owned()), ("TI", self.title().into_owned())];
        record.extend(self.writers().iter().map(|author| ("AU", inverted(author))));
        record.push(("T2", self.column.to_owned()));
        record.push(("IS", issue.number.value.to_string()));
        record.push(("PY", issue.date.year().to_string()));
        record.push(("DA", issue.date.strftime("%Y/%m/%d").to_string()));
        record.push(("PB", self.site_title().to_owned()));
        record.push(("LA", issue.language.to_string()));
        record.extend(issue.tags.iter().map(|tag| ("KW", tag.to_string())));
        record.extend(issue.public().summary().map(|summary| ("AB", summary.to_owned())));
        record.extend(self.warning().map(|warning| ("N1", warning.to_owned())));
        record.push(("UR", self.address.clone()));
        let mut out: String =
            record.into_iter().map(|(tag, value)| format!("{tag}  - {}\r\n", one_line(&value))).collect();
        out.push_str("ER  - \r\n");
        out
    }

    /// The issue as an entry of BibTeX; braces keep capitals, and what means something to LaTeX is escaped.
    pub fn bibtex(&self) -> String {
        let issue = self.issue;
        let key = format!("{}-{}-{}", issue.column, issue.number.value, issue.language);
        let key: String = key.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '-').collect();
        let mut fields = vec![("title", format!("{{{}}}", latex(&self.title())))];
        let names: Vec<String> = self.writers().iter().map(bibtex_name).collect();
        if !names.is_empty() {
            fields.push(("author", names.join(" and ")));
        }
        fields.push(("journal", latex(self.column)));
        fields.push(("number", issue.number.value.to_string()));
        fields.push(("year", issue.date.year().to_string()));
        fields.push(("month", issue.date.month().to_string()));
        fields.push(("day", issue.date.day().to_string()));
        fields.extend(self.warning().map(|warning| ("note", latex(warning))));
        fields.push(("publisher", latex(self.site_title())));
        fields.push(("url", self.address.clone()));
        fields.push(("language", issue.language.to_string()));
        let fields: String = fields.into_iter().map(|(name, value)| format!("  {name} = {{{value}}},\n")).collect();
        format!("@article{{{key},\n{fields}}}\n")
    }
}

/// `Smith, Jane A., Jr` as RIS has it; 张三 and groups as they are, without a comma, which would part them.
fn inverted(author: &Author) -> String {
    match &author.given {
        Some(given) if !author.is_chinese() => {
            let suffix = author.suffix.as_ref().map(|suffix| format!(", {suffix}")).unwrap_or_default();
            format!("{}, {given}{suffix}", author.family)
        }
        _ => one_line(&author.short().replace([',', ';'], " ").replace(['，', '；', '、'], " ")),
    }
}

/// `Smith, Jr, Jane A.` as BibTeX has it; 张三 and groups in braces, so that nobody takes them apart.
fn bibtex_name(author: &Author) -> String {
    let part = |text: &str| {
        let is_plain = text.split_whitespace().all(|word| !word.eq_ignore_ascii_case("and")) && !text.contains(',');
        if is_plain { latex(text) } else { format!("{{{}}}", latex(text)) }
    };
    match &author.given {
        Some(given) if !author.is_chinese() => {
            let suffix = author.suffix.as_ref().map(|suffix| format!(", {}", part(suffix))).unwrap_or_default();
            format!("{}{suffix}, {}", part(&author.family), part(given))
        }
        _ => format!("{{{}}}", latex(&author.short())),
    }
}

/// The first names, and what stands for the others; with the full stop behind them.
fn joined(names: &[String], most: usize, others: &str) -> String {
    let shown = names[..names.len().min(most)].join(", ");
    match names.len() {
        0 => shown,
        count if count > most => format!("{shown}{others}. "),
        _ => format!("{shown}. "),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text in which nothing means anything to LaTeX.
fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for it in one_line(text).chars() {
        // Two of these would be printed as another sign.
        if it == before && matches!(it, '-' | '`' | '\'') {
            out.push_str("{}");
        }
        before = it;
        match it {
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', it]),
            '{' => out.push_str("\\{"),
            '}' => out.push_str("\\}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            _ => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_names_are_cut() {
        let names: Vec<String> = ["甲", "乙", "丙", "丁"].map(str::to_owned).to_vec();
        assert_eq!(joined(&names, 3, ", 等"), "甲, 乙, 丙, 等. ");
        assert_eq!(joined(&names[..3], 3, ", 等"), "甲, 乙, 丙. ");
        assert_eq!(joined(&[], 3, ", 等"), "");
    }

    #[test]
    fn nothing_in_a_title_means_anything_to_latex() {
        assert_eq!(latex("50% & {x}_1\\n"), "50\\% \\& \\{x\\}\\_1\\textbackslash{}n");
    }
}
