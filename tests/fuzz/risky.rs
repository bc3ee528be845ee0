//! Texts made of a fragment over and over, and what it costs to read one: what grows faster than the text does is a text
//! with which anybody stops a build.

use std::collections::BTreeMap;
use std::hint::black_box;

use jiff::civil::date;
use postil::diag::{Locale, OffsetMap, SourceText};
use postil::io::world::{Memory, Shelf};
use postil::parse::markdown::{self, MarkdownOptions};
use postil::pipeline::{self, Request};
use postil::render::highlight::Highlighter;
use postil::render::html::{self, HtmlOptions, Words};

/// What opens, closes, repeats or looks ahead in Markdown, in what postil adds to it, or in what its rules read.
pub(crate) const FRAGMENTS: &[&str] = &[
    "OR 1.2 (95% CI 0.9-1.5; P=.03) ",
    "HR=0.7，95%CI 0.5~0.9，P=0.03；",
    "&amp;OR 1.2 (95% CI 0.9-1.5; P=.03) ",
    "a\u{3}提高2.5倍，由10例到25例。",
    "a\n---\n[图1](#x)&amp;",
    "HR 0.7（90%CI 0.5~0.9）。",
    "0.77（0.59~1.01）、",
    "47% vs 42% (95% CI −9 to 19), ",
    "ARR 1.2 ",
    "中位OS 15.8个月（95%可信区间11.4~未达到）",
    "HRs (95% CI) for A ",
    "difference in the mean of ",
    "| HR（95%CI） | P |\n|---|---|\n| 0.77（0.59~1.01） | 0.06 |\n",
    "39例（47%），",
    "39/83例（47%）",
    "中位OS 15.8个月 vs 12.3个月，差3.5个月；",
    "提高2.5倍，由10例到25例。",
    "风险降低30%，",
    "5年生存率47%，",
    "既往研究47%（39例）",
    "3级以上“",
    "P<0.05",
    "≥",
    "mg/dl，",
    "Ann Oncol ",
    "HCC（肝癌）",
    "TACE ",
    "[^1]",
    "[^1]: a\n\n",
    "[图1](#x)",
    "[a](b \"c\")",
    "[a](",
    "![a](b.png)",
    "![](",
    "[a][b]",
    "[",
    "]",
    "](",
    "(",
    "~~a ",
    "~~a~~",
    "~a",
    "*a ",
    "**a ",
    "**a：**b",
    "*a_",
    "***a",
    "__a ",
    "`",
    "``a`",
    "$",
    "$a$",
    "$$",
    "a^",
    "a~b~^c^",
    "<b>",
    "</b>",
    "<sub>",
    "<sub>2</sub>",
    "<span class=\"a\">",
    "<details>",
    "<details>\n\n",
    "<!--",
    "<!-- a -->",
    "<script>",
    "<a href=",
    "<?",
    "<![CDATA[",
    "<",
    "&amp;",
    "&",
    "\\",
    "\\*",
    "{",
    "}",
    "{#a}",
    "{a}\n",
    "# a {#b}\n\n",
    "## a\n\n",
    "> ",
    ">a\n",
    "- a\n",
    "- ",
    "1. a\n",
    "* a\n  ",
    "    a\n",
    "a\n===\n",
    "a\n---\n",
    "a|b\n-|-\n",
    "|a",
    "a  \n",
    "\n",
    "```\n",
    "```a\n```\n",
    "~~~",
    ":::note\n",
    ":::",
    ":::note\na\n:::\n",
    "::::",
    ":::figure{src=\"a\"}\n",
    ": a\n",
    "a\n: b\n\n",
    "https://a.example/",
    "见https://a.example/b，",
    "(https://a.example) ",
    "www.a.example ",
    "[https://a.example ",
    "3*2",
    "3 * 2 ",
    "*P<0.05，",
    "12.3*，",
    "A*02:01 ",
    ">65岁\n",
    "2025. 年\n",
    "|a|\n注：b\n",
    "|a|b|c|\n",
    "<table>",
    "<td>a</td>",
    "![[a]]",
    "==a==",
    "^[a]",
    "[a]: b\n",
    "[a]（b）",
    "<<<<<<< a\n",
    "=======\n",
    "&#150;",
    "\u{96}",
    "\u{f0b3}",
    "a@b.example ",
    "<https://a.example>",
    "\"",
    "“a”",
    "「",
    "，,",
    "。 ",
    "a\u{3}",
    "\u{200b}",
    "е́",
    "０",
    "1,000,",
    "1.2×10⁻⁵",
    "×10",
    "一",
    "零点五",
];

/// A site of one issue with this text.
fn site(text: &str) -> Memory {
    let issue = format!(
        "---\ntitle: 演示\nnumber: 1\ndate: 2025-08-07\ntrial:\n  enrolled: 100\n  arms:\n    - {{label: 甲组, n: 50}}\n    - {{label: 乙组, n: 50}}\n---\n\n{text}\n"
    );
    let files = BTreeMap::from([
        ("config.toml".to_owned(), "title = \"演示\"\nbase_url = \"https://example.org/\"\n".into()),
        ("content/demo/column.md".to_owned(), "---\ntitle: 演示专栏\n---\n".into()),
        ("content/demo/001-one/issue.md".to_owned(), issue.into()),
    ]);
    Memory { files, today: date(2026, 1, 1) }
}

/// Reads a text in every way: the site that it is the issue of is checked and built, all that is said of it is drawn, and
/// its HTML is written whatever was said.
pub(crate) fn read(text: &str) {
    let world = site(text);
    let request = Request { now: Some(world.today), ..Request::default() };
    let built = pipeline::build_in(&world, &request, &Shelf::default());
    for diagnostic in &built.diagnostics {
        black_box(postil::cli::plain(diagnostic, Locale::Chinese));
        if let Some(place) = &diagnostic.place {
            black_box((place.file.line_column(place.span.start), place.file.line_column(place.span.end)));
        }
    }
    let file = SourceText::new("a.md", text);
    let body = markdown::parse(text, &OffsetMap::shifted(0), &file, &MarkdownOptions::default()).value;
    let (words, highlighter) = (Words::default(), Highlighter::default());
    let mut out = String::new();
    html::write(&body, &mut out, &HtmlOptions::new(&words, &highlighter));
    black_box(out);
}

/// Seconds of processor time that this program has used, where the system tells; nothing elsewhere.
pub(crate) fn processor() -> Option<f64> {
    let line = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, after) = line.rsplit_once(')')?;
    // Fields 14 and 15, in hundredths of a second: proc_pid_stat(5).
    let ticks: f64 = after.split_whitespace().skip(11).take(2).filter_map(|it| it.parse::<f64>().ok()).sum();
    Some(ticks / 100.0)
}

/// The most memory that this program has held since [`forget_peak`], in bytes, where the system tells.
pub(crate) fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

/// Begins to look for the peak anew.
pub(crate) fn forget_peak() {
    // Where this cannot be, the peak is that of the whole run, and only more is reported.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}
