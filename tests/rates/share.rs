//! How often the checks of numbers of people, differences, reductions and folds are wrong, and how often they see.

use postil::diag::code;
use postil::evidence::lex::Line;
use postil::evidence::share::shares;
use postil::lint::reading::crowd::Crowds;

use super::{Draws, Row, count, hold, many};

/// Statements that name all they need.
const FRONT: &str = "";

fn percent(count: u64, among: u64, decimals: usize) -> String {
    format!("{:.decimals$}", count as f64 * 100.0 / among as f64)
}

/// Whether a percentage can be one of `count` among `among`: by trying, in floats, with a margin for what they lose.
fn can_be(count: u64, among: u64, printed: &str) -> bool {
    let half = 0.5 / 10_f64.powi(printed.find('.').map_or(0, |at| printed.len() - at - 1) as i32);
    let value: f64 = printed.parse().expect("a number");
    (count as f64 * 100.0 / among as f64 - value).abs() <= half + 1e-9
}

/// Someone of an arm: the two arms, the count, the percentage, and the same with one digit changed.
struct Drawn {
    arms: [u64; 2],
    count: u64,
    percent: String,
    slipped: (u64, String),
}

fn drawn(draws: &mut Draws) -> Drawn {
    let arms = [40 + draws.below(361) as u64, 40 + draws.below(361) as u64];
    let count = 1 + draws.below(arms[0] as usize - 1) as u64;
    let percent = percent(count, arms[0], draws.below(2));
    let slipped = if draws.below(2) == 0 {
        (draws.slip(&count.to_string(), false).parse().expect("a number"), percent.clone())
    } else {
        (count, draws.slip(&percent, false))
    };
    Drawn { arms, count, percent, slipped }
}

#[test]
fn percentages_of_people() {
    let mut draws = Draws::seeded(201);
    let wording = |draws: &mut Draws, count: u64, percent: &str| match draws.below(4) {
        0 => format!("男性{count}例（{percent}%）。"),
        1 => format!("发生率为{percent}％（{count}例）。"),
        2 => format!("{count} patients ({percent}%) stopped."),
        _ => format!("停药**{count}**名患者，占{percent}%。"),
    };
    let names = |kind: &str, statements: usize, flagged: usize| Row {
        kind: kind.to_owned(),
        statements,
        flagged,
        with_notes: None,
    };
    let (mut right, mut slips, mut visible, mut seen) = (0, 0, 0, 0);
    for _ in 0..many() {
        let it = drawn(&mut draws);
        let all = [it.arms[0], it.arms[1], it.arms[0] + it.arms[1]];
        let crowds = Crowds::of(all.map(|size| (size as u32, String::new())));
        let flags = |text: &str| {
            let found = shares(&Line::new(text));
            assert_eq!(found.len(), 1, "{text}");
            crowds.judge(found[0].count, found[0].percent, &[]).is_some()
        };
        right += usize::from(flags(&wording(&mut draws, it.count, &it.percent)));
        let (count, printed) = &it.slipped;
        // All are all, whoever they are.
        let is_all = printed.parse::<f64>().is_ok_and(|it| it == 100.0);
        let is_visible = !is_all && !all.iter().any(|among| count <= among && can_be(*count, *among, printed));
        let is_flagged = flags(&wording(&mut draws, *count, printed));
        assert_eq!(is_flagged, is_visible, "{count} {printed} of {all:?}");
        slips += usize::from(is_flagged);
        visible += usize::from(is_visible);
        seen += usize::from(is_visible && is_flagged);
    }
    let mut rows = vec![
        names("150 people (84.7%) that agree with an arm", many(), right),
        names("one digit changed", many(), slips),
        names("of these, what arithmetic can see", visible, seen),
    ];

    let wording = |draws: &mut Draws, count: u64, among: u64, percent: &str| match draws.below(4) {
        0 => format!("男性{count}/{among}例（{percent}%）。"),
        1 => format!("发生率为{percent}%（{count}/{among}）。"),
        2 => format!("{count} of {among} patients ({percent}%) stopped."),
        _ => format!("停药{count}例（{count}/{among}，{percent}%）。"),
    };
    let (mut right, mut slips, mut visible) = (Vec::new(), Vec::new(), Vec::new());
    while visible.len() < many() {
        let it = drawn(&mut draws);
        let (count, printed) = &it.slipped;
        // More than everybody is for E202.
        if *count > it.arms[0] || printed.parse::<f64>().expect("a number") > 100.0 || slips.len() >= many() {
            if slips.len() >= many() {
                break;
            }
            continue;
        }
        right.push(wording(&mut draws, it.count, it.arms[0], &it.percent));
        let statement = wording(&mut draws, *count, it.arms[0], printed);
        if !can_be(*count, it.arms[0], printed) {
            visible.push(statement.clone());
        }
        slips.push(statement);
    }
    rows.push(super::count("150/177 (84.7%) that agree", FRONT, &right, &[code::E201]));
    rows.push(super::count("one digit changed", FRONT, &slips, &[code::E201]));
    rows.push(super::count("of these, what arithmetic can see", FRONT, &visible, &[code::E201]));
    assert!(rows[0].flagged == 0 && rows[3].flagged == 0, "nothing that rounding explains is flagged");
    assert!(rows[2].flagged == rows[2].statements && rows[5].flagged == rows[5].statements, "everything is seen");
    hold(code::E201, &rows);
}

#[test]
fn more_than_everybody() {
    let mut draws = Draws::seeded(202);
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for _ in 0..many() {
        let it = drawn(&mut draws);
        right.push(format!("停药{}/{}例（{}%）。", it.count, it.arms[0], it.percent));
        wrong.push(format!("停药{}/{}例（{}%）。", it.arms[0], it.count, it.percent));
    }
    let rows =
        [count("some of more", FRONT, &right, &[code::E202]), count("more of fewer", FRONT, &wrong, &[code::E202])];
    assert!(rows[0].flagged == 0 && rows[1].flagged == rows[1].statements);
    hold(code::E202, &rows);
}

#[test]
fn arms_and_totals() {
    let front = "trial:\n  name: DEMO\n  arms:\n    a: {label: A}\n    b: {label: B}\n";
    let mut draws = Draws::seeded(203);
    let wording = |draws: &mut Draws, all: &[String; 3]| match draws.below(3) {
        0 => format!("共{}例，其中单药组{}例，联合组{}例。", all[2], all[0], all[1]),
        1 => format!("{}例患者随机分为单药组（{}例）和联合组（{}例）。", all[2], all[0], all[1]),
        _ => format!("{} patients were randomized to A (n = {}) or B (n={}).", all[2], all[0], all[1]),
    };
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for _ in 0..many() {
        let (a, b) = (40 + draws.below(361), 40 + draws.below(361));
        let mut all = [a, b, a + b].map(|it| it.to_string());
        right.push(wording(&mut draws, &all));
        let at = draws.below(3);
        all[at] = draws.slip(&all[at], false);
        wrong.push(wording(&mut draws, &all));
    }
    let rows = [
        count("totals that are the sum", front, &right, &[code::E203]),
        count("one digit changed", front, &wrong, &[code::E203]),
    ];
    assert!(rows[0].flagged == 0 && rows[1].sees(0.99, 0.99), "{} {}", rows[0].flagged, rows[1].flagged);
    hold(code::E203, &rows);
}

#[test]
fn differences() {
    let mut draws = Draws::seeded(204);
    let wording = |draws: &mut Draws, it: &[String; 3]| match draws.below(4) {
        0 => format!("中位OS为{}个月，对照组为{}个月，相差{}个月。", it[0], it[1], it[2]),
        1 => format!("缓解率为{}%对{}%，相差{}个百分点。", it[0], it[1], it[2]),
        2 => format!("Median OS was {} vs {} months, a difference of {} months.", it[0], it[1], it[2]),
        _ => format!("中位PFS为{}对{}个月（HR=0.77，95%CI 0.59~1.01），相差{}个月。", it[0], it[1], it[2]),
    };
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for _ in 0..many() {
        let (a, b) = (draws.between(3.0, 40.0), draws.between(3.0, 40.0));
        // The difference of the exact values, rounded like them.
        let mut it = [a, b, (a - b).abs()].map(|it| format!("{it:.1}"));
        right.push(wording(&mut draws, &it));
        let at = draws.below(3);
        it[at] = draws.slip(&it[at], false);
        wrong.push(wording(&mut draws, &it));
    }
    let rows = [
        count("differences of the values", FRONT, &right, &[code::E204]),
        count("one digit changed", FRONT, &wrong, &[code::E204]),
    ];
    assert!(rows[0].flagged == 0 && rows[1].sees(0.9, 0.9));
    hold(code::E204, &rows);
}

#[test]
fn reductions() {
    let mut draws = Draws::seeded(205);
    let wording = |draws: &mut Draws, hr: &str, percent: &str| match draws.below(4) {
        0 => format!("联合组死亡风险降低{percent}%（HR={hr}，95%CI 0.30~0.99）。"),
        1 => format!("HR={hr}，复发风险下降了{percent}%。"),
        2 => format!("The risk of death was reduced (HR {hr}); a {percent}% reduction in the risk of death."),
        _ => format!("Treatment reduced the risk of death by {percent}% (hazard ratio, {hr}; P=.04)."),
    };
    let wording = |draws: &mut Draws, hr: &str, percent: &str| {
        // A semicolon would part the ratio from its percentage.
        wording(draws, hr, percent).replace("; a ", ", a ").replace("; P", ", P")
    };
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for _ in 0..many() {
        let ratio = draws.between(0.30, 0.95);
        let (hr, percent) = (format!("{ratio:.2}"), format!("{:.0}", (1.0 - ratio) * 100.0));
        right.push(wording(&mut draws, &hr, &percent));
        let slipped = if draws.below(2) == 0 {
            let hr = draws.slip(&hr, true);
            wording(&mut draws, &hr, &percent)
        } else {
            let percent = draws.slip(&percent, false);
            wording(&mut draws, &hr, &percent)
        };
        wrong.push(slipped);
    }
    let rows = [
        count("one less the ratio", FRONT, &right, &[code::E205]),
        count("one digit changed", FRONT, &wrong, &[code::E205]),
    ];
    assert!(rows[0].flagged == 0 && rows[1].sees(0.85, 0.85));
    hold(code::E205, &rows);
}

#[test]
fn folds() {
    let mut draws = Draws::seeded(301);
    let (mut right, mut wrong, mut usual) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..many() {
        let a = draws.between(5.0, 20.0);
        let b = a * draws.between(1.5, 4.9);
        let (to, by) = (format!("{:.1}", b / a), format!("{:.1}", b / a - 1.0));
        let unit = draws.pick(&["%", "个月"]);
        let wording = |to: bool, fold: &str| {
            let verb = if to { "提高到" } else { "提高" };
            format!("由{a:.1}{unit}升至{b:.1}{unit}，{verb}{fold}倍。")
        };
        let is_to = draws.below(2) == 0;
        let fold = if is_to { &to } else { &by };
        right.push(wording(is_to, fold));
        wrong.push(wording(is_to, &draws.slip(fold, false)));
        usual.push(wording(false, &to));
    }
    let rows = [
        count("folds of the values", FRONT, &right, &[code::E301]),
        count("one digit changed", FRONT, &wrong, &[code::E301]),
        count("the usual error", FRONT, &usual, &[code::E301]),
    ];
    assert!(rows[0].flagged == 0 && rows[1].sees(0.9, 0.9) && rows[2].flagged == many());
    hold(code::E301, &rows);
}

#[test]
fn any_text_is_read_without_panic() {
    let parts = [
        "150例",
        "（",
        "84.7%",
        "）",
        "/",
        "177",
        "，",
        "相差",
        "3.5个月",
        "HR=0.7",
        "风险降低",
        "倍",
        "提高",
        "P=0.0",
        "vs.",
        "of",
        "fold",
        "\u{fffc}",
        "−",
        "~",
        "４７％",
        "\n",
        "其中",
        "组",
        "(",
        "n=",
        "99999999999",
        "0",
        "对",
    ];
    let mut draws = Draws::seeded(7);
    for _ in 0..3000 {
        let text: String = (0..draws.below(30)).map(|_| draws.pick(&parts)).collect();
        let line = Line::new(&text);
        for share in shares(&line) {
            assert!(text.is_char_boundary(share.span.start) && text.is_char_boundary(share.span.end));
            Crowds::of([(85, "A".to_owned())]).judge(share.count, share.percent, &[]);
        }
        postil::evidence::number::numbers(&line);
        postil::evidence::probability::spellings(&line);
        postil::evidence::counted::counted(&line);
        for sentence in postil::evidence::sentence::sentences(&line) {
            postil::evidence::amount::amounts(&line, sentence.clone());
            postil::evidence::change::differences(&line, sentence.clone());
            postil::evidence::change::folds(&line, sentence.clone());
            postil::evidence::change::reductions(&line, sentence);
        }
    }
}
