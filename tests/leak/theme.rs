//! A theme that shows what consent withholds is refused, by `check` and by `build`, whatever it shows, wherever it takes
//! it from, and however it changes it.

use super::{markers, outside, site};
use crate::support::{TestSite, stderr};

/// The site with a theme of its own, which has these templates.
fn leaky(scope: &str, templates: &[(&str, &str)]) -> TestSite {
    let site = site(scope, "leaky");
    site.write("themes/leaky/theme.toml", "name = \"leaky\"\npostil = \">=0.1\"\nextends = \"default\"\n");
    for (name, text) in templates {
        site.write(&format!("themes/leaky/templates/{name}"), text);
    }
    site
}

/// What `check` and `build` say of leaks: the message, a line each. Both say the same.
fn said(site: &TestSite) -> Vec<String> {
    let of = |command: &str| -> Vec<String> {
        let output = site.run(&[command, "--now", "2026-01-01"]);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{command}: {said}");
        let mut lines: Vec<String> =
            said.lines().filter_map(|line| line.strip_prefix("error[T012]: ")).map(str::to_owned).collect();
        lines.sort();
        assert!(!lines.is_empty(), "{command}: {said}");
        lines
    };
    let checked = of("check");
    assert_eq!(checked, of("build"));
    assert!(!site.output().join("index.html").exists(), "a site that leaks was published");
    checked
}

/// A page of any template that has this in its head.
fn head(text: &str) -> String {
    format!(
        "{{% extends \"base.html\" %}}{{% block head %}}{text}{{% endblock head %}}{{% block main %}}<h1>x</h1>{{% endblock main %}}"
    )
}

#[test]
fn whatever_holds_an_issue_is_looked_at_on_every_page() {
    let summaries = |list: &str| {
        format!("{{% for it in {list} %}}<meta name=\"x\" content=\"{{{{ it.summary }}}}\">{{% endfor %}}")
    };
    let issue = head(&format!(
        "{}<!-- {{{{ issue.summary }}}} -->{{% if previous %}}<link rel=\"x\" title=\"{{{{ previous.summary }}}}\">{{% endif %}}\
         {{% if next %}}<link rel=\"x\" media=\"{{{{ next.summary }}}}\">{{% endif %}}\
         {{% for it in issue.quiz %}}<script type=\"application/json\">{{{{ it.question }}}}</script>{{% endfor %}}",
        summaries("related")
    ));
    let home = head(&format!(
        "<!-- {{{{ newest.summary }}}} -->{}{{% for it in columns %}}<link rel=\"x\" title=\"{{{{ it.newest.summary }}}}\">{{% endfor %}}",
        summaries("issues")
    ));
    let person = head(&format!(
        "{}{{% for it in credits %}}<link rel=\"x\" title=\"{{{{ it.issue.summary }}}}\">{{% endfor %}}",
        summaries("commentaries")
    ));
    let column = head("<link rel=\"x\" title=\"{{ column.newest.summary }}\">");
    let archive = head(
        "{% for it in issues %}{% if it.headline %}<meta name=\"x\" content=\"{{ it.headline.effect }}\">{% endif %}{% endfor %}",
    );
    let tag = head(&summaries("issues"));
    let page = head("<meta name=\"x\" content=\"{{ content.body }}\">");
    let site = leaky(
        "page",
        &[
            ("issue.html", &issue),
            ("home.html", &home),
            ("person.html", &person),
            ("column.html", &column),
            ("archive.html", &archive),
            ("tag.html", &tag),
            ("page.html", &page),
        ],
    );
    let both = "`key_findings`, `introduction`";
    let expected = [
        ("archive", "`<meta content>`", "`key_findings`"),
        ("column", "`<link title>`", both),
        ("home", "`<link title>`", both),
        ("home", "`<meta content>`", both),
        ("home", "a comment", both),
        ("issue", "`<link media>`", both),
        ("issue", "`<link title>`", both),
        ("issue", "`<meta content>`", both),
        ("issue", "a comment", both),
        ("issue", "the text of `<script>`", "`quiz`"),
        ("page", "`<meta content>`", "`introduction`"),
        ("person", "`<link title>`", "`key_findings`"),
        ("person", "`<meta content>`", "`key_findings`"),
        ("tag", "`<meta content>`", both),
    ];
    let mut expected: Vec<String> = expected
        .map(|(name, place, parts)| format!("pages of `{name}.html` show what consent withholds in {place}: {parts}"))
        .into();
    expected.sort();
    let said = said(&site);
    let missing: Vec<&String> = expected.iter().filter(|line| !said.contains(line)).collect();
    assert!(missing.is_empty() && said.len() == expected.len(), "{missing:#?} in {said:#?}");
}

#[test]
fn what_a_template_makes_of_a_text_is_a_leak_too() {
    for (scope, text, place) in [
        // Browsers end the paragraph where the first one of the text begins.
        (
            "body",
            "<p class=\"gated\">{{ issue.body }}</p>",
            "show what consent withholds in the text of `<p>`: `introduction`",
        ),
        ("body", "<p>{{ issue.comments.count }}</p>", "are not the same in the text of `<p>` whatever"),
        (
            "body",
            "<p>{% for it in issue.quiz %}{% for a in it.choices %}{% if a.right %}{{ a.letter }}{% endif %}{% endfor %}{% endfor %}</p>",
            "are not the same in the text of `<p>` whatever",
        ),
        (
            "body",
            "<p title=\"{{ issue.body | upper | truncate(length=20) }}\">x</p>",
            "show what consent withholds in `<p title>`: `introduction`",
        ),
        ("body", "{% if issue.comments.count > 2 %}<i>x</i>{% endif %}", "are not the same in `<i>` whatever"),
    ] {
        let template = format!(
            "{{% extends \"base.html\" %}}{{% block main %}}<h1>x</h1>{{{{ gate.panel }}}}<div class=\"gated\">x</div>{text}{{% endblock main %}}"
        );
        let site = leaky(scope, &[("issue.html", &template)]);
        let said = said(&site);
        assert!(said.iter().any(|line| line.contains(place)), "{text}: {said:#?}");
    }
}

#[test]
fn a_number_or_a_yes_or_no_of_a_result_is_withheld_with_it() {
    let home = head("{% if newest.headline and newest.headline.met %}<meta name=\"met\" content=\"\">{% endif %}");
    let tag = head(
        "{% for it in issues %}{% if it.headline %}<meta name=\"{{ it.headline.values[0].share }}\">{% endif %}{% endfor %}",
    );
    let archive = head(
        "{% for it in issues %}{% if it.headline and it.headline.measure == \"rate\" %}<link rel=\"x\">{% endif %}{% endfor %}",
    );
    let said = said(&leaky("page", &[("home.html", &home), ("tag.html", &tag), ("archive.html", &archive)]));
    for place in [
        "`home.html` are not the same in `<meta>`",
        "`tag.html` are not the same in `<meta name>`",
        "`archive.html` are not the same in `<link>`",
    ] {
        assert!(said.iter().any(|line| line.contains(place)), "{place}: {said:#?}");
    }
}

#[test]
fn a_template_that_cannot_be_looked_at_is_refused() {
    let issue = "{% extends \"base.html\" %}{% block main %}<h1>x</h1>{{ gate.panel }}<div class=\"gated\">{{ issue.body }}{% for it in issue.commentary %}{{ it.text | split(pat=\"zq-\") | nth(n=1) | length }}{% endfor %}</div>{% endblock main %}";
    let said = said(&leaky("body", &[("issue.html", issue)]));
    assert!(said.iter().any(|line| line.starts_with("what consent withholds cannot be looked for: ")), "{said:#?}");
}

#[test]
fn issues_beside_an_open_one_show_no_more_than_everyone_may_see() {
    let issue = "{% extends \"base.html\" %}{% block main %}<h1>x</h1>{% for it in related %}<p>{{ it.url }}: {% if it.summary %}{{ it.summary }}{% endif %}{% if it.headline %}{{ it.headline.effect }}{% endif %}</p>{% endfor %}{{ issue.body }}{% endblock main %}";
    let site = leaky("page", &[("issue.html", issue)]);
    site.issue(3, "three", "consent: false\ntags: [zq-tag]\n", "zq-third。");
    site.build();
    let open = site.published("demo/three/index.html");
    assert!(open.contains("/demo/zq-slug/") && !open.contains("id=\"gate\""), "{open}");
    let seen = markers(&outside(&open));
    assert!(seen.contains("zq-summary") && seen.contains("zq-third"), "{seen:?}");
    assert!(!seen.contains("zq-key") && !seen.contains("0.6159"), "{seen:?}");
    // Behind the question of the whole page all of it can be read.
    assert!(markers(&site.published("demo/two/index.html")).contains("zq-key"));
}

/// What was found is remembered, and no longer than it holds.
#[test]
fn a_template_that_begins_to_leak_is_found_and_one_that_ceases_is_let_go() {
    let site = leaky("page", &[]);
    let check = || {
        let said = stderr(&site.run(&["check", "--now", "2026-01-01"]));
        // How long it took is another each time.
        said.lines().filter(|line| !line.contains(" read, ")).collect::<Vec<_>>().join("\n")
    };
    let sound = check();
    assert!(!sound.contains("error["), "{sound}");
    let leak = head("<meta name=\"x\" content=\"{{ newest.summary }}\">");
    for time in ["first", "second"] {
        site.write("themes/leaky/templates/home.html", &leak);
        let said = check();
        assert!(said.contains("error[T012]"), "the {time} time: {said}");
        // The leak stays where the text of an issue changes that the page shows.
        site.issue(3, "three", "tags: [zq-tag]\n", &format!("zq-third-{time}。"));
        assert_eq!(check(), said, "the {time} time");
        site.remove("themes/leaky/templates/home.html");
        assert_eq!(check(), sound, "the {time} time");
    }
}
