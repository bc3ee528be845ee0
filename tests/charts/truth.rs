//! A chart says what its data say, and nothing else.

use super::with_chart;
use crate::support::{TestSite, stderr};

/// The page of an issue with these fields and this text, and what was said of it.
fn page(front: &str, text: &str) -> (String, String) {
    let site = TestSite::new();
    site.issue(1, "one", front, text);
    let said = stderr(&site.run(&["check"]));
    site.build();
    (site.published("demo/one/index.html"), said)
}

/// The text of a page without its tags.
fn words(page: &str) -> String {
    page.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
}

const ARMS: &str = "trial:\n  name: DEMO\n  arms:\n    a: {label: 甲组}\n    b: {label: 乙组}\n";

fn table(kind: &str, rows: &str) -> String {
    format!(":::{kind}\n```csv\n{rows}\n```\n:::")
}

#[test]
fn medians_are_those_of_the_findings() {
    let findings = format!(
        "{ARMS}findings:\n  - endpoint: 总生存期\n    role: primary\n    medians: {{a: 15.8, b: 10.3, unit: 个月}}\n"
    );
    let rows = "arm,time,survival\na,0,1\na,6,0.9\na,12,0.7\na,18,0.45\nb,0,1\nb,6,0.8\nb,12,0.48\nb,18,0.3";
    let (shown, said) = page(&findings, &table("survival{endpoint=\"总生存率\" unit=\"月\" median=\"yes\"}", rows));
    assert!(!said.contains("warning[") && !said.contains("error["), "{said}");
    let text = words(&shown);
    assert!(text.contains("中位15.8个月") && text.contains("中位10.3个月"), "{text}");
    assert!(!text.contains("中位18") && !text.contains("中位12"), "{text}");
    // Without being asked, a curve says no median.
    let (shown, _) = page(ARMS, &table("survival{unit=\"月\" rows=\"steps\"}", rows));
    assert!(!words(&shown).contains("中位"), "{shown}");
}

#[test]
fn landmarks_are_points_and_steps_are_steps() {
    let rows =
        "arm,time,survival,lower,upper\n甲,0,1,,\n甲,6,1,,\n甲,12,0.7,0.6,0.8\n甲,18,0.5,0.4,0.6\n甲,24,0.3,0.2,0.4";
    let (shown, said) = page("", &table("survival{unit=\"月\"}", rows));
    assert!(!said.contains("error["), "{said}");
    assert!(words(&shown).contains("若干时点"), "{shown}");
    assert!(!shown.contains("stroke-linejoin"), "no line leads from point to point");
    let (shown, _) = page("", &table("survival{unit=\"月\" rows=\"steps\"}", rows));
    assert!(words(&shown).contains("阶梯曲线") && shown.contains("stroke-linejoin"), "{shown}");
}

#[test]
fn what_r_writes_is_read() {
    let rows = "\"\",\"time\",\"n.risk\",\"n.event\",\"n.censor\",\"surv\",\"std.err\",\"lower\",\"upper\",\"strata\"\n\
        \"1\",5,3,1,0,0.666666666666667,0.272165526975909,0.299507,1,\"arm=a\"\n\
        \"2\",12.1,2,1,0,3.33333333333333e-01,0.272,0.067,1,\"arm=a\"\n\
        \"3\",20,1,0,1,0.333333333333333,0.272,NA,NA,\"arm=a\"\n\
        \"4\",7,2,1,0,0.5,0.35,0.125,1,\"arm=b\"\n\"5\",9,1,0,1,0.5,0.35,0.125,1,\"arm=b\"";
    let (shown, said) = page(ARMS, &table("survival{unit=\"天\"}", rows));
    assert!(!said.contains("warning[") && !said.contains("error["), "{said}");
    assert!(shown.contains("<td class=\"align-right\">0.667</td>") && !shown.contains("0.66666"), "{shown}");
    assert!(shown.contains("0.300~1"), "{shown}");
}

#[test]
fn a_mark_of_censoring_is_seen_on_a_drop() {
    let rows = "arm,time,survival,censored\n甲,0,1,\n甲,2.5,0.8,1\n甲,7,0.6,";
    let (shown, _) = page("", &table("survival{unit=\"月\"}", rows));
    let marks: Vec<&str> = shown.split("d=\"").filter(|path| path.contains("v9M") && path.contains("h8\"")).collect();
    assert_eq!(marks.len(), 2, "a cross in each of the two drawings: {shown}");
}

#[test]
fn a_row_without_an_estimate_keeps_its_counts() {
    let rows = "label,arm1,arm2,estimate,lower,upper\n男,10/40,5/41,2.4,0.7,8.2\n女,0/5,1/6,,,\n老年,0/9,2/8,NE,NE,NE\n年龄,,,,,";
    let (shown, said) = page(ARMS, &table("forest{measure=\"OR\" left=\"甲\" right=\"乙\"}", rows));
    assert!(!said.contains("error[") && !said.contains("warning["), "{said}");
    assert!(shown.contains(">0/5<") && shown.contains(">0/9<"), "{shown}");
    assert_eq!(shown.matches("<td class=\"align-right\">NE</td>").count(), 2);
    assert!(shown.contains("colspan"), "a name alone is a heading");
}

#[test]
fn differences_stand_on_a_linear_axis() {
    let rows = "label;estimate;lower;upper;weight;p\n研究一;-3,1;-5,0;-1,2;40,5;5e-02\n合并;-1,5;-3,0;0,1;;单侧0.06";
    let kind = "forest{measure=\"MD\" left=\"甲\" right=\"乙\" margin=\"2\" heterogeneity=\"I²=42%\"}";
    let (shown, said) = page("", &table(kind, rows));
    assert!(!said.contains("error[") && !said.contains("warning["), "{said}");
    let text = words(&shown);
    assert!(text.contains("0处的竖线") && !text.contains("对数"), "{text}");
    for shown in ["−3.1 (−5.0~−1.2)", "40.5%", "P=0.05", "单侧P=0.06", "非劣效界值2", "异质性：I²=42%"]
    {
        assert!(text.contains(shown), "{shown} is not in {text}");
    }
    let said = stderr(&with_chart(&table("forest{measure=\"HR\" left=\"甲\" right=\"乙\"}", rows)).run(&["check"]));
    assert!(said.contains("a ratio of −3.1 cannot be drawn") && said.contains("logarithm"), "{said}");
}

#[test]
fn rare_events_are_counted_among_a_thousand_and_all_arms_have_one_base() {
    let (shown, _) = page("", &table("icon-array{event=\"出血\"}", "arm,n,of\n甲,12,4000\n乙,28,4000"));
    assert!(words(&shown).contains("每1000人中3人") && words(&shown).contains("每1000人中7人"), "{shown}");
    let (shown, _) = page("", &table("icon-array{event=\"缓解\"}", "arm,n,of\n甲,13,33\n乙,7,41"));
    assert!(words(&shown).contains("每100人中39人") && words(&shown).contains("每100人中17人"), "{shown}");
    let (shown, _) = page("", &table("icon-array{event=\"缓解\"}", "arm,n,of\n甲,13,40\n乙,7,40"));
    assert!(words(&shown).contains("每40人中13人"), "{shown}");
    let (shown, _) = page("", &table("icon-array{event=\"死亡\"}", "arm,n,of\n甲,1,40000\n乙,20,40000"));
    assert!(words(&shown).contains("不足1人"), "{shown}");
}

#[test]
fn a_stage_has_the_number_of_its_reasons_and_too_many_arms_are_said_once() {
    let rows =
        "stage,arm,n,reason\nrandomised,,128600,\nallocated,甲,64300,\nnot_received,甲,3,撤回\nallocated,乙,64300,";
    let (shown, _) = page("", &table("flow", rows));
    assert!(words(&shown).contains("未接受干预：3例") && words(&shown).contains("128,600例"), "{shown}");
    let rows: String = (1..=5).map(|arm| format!("allocated,{arm}组,9,\nanalysed,{arm}组,9,\n")).collect();
    let said = stderr(&with_chart(&table("flow", &format!("stage,arm,n,reason\n{rows}"))).run(&["check"]));
    assert_eq!(said.matches("error[D022]").count(), 1, "{said}");
}

#[test]
fn days_have_even_ticks_and_numbers_at_risk_their_own_times() {
    let rows = "arm,time,survival,at_risk\n甲,0,1,100\n甲,31,0.9,90\n甲,190,0.8,70\n甲,377,0.6,50";
    let (shown, _) = page("", &table("survival{unit=\"天\"}", rows));
    for tick in ["50", "100", "150", "31", "190"] {
        assert!(shown.contains(&format!(">{tick}</text>")), "{tick}: {shown}");
    }
    // Everyone is accounted for: how many were at risk at a tick can be reckoned.
    let rows = "arm,time,survival,at_risk,events\n甲,0,1,10,\n甲,31,0.9,10,1\n甲,190,0.8,9,1\n甲,377,0.7,8,1";
    let (shown, _) = page("", &table("survival{unit=\"天\"}", rows));
    assert!(!shown.contains(">190</text>") && shown.contains(">8</text>"), "{shown}");
}

#[test]
fn findings_say_their_unit_their_margin_and_every_primary_endpoint() {
    let findings = "findings:\n  - endpoint: 无病生存期\n    role: primary\n    margin: HR 1.38\n    effect: HR=1.02，95%CI 0.80~1.30，P=0.87\n    met: true\n  - endpoint: 收缩压变化\n    role: primary\n    means: {a: \"-3.1\", b: \">2.4\", unit: mm Hg}\n    p: 单侧0.06\n    met: false\n  - endpoint: 出血\n    role: safety\n    rates: {a: 0.31%, b: 0.52%}\n    effect: HR=0.60，95%CI 0.40~0.90，P=0.01\n  - endpoint: 单臂\n    role: secondary\n    medians: {a: 24.5, unit: 个月}\n";
    for theme in ["default", "plain"] {
        let site = TestSite::new();
        site.write("config.toml", format!("title = \"演示\"\ntheme = \"{theme}\"\n"));
        site.issue(
            1,
            "one",
            &format!(
                "{}{findings}",
                ARMS.replace("DEMO\n", "DEMO\n  enrolled: 128600\n  publication: {journal: Lancet}\n")
            ),
            "正文。",
        )
        .build();
        let shown = site.published("demo/one/index.html");
        let text = words(&shown);
        assert_eq!(text.matches("mm Hg").count(), if theme == "default" { 3 } else { 2 }, "{text}");
        assert!(text.contains("达到非劣效") && text.contains("非劣效界值"), "{text}");
        assert!(text.contains("单侧P=0.06") && !text.contains("P=单侧"), "{text}");
        assert!(text.contains("均值") && text.contains("128,600例"), "{text}");
        assert!(!text.contains("参考文献与原文链接"), "{text}");
        assert!(text.contains("主要结果的森林图") && text.contains("虚线：非劣效界值1.38"), "{text}");
        if theme == "default" {
            let strip =
                shown.split("head-glance").nth(1).and_then(|rest| rest.split("</a>").next()).unwrap_or_default();
            assert!(
                strip.contains("无病生存期") && strip.contains("收缩压变化") && strip.contains("主要终点达到非劣效"),
                "{strip}"
            );
            assert!(shown.contains("width=\"0.31%\"") && shown.contains("width=\"0.52%\""), "{shown}");
            assert!(
                !shown.contains("width=\"100%\" height=\"8\" rx=\"1\"/></svg></dd>\n</div>\n</dl>\n</li>"),
                "{shown}"
            );
        }
    }
}
