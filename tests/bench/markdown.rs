//! How fast Markdown is read and written: `cargo bench`.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::sync::OnceLock;
use std::time::Instant;

use postil::diag::{OffsetMap, SourceText};
use postil::parse::markdown::{self, MarkdownOptions};
use postil::render::highlight::Highlighter;
use postil::render::html::{self, HtmlOptions, Words};
use postil::text::{measure, summary};

/// An issue as editors write it, some 5 KB.
fn issue(number: usize) -> String {
    let mut text = String::new();
    for part in ["研究背景", "研究方法", "主要结果", "讨论"] {
        let _ = write!(
            text,
            "## {part}\n\n肝细胞癌（HCC）是常见的恶性肿瘤，**合并门静脉癌栓：**患者预后较差。第{number}项研究纳入177例患者，联合组中位总生存期\
             **15.8个月**，对照组12.3个月（HR=0.77，90%CI 0.59~1.01，单侧P=0.06）。体部立体定向放疗联合索拉非尼可延长无进展生存期，\
             详见[原文](https://doi.org/10.1001/jamaoncol.2024.5403)。\n\n联合组的客观缓解率为47%（39/83例），对照组为21%。\
             *亚组分析*提示，癌栓患者获益更为明显；不良反应以乏力、皮疹与腹泻为主，多数为1~2级。\n\n\
             | 终点 | 联合组 | 对照组 | P值 |\n|---|--:|--:|---|\n| 中位OS（月） | 15.8 | 12.3 | 0.06 |\n| 中位PFS（月） | 9.2 | 5.5 | <0.001 |\n\
             | 缓解率 | 47% | 21% | **0.001** |\n\n- 联合治疗组先行放疗，再口服索拉非尼\n- 对照组仅口服索拉非尼\n- 随访每8周一次，直至进展\n\n\
             > 专家认为，局部治疗与系统治疗的结合值得进一步研究。\n\n"
        );
    }
    text
}

/// Seconds of processor time that this thread has used, where the system tells, so that a busy machine does not blur
/// the figures; seconds that have passed elsewhere.
fn processor() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    let used = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let used = used.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    used.map_or_else(|| START.get_or_init(Instant::now).elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

fn say(name: &str, bytes: usize, start: f64) {
    let seconds = processor() - start;
    let speed = bytes as f64 / seconds / 1e6;
    let _ = writeln!(std::io::stderr(), "{name:28} {:8.1} ms  {speed:7.1} MB/s", seconds * 1e3);
}

fn main() {
    let texts: Vec<String> = (0..4000).map(issue).collect();
    let bytes = texts.iter().map(String::len).sum();
    let options = MarkdownOptions::default();
    let map = OffsetMap::shifted(0);
    let files: Vec<_> = texts.iter().map(|text| SourceText::new("a.md", text.as_str())).collect();
    let _ = writeln!(std::io::stderr(), "{} texts of {} bytes", texts.len(), texts[0].len());
    for _ in 0..3 {
        let start = processor();
        let bodies: Vec<_> = files.iter().map(|file| markdown::parse(&file.text, &map, file, &options).value).collect();
        say("parse, CJK emphasis", bytes, start);
        let start = processor();
        for text in &texts {
            let options = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_FOOTNOTES;
            black_box(pulldown_cmark::Parser::new_ext(text, options).into_offset_iter().count());
        }
        say("pulldown-cmark alone", bytes, start);
        let start = processor();
        let (words, highlighter) = (Words::default(), Highlighter::default());
        let html_options = HtmlOptions::new(&words, &highlighter);
        let mut out = String::new();
        for body in &bodies {
            out.clear();
            html::write(body, &mut out, &html_options);
            black_box(&out);
        }
        say("write", bytes, start);
        let start = processor();
        for body in &bodies {
            black_box(measure::measure([body]));
            black_box(summary::summary(body, 120));
        }
        say("measure and summary", bytes, start);
        let plain: Vec<_> =
            files.iter().map(|file| SourceText::new("a.md", file.text.replace("：**", "**："))).collect();
        let start = processor();
        for file in &plain {
            black_box(markdown::parse(&file.text, &map, file, &options));
        }
        say("parse, nothing to prepare", bytes, start);
        let nodes: usize = bodies.iter().map(|body| body.nodes().len()).sum();
        let _ = writeln!(
            std::io::stderr(),
            "{} nodes a text, {} bytes a node",
            nodes / texts.len(),
            size_of::<postil::model::body::Node>()
        );
    }
}
