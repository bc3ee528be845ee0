//! What letters and articles for WeChat take: elements, attributes, properties of styles, bytes.

/// What an outlet takes.
pub(super) struct Takes {
    /// Elements, each with its attributes besides `style`.
    pub(super) elements: &'static [(&'static str, &'static [&'static str])],
    /// Properties of styles besides those that all of them take.
    own: &'static [&'static str],
    /// The most bytes.
    pub(super) bytes: usize,
}

impl Takes {
    /// Whether a style may set a property.
    pub(super) fn sets(&self, property: &str) -> bool {
        PROPERTIES.contains(&property) || self.own.contains(&property)
    }
}

/// Properties of styles that all of them take.
const PROPERTIES: &[&str] = &[
    "background-color",
    "border",
    "border-bottom",
    "border-collapse",
    "border-left",
    "border-radius",
    "border-right",
    "border-top",
    "color",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "letter-spacing",
    "line-height",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "text-align",
    "text-decoration",
    "vertical-align",
    "width",
];

/// What mail programs have in common, as the tables of caniemail.com have it. Gmail cuts off what is longer than 102 kB.
pub(super) const MAIL: Takes = Takes {
    elements: &[
        ("a", &["href"]),
        ("b", &[]),
        ("blockquote", &[]),
        ("br", &[]),
        ("div", &["align", "dir", "lang"]),
        ("em", &[]),
        ("h1", &[]),
        ("h2", &[]),
        ("h3", &[]),
        ("hr", &[]),
        ("i", &[]),
        ("li", &[]),
        ("ol", &["start"]),
        ("p", &["align", "dir", "lang"]),
        ("span", &["dir", "lang"]),
        ("strong", &[]),
        ("sub", &[]),
        ("sup", &[]),
        ("table", &["align", "bgcolor", "border", "cellpadding", "cellspacing", "role", "width"]),
        ("tbody", &[]),
        ("td", &["align", "bgcolor", "colspan", "rowspan", "valign", "width"]),
        ("th", &["align", "bgcolor", "colspan", "rowspan", "scope", "valign", "width"]),
        ("thead", &[]),
        ("tr", &["align", "bgcolor", "valign"]),
        ("ul", &[]),
    ],
    own: &["height", "max-width"],
    bytes: 100_000,
};

/// What WeChat's editor keeps. How long an article may be is told at its issue.
pub(super) const WECHAT: Takes = Takes {
    elements: &[
        ("a", &["href"]),
        ("blockquote", &[]),
        ("br", &[]),
        ("em", &[]),
        ("img", &["alt", "src"]),
        ("li", &[]),
        ("ol", &[]),
        ("p", &[]),
        ("section", &[]),
        ("span", &[]),
        ("strong", &[]),
        ("sub", &[]),
        ("sup", &[]),
        ("table", &[]),
        ("tbody", &[]),
        ("td", &["colspan", "rowspan"]),
        ("tr", &[]),
        ("ul", &[]),
    ],
    own: &["background", "text-indent", "white-space"],
    bytes: usize::MAX,
};
