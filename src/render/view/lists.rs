//! Lists that run over several pages.

use tera::Value;

use super::object;
use crate::model::address::{page_of, pages};

view! {
    /// Where a page stands in a list of several, as `pager`.
    Pager {
        /// Which page it is, from 1.
        page: usize,
        /// How many pages there are.
        pages: usize,
        /// How many issues there are on all of them.
        total: usize,
        /// The first issue on this page, from 1.
        first: usize,
        /// The last issue on this page, from 1.
        last: usize,
        /// The address of the page before.
        previous: Option<String>,
        /// The address of the next page.
        next: Option<String>,
        /// The first, the last and the pages around this one: number, url, current, gap (pages are left out before it).
        numbers: Vec<Value>,
    }
}

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
