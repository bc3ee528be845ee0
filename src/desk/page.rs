//! What the desk adds to a page when it is given out. Nothing of it is ever in a file of the site.

/// A page with the desk's script in it.
pub(super) fn with_desk(html: &[u8], base: &str, edition: u64) -> Vec<u8> {
    let script =
        format!("<script src=\"{base}_desk/desk.js\" data-base=\"{base}\" data-edition=\"{edition}\"></script>");
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|it| it.eq_ignore_ascii_case(end)).unwrap_or(html.len());
    [&html[..at], script.as_bytes(), &html[at..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        let script = r#"<script src="/a/_desk/desk.js" data-base="/a/" data-edition="3"></script>"#;
        for (html, whole) in [
            ("<body>文</body></html>", format!("<body>文{script}</body></html>")),
            ("<pre>&lt;/body></pre></BODY>", format!("<pre>&lt;/body></pre>{script}</BODY>")),
            ("文", format!("文{script}")),
        ] {
            assert_eq!(String::from_utf8(with_desk(html.as_bytes(), "/a/", 3)), Ok(whole));
        }
    }
}
