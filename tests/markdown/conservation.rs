//! The law of conservation: what an editor wrote is what a reader reads, or postil says where it is not.
//!
//! Two kinds of documents are made. Those of an editor's grammar know the text that they stand for: the page has that text,
//! sign for sign, or a diagnostic stands in the block where it first differs. Those of random marks have words that are all
//! different: each is on the page, once and in its order, or it stands where Markdown takes something away by its rules
//! (an address, a tag, a comment, the number of an item), or a diagnostic stands at its line.
//!
//! The same documents are made each time. `POSTIL_DOCUMENTS` says how many others of each kind are made instead:
//!
//! ```text
//! POSTIL_DOCUMENTS=1000000 cargo test --release --locked --test main conservation
//! ```

use std::collections::BTreeSet;

use postil::cli::render;
use postil::diag::{Checked, Diagnostic, OffsetMap, SourceText};
use postil::parse::markdown::{self, MarkdownOptions};
use proptest::prelude::*;

use crate::support::draws;

/// A text without white space, but where it keeps two letters or digits apart: `12 10` is not `1210`.
fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_apart = false;
    for c in text.chars() {
        if c.is_whitespace() {
            is_apart = true;
            continue;
        }
        if is_apart && c.is_ascii_alphanumeric() && out.ends_with(|before: char| before.is_ascii_alphanumeric()) {
            out.push(' ');
        }
        is_apart = false;
        out.push(c);
    }
    out
}

/// Elements whose text runs on in the line.
const INLINE: &[&str] = &["a", "abbr", "b", "code", "del", "em", "i", "ins", "s", "span", "strong", "sub", "sup"];

/// The text of a page, without the marks of footnotes, squeezed.
fn text_of(html: &str) -> String {
    let (mut text, mut rest) = (String::new(), html);
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let end = at + rest[at..].find('>').expect("a tag ends") + 1;
        let tag = &rest[at..end];
        rest = &rest[end..];
        let skipped = if tag.starts_with("<sup class=\"footnote-reference\"") {
            "</sup>"
        } else if tag.starts_with("<a class=\"footnote-back\"") {
            "</a>"
        } else {
            let name = tag.trim_start_matches(['<', '/']);
            let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
            if !INLINE.contains(&name) {
                text.push(' ');
            }
            if let Some((_, alt)) = tag.split_once(" alt=\"") {
                text.push_str(alt.split('"').next().unwrap_or_default());
            }
            continue;
        };
        rest = &rest[rest.find(skipped).expect("an element ends") + skipped.len()..];
    }
    text.push_str(rest);
    let decoded = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text, |text, (name, sign)| text.replace(name, sign));
    squeezed(&decoded)
}

/// The lines, from 0, at which a diagnostic stands.
fn lines_of(diagnostic: &Diagnostic) -> std::ops::RangeInclusive<usize> {
    let place = diagnostic.place.as_ref().expect("a fault of Markdown has a place");
    let line = |at: usize| place.file.text.bytes().take(at).filter(|byte| *byte == b'\n').count();
    line(place.span.start)..=line(place.span.end.max(place.span.start + 1) - 1)
}

// An editor's documents.

/// Something written, and the text that it stands for.
#[derive(Debug, Clone)]
struct Piece {
    source: String,
    text: String,
}

impl Piece {
    fn plain(text: &str) -> Self {
        Self { source: text.to_owned(), text: text.to_owned() }
    }

    fn of(source: impl Into<String>, text: impl Into<String>) -> Self {
        Self { source: source.into(), text: text.into() }
    }
}

/// Words that mean themselves wherever they stand in a line.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "肝细胞癌患者", "联合组", "对照组", "中位总生存期", "差异有统计学意义", "（单侧检验）", "“放”眼前沿", "《指南》", "SBRT", "sorafenib",
    "and the trial", "15.8个月", "12.3 months", "38%", "HR=0.77（95%CI 0.52~0.99）", "P=0.04", "≥60×10⁹/L", "70%~90%", "±2.1", "3/4级",
    "1.73 m²", "CO₂", "0.5–1.2", "100,000", "−3.1", "1:2", "A&B", "snake_case_name", "x_1和x_2", "C#", "#1", "@5", "50 µg·mL⁻¹",
    "[1]", "[2, 3]", "“引号”", "——", "……", "№3", "€5", "¥100", "$5", "10^9", "a/b", "PD-L1", "T4N0M0", "e.g.", "vs.", "Kaplan–Meier", "α=0.05",
];

/// Signs that Markdown might take for marks.
#[rustfmt::skip]
const SIGNS: &[&str] = &[
    "3.5*2.1*1.8 cm", "3.5cm*2.1cm", "2.5*10⁹", "10**9", "12.3*", "15.8**", "0.03***", "*P<0.05，**P<0.01，***P<0.001", "*P<0.05", "CYP2C19*2",
    "HLA-B*57:01", "*1/*2", "长*宽*高", "相比*，", "<5%", "a<b", "P<0.001", ">65岁", ">=65", "≥65岁", "+12.5%", "-2.5", "~5天", "5~10", "（1）", "(c)", "100%*",
    "<LLN", "x > 3", "3 < 4", "{n}", "n|N", "\\肝", "C:\\d", "2*3", "=5", "^2", "“*”", "12.3*（0.5），15.8*",
];

/// What a line may begin with that is no mark there, or may be none.
#[rustfmt::skip]
const STARTS: &[&str] = &[
    ">65岁", ">24个月", "> 24个月", "- 3.1 mm，", "+ 5%，", "-2.5，", "+12.5%，", "#1，", "2025. 年", "=5，", "---", "===", ":5，", "１．第一", "＃＃ 题",
    "\u{3000}\u{3000}段", "    段", "<5%，", "$5，", "）续", "：3，", "P值",
];

fn words() -> impl Strategy<Value = Piece> {
    prop::collection::vec(prop::sample::select(WORDS), 1..3).prop_map(|words| Piece::plain(&words.join("，")))
}

/// Words inside marks: neither end is a space, and nothing in them closes the marks.
fn inner() -> impl Strategy<Value = String> {
    let safe: Vec<&str> = WORDS.iter().copied().filter(|it| !it.contains(['_', '$', '[', '\\'])).collect();
    prop::collection::vec(prop::sample::select(safe), 1..3).prop_map(|words| words.join(""))
}

fn marked() -> impl Strategy<Value = Piece> {
    (inner(), 0..9_usize).prop_map(|(text, kind)| match kind {
        0 | 1 => Piece::of(format!("**{text}**"), text),
        2 => Piece::of(format!("~~{text}~~"), text),
        3 => Piece::of(format!("`{text}*`"), format!("{text}*")),
        4 => Piece::of(format!("[{text}](https://a.example/x)"), text),
        5 => Piece::of("10<sup>9</sup>/L", "109/L"),
        6 => Piece::of("https://a.example/b_c_d?x=1*2&y=(3)", "https://a.example/b_c_d?x=1*2&y=(3)"),
        7 => Piece::of("\\*&lt;\\>", "*<>"),
        _ => Piece::of(format!("<abbr title=\"x\">{text}</abbr>"), text),
    })
}

/// A line of a paragraph. Between pieces stands what an editor writes there.
fn line() -> impl Strategy<Value = Piece> {
    let piece = prop_oneof![
        5 => words(),
        3 => prop::sample::select(SIGNS).prop_map(Piece::plain),
        2 => marked(),
    ];
    let between = prop::sample::select(&["，", "。", "；", "、", " ", "，其中", "和", "为", "（"][..]);
    prop::collection::vec((piece, between), 1..5).prop_map(|pieces| {
        let mut line = Piece::plain("");
        for (at, (piece, between)) in pieces.iter().enumerate() {
            if at > 0 {
                line.source.push_str(between);
                line.text.push_str(between);
            }
            line.source.push_str(&piece.source);
            line.text.push_str(&piece.text);
        }
        line
    })
}

fn paragraph() -> impl Strategy<Value = Piece> {
    let start = prop_oneof![3 => Just(""), 1 => prop::sample::select(STARTS)];
    prop::collection::vec((start, line()), 1..4).prop_map(|mut lines| {
        // A mark with its space begins a quotation or a list, but not in the middle of a sentence.
        for at in 0..lines.len() {
            let is_mark = |start: &str| ["> ", "- ", "+ "].iter().any(|mark| start.starts_with(mark));
            let ends = |line: &str| line.trim_end_matches(['”', '）']).ends_with(['。', '.', '；', '：', ';', ':']);
            if is_mark(lines[at].0)
                && (at == 0 || ends(&lines[at - 1].1.source) || lines[..at].iter().any(|(start, _)| is_mark(start)))
            {
                lines[at].0 = "";
            }
        }
        let join = |part: fn(&Piece) -> &str| {
            let lines: Vec<String> = lines.iter().map(|(start, line)| format!("{start}{}", part(line))).collect();
            lines.join("\n")
        };
        let text = join(|line| &line.text);
        Piece::of(join(|line| &line.source), text)
    })
}

/// A cell: a line in which nothing is a bar.
fn cell() -> impl Strategy<Value = Piece> {
    line().prop_map(|line| Piece::of(line.source.replace('|', "\\|"), line.text))
}

fn table() -> impl Strategy<Value = Piece> {
    (
        1..4_usize,
        prop::collection::vec(cell(), 3..12),
        prop::sample::select(&["", "\n注：括号内为百分比。", "\n注：*P<0.05，**P<0.01。"][..]),
    )
        .prop_map(|(columns, cells, note)| {
            let mut table = Piece::plain("");
            for (number, row) in cells.chunks_exact(columns).enumerate() {
                let source: Vec<&str> = row.iter().map(|cell| &*cell.source).collect();
                table.source.push_str(&format!("{}| {} |", if number > 0 { "\n" } else { "" }, source.join(" | ")));
                if number == 0 {
                    table.source.push_str(&format!("\n|{}", "---|".repeat(columns)));
                }
                row.iter().for_each(|cell| table.text.extend([" ", &cell.text]));
            }
            table.source.push_str(note);
            table.text.push_str(note);
            table
        })
}

fn list(mark: fn(usize) -> String) -> impl Strategy<Value = Piece> {
    prop::collection::vec(line(), 1..4).prop_map(move |items| {
        let source: Vec<String> =
            items.iter().enumerate().map(|(at, item)| format!("{}{}", mark(at + 1), item.source)).collect();
        let text: Vec<&str> = items.iter().map(|item| &*item.text).collect();
        Piece::of(source.join("\n"), text.join("\n"))
    })
}

fn block() -> impl Strategy<Value = Piece> {
    prop_oneof![
        6 => paragraph(),
        2 => table(),
        1 => line().prop_map(|line| Piece::of(format!("## {}", line.source), line.text)),
        1 => list(|_| "- ".to_owned()),
        1 => list(|number| format!("{number}. ")),
        1 => line().prop_map(|line| Piece::of(format!("> 引用，{}", line.source), format!("引用，{}", line.text))),
        1 => line().prop_map(|line| Piece::of(format!(":::note{{title=\"注意\"}}\n{}\n:::", line.source), format!("注意{}", line.text))),
        1 => line().prop_map(|line| Piece::of(format!("SBRT\n: {}", line.source), format!("SBRT {}", line.text))),
        1 => words().prop_map(|words| Piece::of(format!("```\n{}\n```", words.source), words.text)),
        1 => words().prop_map(|words| Piece::of(format!("<details>\n<summary>展开</summary>\n\n{}\n\n</details>", words.source), format!("展开{}", words.text))),
    ]
}

/// Whether the page of some blocks has their text, or something is said in the block where it first differs.
fn conserves(blocks: &[Piece]) -> Result<(), String> {
    let source: Vec<&str> = blocks.iter().map(|block| &*block.source).collect();
    let source = source.join("\n\n");
    let Checked { value: html, diagnostics } = render::fragment(&source);
    let page: Vec<char> = text_of(&html).chars().collect();
    // Beside stars that are signs, those of a bold part may be shown too: seen, not lost.
    let has_stars = ["*P<", "12.3*", "15.8**", "0.03***"].iter().any(|it| source.contains(it));
    // Where the next block may begin on the page.
    let mut starts = BTreeSet::from([0]);
    let mut line = 0;
    for block in blocks {
        let lines = line..line + block.source.matches('\n').count() + 1;
        line = lines.end + 1;
        let wanted: Vec<char> = squeezed(&block.text).chars().collect();
        let ends = starts.iter().filter_map(|from| Some(from + stands(page.get(*from..)?, &wanted, has_stars)?));
        let mut ends: BTreeSet<usize> = ends.collect();
        // Behind a block that is lost, of which something is said, the next may stand anywhere.
        let may_be_lost = ends.is_empty() || starts.len() > 1;
        if let Some(first) =
            starts.first().filter(|_| may_be_lost && diagnostics.iter().any(|it| excuses(it, &lines, block)))
        {
            ends.extend(*first..=page.len());
        }
        if ends.is_empty() {
            let at = starts.last().copied().unwrap_or_default();
            let found: String = page[at.min(page.len())..].iter().take(wanted.len() + 8).collect();
            return Err(format!(
                "{source}\n--- a block of it\n{}\n--- stands on the page as\n{found}\n--- in\n{html}",
                block.source
            ));
        }
        starts = ends;
    }
    let is_end = |at: &usize| page[*at..].iter().all(|c| has_stars && *c == '*' || *c == ' ');
    if starts.iter().any(is_end) || !diagnostics.is_empty() {
        return Ok(());
    }
    let at = starts.last().copied().unwrap_or_default();
    Err(format!("{source}\n--- has on the page also\n{}", page[at..].iter().collect::<String>()))
}

/// Whether a diagnostic tells of what is lost in some lines: it stands there, and is no hint about signs that are shown;
/// or what it names goes on from there.
fn excuses(it: &Diagnostic, lines: &std::ops::Range<usize>, block: &Piece) -> bool {
    let (said, code) = (lines_of(it), it.code.name());
    // Indented paragraphs are one block of code.
    let is_code = code == "M025" && block.source.starts_with("    ");
    let goes_on = (["M002", "M016", "M041", "M045"].contains(&code) || is_code) && *said.start() < lines.end;
    code != "M032" && (goes_on || said.clone().any(|line| lines.contains(&line)))
}

/// How many characters of the page a text takes that it begins with. Beside the stars of a legend those of a mark may be
/// read as stars too: they are seen, and nothing is lost.
fn stands(page: &[char], wanted: &[char], has_stars: bool) -> Option<usize> {
    let mut at = usize::from(page.first() == Some(&' '));
    for c in wanted {
        while has_stars && page.get(at) == Some(&'*') && *c != '*' {
            at += 1;
        }
        if page.get(at) != Some(c) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

// Random marks.

/// Marks, and `H`, `N`, `L` for a word of Han, a number, a word of letters that stand nowhere else.
#[rustfmt::skip]
const MARKS: &[&str] = &[
    "H", "H", "H", "H", "N", "N", "N", "L", "L", "H，", "H。", "N.", "N%", "N个月", "（H）", "“H”", "(L)", "[N]", "[H](L)", "[H]", "![H](L)", "[L]: N\n",
    " ", " ", "\n", "\n", "\n\n", "    ", "\t", "，", "：", "*", "*", "**", "***", "_", "__", "~", "~~", "`", "``", "```\n", "$", "$$", "\\", "|", "| H | N |\n|---|---|\n", "|---|\n",
    "｜", ">", "> ", "<", "<N", ">N", "=", "==", "===\n", "---\n", "- ", "+ ", "* ", "1. ", "2025. ", "# ", "## ", "##", "#", ": ", "^", "[^1]", "^[", "[", "]", "(", ")", "](", "{", "}", "{.c}", "!",
    "<b>", "</b>", "<sub>", "</sub>", "<span class=\"c\">", "</span>", "<br>", "<div>\n", "</div>\n", "<details>\n", "</details>\n", "<table>", "<tr>", "<td>", "</td>", "</table>\n", "<center>", "</center>",
    "<font>", "<ul><li>", "</ul>", "<!--", "-->", "<style>\n", "</style>", "<svg>", "</svg>", "<textarea>\n", "<script>", "</script>", "<pre>\n", "<H>", "<L H>", "<b L>", "<a href=\"x\">", "<img src=\"x\">", "<?x", "<![CDATA[", "<!X",
    "&", "&lt;", "&#x96;", "&amp;", "https://a.b/c", "www.a.b/c", "://", ":::", ":::note\n", ":::\n", "<<<<<<< L\n", "=======\n", ">>>>>>> L\n", "*P<0.05", "12.3*", "+", "-", "\r\n",
];

/// A text of marks in which every word is another one; the words with their places.
fn unique(marks: &[&str]) -> (String, Vec<(usize, String)>) {
    let (mut text, mut words) = (String::new(), Vec::new());
    for mark in marks {
        for c in mark.chars() {
            let number = words.len() as u32;
            let word = match c {
                'H' => char::from_u32(0x4E00 + number).map(String::from),
                'N' => Some((7000 + number).to_string()),
                'L' => Some(format!(
                    "q{}z",
                    ["k", "v", "w", "j"].map(|it| it.repeat((number % 5) as usize + 1)).concat() + &number.to_string()
                )),
                _ => None,
            };
            match word {
                Some(word) => {
                    words.push((text.len(), word.clone()));
                    text.push_str(&word);
                }
                None => text.push(c),
            }
        }
    }
    (text, words)
}

/// Whether Markdown takes a word away by its rules: in an address, a tag, a comment, the number of an item, the label of a
/// definition, the words behind a fence.
fn is_mark(text: &str, at: usize, word: &str) -> bool {
    let line = &text[text[..at].rfind('\n').map_or(0, |at| at + 1)..];
    let line = &line[..line.find('\n').unwrap_or(line.len())];
    let start = at - (line.as_ptr() as usize - text.as_ptr() as usize);
    let (before, after) = (&line[..start], &line[start + word.len()..]);
    let is_number = before.trim_matches([' ', '\t', '>', '-', '+', '*']).is_empty() && after.starts_with(['.', ')']);
    let whole = &text[..at];
    let begins_tag = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?');
    let in_tag = whole.rfind('<').is_some_and(|open| {
        text[open + 1..].starts_with(begins_tag) && !whole[open..].contains('>') && text[at..].contains('>')
    });
    let in_comment =
        whole.rfind("<!--").is_some_and(|open| !whole[open + 4..].contains("-->")) && text[at..].contains("-->");
    // An address holds brackets in pairs.
    let is_open = |inside: &str| {
        let mut depth = 1;
        inside.chars().all(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth > 0
        })
    };
    let in_address = text[at..].contains(')')
        && whole.match_indices("](").any(|(open, _)| {
            let inside = &whole[open + 2..];
            is_open(inside) && !inside.contains("\n\n")
        });
    let in_definition = before.contains("]:") || after.starts_with("]:");
    let in_label = whole.rfind('[').is_some_and(|open| !whole[open..].contains(']'))
        && whole[..whole.rfind('[').unwrap_or(0)].ends_with(']');
    // Code and style are text for no reader.
    is_number
        || inside(text, at, &["script", "style"]).is_some()
        || in_tag
        || in_comment
        || in_address
        || in_definition
        || in_label
        || before.trim_start_matches([' ', '>', '-']).starts_with("```")
        || before.trim_start().starts_with("~~~")
}

/// Where the outermost of these elements begins that holds a word.
fn inside(text: &str, at: usize, names: &[&str]) -> Option<usize> {
    let whole = &text[..at];
    let begins = |name: &&str| {
        let end = format!("</{name}");
        let mut opens = whole.match_indices(&format!("<{name}")).map(|(open, _)| open).collect::<Vec<_>>().into_iter();
        opens.find(|open| !whole[*open..].contains(&end) && text[at..].contains(&end))
    };
    names.iter().filter_map(begins).min()
}

/// Whether each word is on the page, or excused.
fn keeps_words(marks: &[&str]) -> Result<(), String> {
    let (text, words) = unique(marks);
    let Checked { value: html, diagnostics } = render::fragment(&text);
    let page = text_of(&html);
    let mut found = Vec::new();
    for (at, word) in &words {
        let count = page.matches(&**word).count();
        let line_of = |at: usize| text[..at].matches('\n').count();
        let line = line_of(*at);
        // What a browser would show is left out with a word where it begins, or where its table does.
        let from = inside(&text, *at, &["svg", "textarea"]).map(line_of);
        // What is never closed is said where it begins.
        let is_said = |it: &Diagnostic| {
            let (lines, code) = (lines_of(it), it.code.name());
            let goes_on = ["M016", "M041"].contains(&code) || code == "M035" && line == lines.end() + 1;
            lines.contains(&line)
                || from.is_some_and(|it| lines.contains(&it) || code == "M039" && *lines.start() <= it)
                || goes_on && *lines.start() <= line
        };
        match count {
            1 => found.extend(page.find(&**word)),
            0 if is_mark(&text, *at, word) || diagnostics.iter().any(is_said) => {}
            count => {
                return Err(format!(
                    "{text:?}\n{text}\n--- has {word} {count} times on the page\n{html}\n{diagnostics:#?}"
                ));
            }
        }
    }
    let is_ordered = found.is_sorted() || text.contains("[^");
    if !is_ordered {
        return Err(format!("{text:?}\n--- has its words in another order on the page\n{html}"));
    }
    plain_text_keeps(&text, &text_of(&unstruck(&html)), &words)
}

/// A page without what is struck out on it.
fn unstruck(html: &str) -> String {
    let (mut kept, mut depth, mut rest) = (String::new(), 0_usize, html);
    while !rest.is_empty() {
        let (begins, ends) = (["<del>", "<s>"], ["</del>", "</s>"]);
        let length = rest.find('>').map_or(rest.len(), |end| end + 1);
        if begins.contains(&&rest[..length]) {
            depth += 1;
        } else if ends.contains(&&rest[..length]) {
            depth = depth.saturating_sub(1);
        } else {
            let next = rest.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(rest.len(), |(at, _)| at);
            if depth == 0 {
                kept.push_str(&rest[..next]);
            }
            rest = &rest[next..];
            continue;
        }
        rest = &rest[length..];
    }
    kept
}

/// A text with every raised or lowered digit in the line.
fn level(text: &str) -> String {
    let digit = |c: char| {
        let raised = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|it| it == c);
        let place = raised.or_else(|| "₀₁₂₃₄₅₆₇₈₉".chars().position(|it| it == c));
        place.and_then(|it| char::from_digit(it as u32, 10)).unwrap_or(c)
    };
    // Those of a formula stand in brackets if they have no such sign.
    text.chars().filter(|c| !matches!(c, '(' | ')' | '^' | '_')).map(digit).collect()
}

/// What descriptions, search and feeds are made of has the words of the page.
fn plain_text_keeps(text: &str, page: &str, words: &[(usize, String)]) -> Result<(), String> {
    let file = SourceText::new("a.md", text);
    let body = markdown::parse(text, &OffsetMap::shifted(0), &file, &MarkdownOptions::default()).value;
    // Levels are told there by signs of their own: 10⁹.
    let plain = level(&body.plain_text(0..body.nodes().len()));
    let page = level(page);
    match words.iter().find(|(_, word)| page.contains(&**word) != plain.contains(&**word)) {
        Some((_, word)) => Err(format!("{text:?}\n--- {word} is only in one of\n{page}\n--- and\n{plain}")),
        None => Ok(()),
    }
}

proptest! {
    #![proptest_config(draws(1200, 109))]

    #[test]
    fn the_page_has_what_an_editor_wrote(blocks in prop::collection::vec(block(), 1..4)) {
        prop_assert_eq!(conserves(&blocks), Ok(()));
    }

    #[test]
    fn no_word_is_lost_among_marks(marks in prop::collection::vec(prop::sample::select(MARKS), 1..24)) {
        prop_assert_eq!(keeps_words(&marks), Ok(()));
    }
}
