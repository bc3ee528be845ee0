//! How often the check of words of significance is wrong, and how often it sees.

use postil::diag::code;

use super::method::both_tails;
use super::ratio::printed_p;
use super::{Draws, Row, count, hold, many};

/// A result and what is said of it.
struct Result {
    way: usize,
    /// Whether words call it significant.
    is_called: bool,
    /// Estimate and bounds of a hazard ratio.
    ratio: [String; 3],
    p: String,
}

impl Result {
    /// A hazard ratio of which the logarithm has mean −0.2 and standard deviation 0.4, its standard error 0.08 to 0.40,
    /// called significant where P is below a limit.
    fn drawn(draws: &mut Draws, limit: f64) -> Self {
        let error = draws.between(0.08, 0.40);
        let effect = -0.2 + 0.4 * draws.normal();
        let p = both_tails(effect / error);
        let bounds = [0.0, -1.959_963_984_540_054, 1.959_963_984_540_054];
        let ratio = bounds.map(|reach| format!("{:.2}", libm::exp(effect + reach * error)));
        Self { way: draws.below(6), is_called: p < limit, ratio, p: printed_p(p) }
    }

    fn written(&self) -> String {
        let Self { ratio: [estimate, lower, upper], p, .. } = self;
        let of = |called: &str, denied: &str| if self.is_called { called.to_owned() } else { denied.to_owned() };
        match self.way {
            0 => format!("两组{}（*P*{p}）。", of("差异有统计学意义", "差异无统计学意义")),
            1 => format!(
                "联合组的总生存期{}（HR={estimate}，95%CI {lower}~{upper}，P{p}）。",
                of("显著延长", "无显著延长")
            ),
            2 => format!(
                "Survival {} (HR {estimate}; 95% CI, {lower}–{upper}; P {p}).",
                of("differed significantly", "did not differ significantly")
            ),
            3 => format!(
                "There was {} in response (P {p}).",
                of("a significant difference", "no significant difference")
            ),
            4 => format!("两组的生存{}（HR={estimate}，95%CI {lower}~{upper}）。", of("差异显著", "差异不显著")),
            _ => format!("总体反应率{}，P{p}。", of("显著提高", "未见显著提高")),
        }
    }
}

fn study(kind: &str, seed: u64, limit: f64, change: fn(&mut Draws, &mut Result)) -> Row {
    let draws = &mut Draws::seeded(seed);
    let one = |_| {
        let mut result = Result::drawn(draws, limit);
        change(draws, &mut result);
        result.written()
    };
    count(kind, "", &(0..many()).map(one).collect::<Vec<_>>(), &[code::E113])
}

#[test]
fn words_of_significance() {
    let turned = |_: &mut Draws, it: &mut Result| it.is_called = !it.is_called;
    let in_p = |draws: &mut Draws, it: &mut Result| {
        // In a sentence that prints P.
        it.way = draws.pick(&[0, 1, 2, 3, 5]);
        it.p = draws.slip(&it.p, true);
    };
    let in_bounds = |draws: &mut Draws, it: &mut Result| {
        it.way = 4;
        let at = 1 + draws.below(2);
        it.ratio[at] = draws.slip(&it.ratio[at], false);
    };
    let rows = [
        study("words that go with P, at 0.05", 1300, 0.05, |_, _| {}),
        study("at 0.10, not said", 1301, 0.10, |_, _| {}),
        study("at 0.01, not said", 1302, 0.01, |_, _| {}),
        study("the words turned about", 1303, 0.05, turned),
        study("slip in P", 1304, 0.05, in_p),
        study("slip in a bound, without P", 1305, 0.05, in_bounds),
    ];
    hold(code::E113, &rows);
    for row in &rows[..2] {
        assert_eq!(row.flagged, 0, "{}", row.kind);
    }
    assert!(rows[2].spares(0.01) && rows[3].sees(0.6, 0.6), "{} {}", rows[2].flagged, rows[3].flagged);
}
