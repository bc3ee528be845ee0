//! Lists that run over several pages.

use tera::Value;

use super::{Pager, builder::object};

/// The address of a page of a list: the first has none of its own.
pub fn page_address(list: &str, page: usize) -> String {
    if page == 1 { list.to_owned() } else { format!("{list}page/{page}/") }
}

/// How many pages a list of `total` issues has: at least one.
pub fn pages(total: usize, size: usize) -> usize {
    total.div_ceil(size.max(1)).max(1)
}

/// Where page number `page` of a list stands. `url` turns an address into one for pages.
pub fn pager(list: &str, page: usize, total: usize, size: usize, url: impl Fn(&str) -> String) -> Value {
    let pages = pages(total, size);
    let at = |page: usize| url(&page_address(list, page));
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

    #[test]
    fn the_first_page_is_the_list_itself() {
        assert_eq!(page_address("archive/", 1), "archive/");
        assert_eq!(page_address("archive/", 2), "archive/page/2/");
        assert_eq!((pages(0, 10), pages(10, 10), pages(11, 10)), (1, 1, 2));
    }
}
