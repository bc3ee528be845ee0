//! Numbers and dates, and what was meant where one is written in another way.
//!
//! Statistics never come here: they stay text, with their digits.

use jiff::civil::Date;
use serde_json::json;

use super::{Context, Decode, Whole, Wholes};
use crate::diag::{At, Edit, text};
use crate::model::correction::CorrectionKind;
use crate::model::credit::Role;
use crate::model::finding::EndpointRole;
use crate::model::specialty::Specialty;
use crate::parse::draft::schema::Definitions;
use crate::parse::fault;
use crate::parse::node::{Node, Value};

macro_rules! whole_numbers {
    ($($type:ident text!($expected:literal) $minimum:expr;)*) => {$(
        impl Decode for At<$type> {
            fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
                let written = cx.scalar(node, text!($expected))?;
                let is_plain = written.strip_prefix('-').unwrap_or(written).bytes().all(|byte| byte.is_ascii_digit());
                let value = if is_plain { written.parse::<$type>().ok() } else { None };
                if value.is_none() {
                    let instead = number_meant(written).filter(|meant| meant.parse::<$type>().is_ok());
                    let found =
                        fault::not_a_number(cx.source, node.span.clone(), written, text!($expected), instead.as_deref());
                    let certain = instead.filter(|_| is_only_a_number(written));
                    cx.say(found.fix(certain.map(|number| Edit::new(node.span.clone(), number))));
                }
                value.map(|value| At::new(value, node.span.clone()))
            }

            fn schema(_: &mut Definitions) -> serde_json::Value {
                match $minimum {
                    Some(minimum) => json!({ "type": "integer", "minimum": minimum }),
                    None => json!({ "type": "integer" }),
                }
            }
        }
    )*};
}

whole_numbers! {
    u32 text!("a whole number") Some(0);
    u16 text!("a year") Some(0);
    i64 text!("a whole number") None::<i64>;
}

macro_rules! choices {
    ($($type:ident text!($what:literal);)*) => {$(
        impl super::Choice for $type {
            const NAMES: &'static [(&'static str, Self)] = Self::ALL;
            const WHAT: crate::diag::Text = text!($what);
        }
    )*};
}

choices! {
    Role text!("a role");
    EndpointRole text!("a role of an endpoint");
    CorrectionKind text!("a kind of correction");
    Specialty text!("a branch of medicine");
}

impl<const LEAST: u32, const MOST: u32> Whole<LEAST, MOST> {
    const BOUNDS: (i64, i64) = (LEAST as i64, MOST as i64);

    fn within(number: i64) -> Option<u32> {
        u32::try_from(number).ok().filter(|number| (LEAST..=MOST).contains(number))
    }
}

impl<const LEAST: u32, const MOST: u32> Decode for Whole<LEAST, MOST> {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        let Value::Integer(number) = node.value else {
            cx.not(node, text!("a whole number"));
            return None;
        };
        let found = Self::within(number);
        if found.is_none() {
            let name = cx.name();
            cx.say(fault::toml::out_of_bounds(cx.source, node.span.clone(), name, number, Self::BOUNDS));
        }
        found.map(Self)
    }

    fn schema(_: &mut Definitions) -> serde_json::Value {
        json!({ "type": "integer", "minimum": LEAST, "maximum": MOST })
    }
}

impl<const LEAST: u32, const MOST: u32> Decode for Wholes<LEAST, MOST> {
    fn decode(node: &Node<'_>, cx: &mut Context<'_>) -> Option<Self> {
        let Value::Sequence(items) = &node.value else {
            cx.not(node, text!("a list of whole numbers, such as `[390, 780]`,"));
            return None;
        };
        if items.is_empty() {
            cx.say(fault::toml::empty_list(cx.source, node.span.clone(), cx.name()));
        }
        let mut numbers = Vec::with_capacity(items.len());
        for item in items {
            match item.value {
                Value::Integer(number) => match Whole::<LEAST, MOST>::within(number) {
                    Some(number) => numbers.push(number),
                    None => {
                        let (place, bounds) = (item.span.clone(), Whole::<LEAST, MOST>::BOUNDS);
                        cx.say(fault::toml::item_out_of_bounds(cx.source, place, cx.name(), number, bounds));
                    }
                },
                _ => cx.not(item, text!("a whole number")),
            }
        }
        (!numbers.is_empty()).then_some(Self(numbers))
    }

    fn schema(schema: &mut Definitions) -> serde_json::Value {
        json!({ "type": "array", "items": Whole::<LEAST, MOST>::schema(schema), "minItems": 1 })
    }
}

/// The number in `1,024例`, `第26期`, `２６`; `None` where there are two or none, or what is there is not whole.
fn number_meant(written: &str) -> Option<String> {
    let narrow: String = written.chars().map(narrow_digit).collect();
    let first = narrow.find(|c: char| c.is_ascii_digit())?;
    let rest = narrow[first..].trim_end_matches(|c: char| !c.is_ascii_digit());
    let digits: String = rest.chars().filter(|c| !matches!(c, ',' | '，' | ' ' | '_')).collect();
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits)
}

/// Whether nothing is lost with all but the digits: `1,024例`, `第26期`, `２６`.
fn is_only_a_number(written: &str) -> bool {
    let counted = written.strip_prefix('第').unwrap_or(written).trim_end_matches(['例', '期', '年', '人']);
    counted.chars().all(|c| c.is_ascii_digit() || narrow_digit(c) != c || matches!(c, ',' | '，' | ' ' | '_'))
}

/// Whether a text holds year, month and day and no other number.
pub(super) fn is_only_a_date(written: &str) -> bool {
    let narrow: String = written.chars().map(narrow_digit).collect();
    let numbers = narrow.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).count();
    matches!(numbers, 1 | 3)
}

fn narrow_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        _ => c,
    }
}

/// A date as `2025-08-07`, and in no other form.
pub(super) fn date(written: &str) -> Option<Date> {
    let bytes = written.as_bytes();
    let in_form = bytes.len() == 10
        && bytes.iter().enumerate().all(
            |(at, byte)| {
                if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() }
            },
        );
    if in_form { written.parse().ok() } else { None }
}

/// The date in `2025/8/7`, `2025年8月7日`, `20250807` or `2025-08-07 10:00`.
pub(super) fn date_meant(written: &str) -> Option<String> {
    let narrow: String = written.chars().map(narrow_digit).collect();
    let mut numbers: Vec<&str> = narrow.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    if let [whole] = numbers[..]
        && whole.len() == 8
    {
        numbers = vec![&whole[..4], &whole[4..6], &whole[6..]];
    }
    let [year, month, day, ..] = numbers[..] else {
        return None;
    };
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (year.len() == 4).then(|| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_has_one_form() {
        assert!(date("2025-08-07").is_some());
        for wrong in ["2025-8-7", "2025-02-30", "2025-08-07T00:00", "", "2025—08-0"] {
            assert!(date(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn what_was_meant() {
        assert_eq!(date_meant("2025年8月7日").as_deref(), Some("2025-08-07"));
        assert_eq!(date_meant("20250807").as_deref(), Some("2025-08-07"));
        assert_eq!(date_meant("8/7/2025"), None);
        assert_eq!(number_meant("第２６期").as_deref(), Some("26"));
        assert_eq!(number_meant("1,024例").as_deref(), Some("1024"));
        assert_eq!(number_meant("15.8"), None);
    }
}
