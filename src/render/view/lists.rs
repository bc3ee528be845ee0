//! Lists that run over several pages.

use tera::Value;

use super::{Pager, builder::object};
use crate::model::address::{page_of, pages};

/// Where page number `page` of a list stands. `url` turns an address into one for pages.
pub fn pager(list: &str, page: usize, total: usize, size: usize, url: impl Fn(&str) -> String) -> Value {
    let pages = pages(total, size);
    let at = |page: usize| url(&page_of(list, page));
    Pager {
        page,
        pages,
        total,
        first: if total == 0 { 0 } else { (page - 1) * size + 1 },
        last: (page * size).min(total),
        previous: (page > 1).then(|| at(page - 1)),
        next: (page < pages).then(|| at(page + 1)),
        numbers: shown(page, pages)
            .into_iter()
            .scan(0, |before, number| {
                let gap = number > *before + 1;
                *before = number;
                Some(object([
                    ("number", number.into()),
                    ("url", at(number).into()),
                    ("current", (number == page).into()),
                    ("gap", gap.into()),
                ]))
            })
            .collect(),
    }
    .into()
}

/// The pages that a pager names: the first, the last, and two on either side of this one.
fn shown(page: usize, pages: usize) -> Vec<usize> {
    (1..=pages).filter(|number| *number == 1 || *number == pages || number.abs_diff(page) <= 2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_leaves_pages_out() {
        assert_eq!(shown(1, 3), [1, 2, 3]);
        assert_eq!(shown(7, 500), [1, 5, 6, 7, 8, 9, 500]);
    }
}
