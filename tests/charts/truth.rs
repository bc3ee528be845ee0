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
        assert_eq!(text.matches("mm Hg").count(), 2, "{text}");
        assert!(text.contains("达到非劣效") && text.contains("非劣效界值"), "{text}");
        assert!(text.contains("单侧P=0.06") && !text.contains("P=单侧"), "{text}");
        assert!(text.contains("均值") && text.contains("128,600例"), "{text}");
        assert!(!text.contains("参考文献与原文链接"), "{text}");
        assert!(text.contains("主要结果的森林图") && text.contains("虚线：非劣效界值1.38"), "{text}");
        if theme == "default" {
            let shown = shown.replace("<wbr>", "");
            let first =
                shown.split("issue-first").nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap_or_default();
            assert!(
                first.contains("无病生存期") && first.contains("收缩压变化") && first.contains("主要终点达到非劣效"),
                "{first}"
            );
            assert!(shown.contains("chart-mini\"") && shown.contains("虚线：非劣效界值HR 1.38\" fill"), "{shown}");
            assert!(shown.contains("width=\"0.31%\"") && shown.contains("width=\"0.52%\""), "{shown}");
            assert!(
                !shown.contains("width=\"100%\" height=\"8\" rx=\"1\"/></svg></dd>\n</div>\n</dl>\n</li>"),
                "{shown}"
            );
        }
    }
}

fn curve(options: &str, rows: &str) -> String {
    table(&format!("survival{{endpoint=\"总生存率\" {options}}}"), rows)
}

#[test]
fn a_few_rows_at_round_times_have_no_median() {
    let few = [
        "arm,time,survival\nA,12,0.8\nA,24,0.6\nA,60,0.4",
        "arm,time,survival\nA,1,0.8\nA,3,0.6\nA,5,0.4",
        "arm,time,survival\nA,0,1\nA,24,0.4",
        "arm,time,survival\nA,24,0.4",
        "arm,time,survival\nA,12,0.8\nA,36,0.4\nB,24,0.7\nB,60,0.3",
        "arm,time,survival,at_risk,events\nA,12,0.8,100,5\nA,24,0.6,80,3\nA,60,0.4,50,9",
    ];
    for rows in few {
        let (shown, said) = page("", &curve("unit=\"月\"", rows));
        assert!(!said.contains("error[") && words(&shown).contains("若干时点"), "{rows}: {said}");
        let said = stderr(&with_chart(&curve("unit=\"月\" median=\"yes\"", rows)).run(&["check"]));
        assert!(said.contains("error[D025]"), "{rows}: {said}");
        let (shown, said) = page("", &curve("unit=\"月\" median=\"yes\" rows=\"steps\"", rows));
        assert!(!said.contains("error[") && words(&shown).contains("中位"), "{rows}: {said}");
    }
    // What says who died when, times that no one chose, and days, are steps.
    for (unit, rows) in [
        ("月", "arm,time,survival,at_risk,events\nA,0,1,10,0\nA,5,0.8,10,2\nA,9,0.4,8,4"),
        ("月", "arm,time,survival\nA,0,1\nA,5.3,0.8\nA,9,0.4"),
        ("天", "arm,time,survival\nA,0,1\nA,31,0.8\nA,377,0.4"),
    ] {
        let (shown, said) = page("", &curve(&format!("unit=\"{unit}\" median=\"yes\""), rows));
        assert!(!said.contains("error[") && words(&shown).contains("中位"), "{rows}: {said}");
    }
}

#[test]
fn medians_are_compared_across_units() {
    let findings = |unit: &str, median: &str| {
        format!(
            "{ARMS}findings:\n  - endpoint: 总生存期\n    role: primary\n    medians: {{a: {median}, b: {median}, unit: {unit}}}\n"
        )
    };
    let rows =
        "arm,time,survival\na,0,1\na,20.3,0.9\na,40.1,0.6\na,48.7,0.4\nb,0,1\nb,22.3,0.8\nb,40.9,0.6\nb,47.2,0.4";
    for (unit, median, axis, fits) in [
        ("个月", "30", "周", false),
        ("个月", "30", "days", false),
        ("years", "4", "months", true),
        ("years", "2", "月", false),
        ("年", "0.9", "weeks", true),
        ("个月", "10.5", "周", true),
        ("天", "310", "周", true),
        ("周期", "3", "周", true),
    ] {
        let site = TestSite::new();
        site.issue(1, "one", &findings(unit, median), &curve(&format!("unit=\"{axis}\" median=\"yes\""), rows));
        let said = stderr(&site.run(&["check"]));
        assert_eq!(!said.contains("error[D026]"), fits, "{median} {unit} on {axis}: {said}");
        assert!(fits || said.contains(&format!("{axis}, and the median here")), "{said}");
    }
    let (shown, _) = page(&findings("个月", "10.5"), &curve("unit=\"周\" median=\"yes\"", rows));
    assert!(words(&shown).contains("中位10.5个月") && words(&shown).contains("时间（周）"), "{}", words(&shown));
}

#[test]
fn a_side_favours_nobody_where_events_are_hoped_for() {
    let findings = |endpoint: &str| {
        format!(
            "{ARMS}findings:\n  - endpoint: {endpoint}\n    role: primary\n    medians: {{a: 9, b: 7, unit: 天}}\n    effect: HR=0.70，95%CI 0.50~0.90\n"
        )
    };
    let (shown, _) = page(&findings("总生存期"), ":::forest\n:::");
    assert!(words(&shown).contains("有利于甲组"), "{}", words(&shown));
    for endpoint in ["至康复时间", "症状缓解时间", "首次出院时间", "Time to healing", "拔管时间"] {
        let (shown, said) = page(&findings(endpoint), ":::forest\n:::");
        assert!(!words(&shown).contains("有利于") && said.contains("D021"), "{endpoint}: {}", words(&shown));
    }
}

#[test]
fn a_margin_that_is_named_is_drawn_and_compared() {
    let findings = |margin: &str, met: &str| {
        format!(
            "{ARMS}findings:\n  - endpoint: 无病生存期\n    role: primary\n{margin}    effect: HR=1.02，95%CI 0.80~1.30\n    met: {met}\n"
        )
    };
    let plot = ":::forest{margin=\"1.38\" left=\"甲\" right=\"乙\"}\n:::";
    let (shown, said) = page(&findings("", "true"), plot);
    assert!(words(&shown).contains("非劣效界值1.38") && !said.contains("warning["), "{said}");
    let (_, said) = page(&findings("", "true"), &plot.replace("1.38", "1.2"));
    assert!(said.contains("warning[D027]"), "{said}");
    let site = TestSite::new();
    site.issue(1, "one", &findings("    margin: HR 1.38\n", "true"), &plot.replace("1.38", "1.2"));
    assert!(stderr(&site.run(&["check"])).contains("error[D031]"));
    let rows = "label,estimate,lower,upper\n无病生存期,1.02,0.80,1.30";
    let inline =
        |margin: &str| table(&format!("forest{{measure=\"HR\" margin=\"{margin}\" left=\"甲\" right=\"乙\"}}"), rows);
    assert!(!page(&findings("", "true"), &inline("1.38")).1.contains("D027"));
    assert!(page(&findings("", "true"), &inline("1.25")).1.contains("D027"));
    assert!(page(&findings("", "false"), &inline("1.38")).1.contains("D027"));
}

fn forest(options: &str, rows: &str) -> String {
    table(&format!("forest{{{options} left=\"甲\" right=\"乙\"}}"), rows)
}

#[test]
fn rounding_does_not_cross_a_line() {
    let rows = "label,estimate,lower,upper,p\n一,0.79876543,0.63987654,0.999712345,0.04987654\n二,0.5123456,0.3123456,0.8123456,0.0123456";
    let (shown, _) = page("", &forest("measure=\"HR\"", rows));
    let text = words(&shown);
    assert!(text.contains("0.799 (0.640~0.9997)") && text.contains("P=0.0499"), "{text}");
    assert!(text.contains("0.512 (0.312~0.812)") && text.contains("P=0.012"), "{text}");
}

#[test]
fn what_cannot_be_a_p_value_or_a_level_is_none() {
    let one = |p: &str| format!("label,estimate,lower,upper,p\n一,0.7,0.5,0.9,{p}");
    for p in ["1.6", "-0.2", "0", "<1.6", "P=3", "1.23456"] {
        let said = stderr(&with_chart(&forest("measure=\"HR\"", &one(p))).run(&["check"]));
        assert!(said.contains("error[D007]"), "{p}: {said}");
    }
    for (p, shown_p) in [
        (".000", "P<.001"),
        (".00001234", "P<.001"),
        (".0312345", "P=.031"),
        ("0.0000", "P<0.001"),
        ("0.00", "P<0.01"),
        ("<.001", "P<.001"),
        ("NS", "NS"),
    ] {
        let (shown, said) = page("", &forest("measure=\"HR\"", &one(p)));
        assert!(words(&shown).replace("&lt;", "<").contains(shown_p) && !said.contains("error["), "{p}: {said}");
    }
    for (level, shown_level) in [("0.975", "97.5% CI"), ("0.95", "95% CI"), ("0.9", "90% CI"), ("99%", "99% CI")] {
        let (shown, _) = page("", &forest(&format!("measure=\"HR\" level=\"{level}\""), &one("0.02")));
        assert!(words(&shown).replace("%CI", "% CI").contains(shown_level), "{level}: {}", words(&shown));
    }
    for level in ["5", "120", "1", "high"] {
        let site = with_chart(&forest(&format!("measure=\"HR\" level=\"{level}\""), &one("0.02")));
        assert!(stderr(&site.run(&["check"])).contains("M008"), "{level}");
    }
}

#[test]
fn icons_are_never_all_filled_where_not_all_had_the_event() {
    let (shown, _) = page("", &table("icon-array{event=\"缓解\"}", "arm,n,of\n甲,999,1000\n乙,1000,1000"));
    assert!(words(&shown).contains("每100人中99人") && words(&shown).contains("每100人中100人"), "{}", words(&shown));
    let said = stderr(&with_chart(&table("icon-array{event=\"缓解\"}", "arm,n,of\n甲,30,\n乙,40,80")).run(&["check"]));
    assert!(said.contains("error[D007]") && said.contains("`of`"), "{said}");
}

#[test]
fn charts_and_their_trial_count_the_same_people() {
    let arms = "trial:\n  name: DEMO\n  arms:\n    a: {label: 甲组, n: 50}\n    b: {label: 乙组, n: 60}\n";
    let curves = "arm,time,survival,at_risk\na,0,1,500\na,3.2,0.8,40\nb,0,1,60\nb,3.7,0.8,40";
    let icons = "arm,n,of\na,20,55\nb,20,58";
    let plot = "label,arm1,arm2,estimate,lower,upper\n全部,10/50,9/61,1.2,0.9,1.6";
    for (chart, right, wrong) in [
        (curve("unit=\"月\"", curves), "甲组: 500 here, and 50", "乙组"),
        (table("icon-array{event=\"缓解\"}", icons), "甲组: 55 here, and 50", "乙组"),
        (forest("measure=\"OR\"", plot), "乙组: 61 here, and 60", "甲组"),
    ] {
        let (_, said) = page(arms, &chart);
        assert_eq!(said.matches("warning[D017]").count(), 1, "{said}");
        assert!(said.contains(right) && !said.contains(&format!("{wrong}: ")), "{said}");
    }
}

#[test]
fn a_table_of_one_arm_needs_no_column_for_it() {
    let rows = "time,survival\n0,1\n5.5,0.8\n9.2,0.4";
    let (shown, said) = page("", &curve("unit=\"月\"", rows));
    assert!(!said.contains("error[") && words(&shown).contains("总生存率"), "{said}");
    let one = "trial:\n  name: DEMO\n  arms:\n    a: {label: 试验组}\n";
    assert!(words(&page(one, &curve("unit=\"月\"", rows)).0).contains("试验组"));
    let site = TestSite::new();
    let said = stderr(&site.issue(1, "one", ARMS, &curve("unit=\"月\"", rows)).run(&["check"]));
    assert!(said.contains("error[D003]") && said.contains("the same name in all"), "{said}");
}

#[test]
fn what_other_programs_write_is_read() {
    for rows in [
        "_t,_surv,_lb,_ub\n0,1,1,1\n5.5,0.8,0.7,0.9",
        "sep=;\ntime;survival;lower;upper\n0;1;1;1\n5,5;0,8;0,7;0,9",
        "\"sep=,\"\ntime,survival\n0,1\n5.5,0.8",
    ] {
        let (shown, said) = page("", &curve("unit=\"月\"", rows));
        assert!(!said.contains("error[") && !said.contains("warning[") && shown.contains(">0.8<"), "{rows}: {said}");
    }
    for rows in [
        "\"\",\"exp(coef)\",\"exp(-coef)\",\"lower .95\",\"upper .95\"\n\"男\",0.7,1.43,0.5,0.9",
        ",estimate,std err,z,P>|z|,[0.025,0.975]\n男,0.7,0.1,2.1,0.01,0.5,0.9",
    ] {
        let (shown, said) = page("", &forest("measure=\"HR\"", rows));
        assert!(!said.contains("error[") && !said.contains("warning["), "{rows}: {said}");
        assert!(words(&shown).contains("男") && words(&shown).contains("0.7 (0.5~0.9)"), "{}", words(&shown));
    }
    let (shown, said) = page("", &forest("measure=\"MD\"", "label,estimate,lower,upper\n一,－0.1,－0.3,0.1"));
    assert!(!said.contains("error[") && words(&shown).contains("−0.1 (−0.3~0.1)"), "{said}");
}

#[test]
fn numbers_are_written_as_the_house_writes_them() {
    let rows = "label,estimate,lower,upper\n一,.77,.59,1.01\n二,.9,.51,1.25";
    for (house, tick, other) in [
        ("[house.number.zh]\nleading_zero = false\n", ">.6<", ">0.6<"),
        ("[house.number.en]\nleading_zero = false\n", ">0.6<", ">.6<"),
        ("", ">0.6<", ">.6<"),
    ] {
        let site = TestSite::new();
        site.write("config.toml", format!("title = \"演示\"\ncards = false\n{house}"));
        site.issue(1, "one", "", &forest("measure=\"HR\"", rows)).build();
        let shown = site.published("demo/one/index.html");
        assert!(shown.contains(tick) && !shown.contains(other), "{house}: {shown}");
        // Those of a paper stay as it prints them.
        assert!(words(&shown).contains(".77 (.59~1.01)") && !words(&shown).contains("0.77"), "{house}");
        assert!(shown.contains(">1<") && words(&shown).contains("1.25"), "{house}");
    }
}

#[test]
fn a_forest_of_the_findings_stands_once() {
    let findings = format!(
        "{ARMS}findings:\n  - endpoint: 总生存期\n    role: primary\n    effect: HR=0.77，95%CI 0.59~1.01\n  - endpoint: 无进展生存期\n    role: secondary\n    effect: HR=0.55，95%CI 0.40~0.75\n"
    );
    let own = ":::forest{left=\"甲\" right=\"乙\"}\n:::";
    let rows = "label,estimate,lower,upper\n一,0.77,0.59,1.01";
    for (text, count, is_made) in [
        ("正文。".to_owned(), 1, true),
        (own.to_owned(), 1, false),
        (forest("measure=\"HR\"", rows), 2, true),
        (format!("{own}\n\n{}", forest("measure=\"HR\"", rows)), 2, false),
    ] {
        let (shown, _) = page(&findings, &text);
        assert_eq!(shown.matches("<svg class=\"chart-narrow\"").count(), count, "{text}");
        assert_eq!(shown.contains("findings-forest"), is_made, "{text}");
    }
}
