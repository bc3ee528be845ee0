//! Outlets by a theme's own templates: what they make goes out, what an outlet does not take is told at their files.

use crate::mail;
use crate::support::{TestSite, code, stderr};
use crate::wechat::{self, with_everything};

const OUTLETS: [&str; 4] = ["mail", "print", "slides", "wechat"];

/// Where each outlet puts what a template makes of the first issue.
const PAGES: [(&str, &str); 4] = [
    ("mail", "mail.html"),
    ("print", "demo/one/print/index.html"),
    ("slides", "demo/one/slides/index.html"),
    ("wechat", "demo/one/wechat/index.html"),
];

/// A site of everything, with all four outlets and a theme of its own that has some templates of them.
fn site(templates: &[(&str, &str)]) -> TestSite {
    let site = with_everything("mail");
    let on: String = OUTLETS.iter().map(|outlet| format!("{outlet} = true\n")).collect();
    site.write(
        "config.toml",
        format!(
            "title = \"演示\"\nbase_url = \"https://example.org/\"\ncards = false\ntheme = \"mine\"\n[outlets]\n{on}"
        ),
    );
    theme(&site, templates);
    site
}

fn theme(site: &TestSite, templates: &[(&str, &str)]) {
    site.write("themes/mine/theme.toml", "extends = \"default\"\npostil = \">=0.1, <0.2\"\n");
    for (outlet, text) in templates {
        site.write(&format!("themes/mine/templates/outlets/{outlet}.html"), *text);
    }
}

#[test]
fn what_a_template_gets_is_all_that_there_is() {
    let without = site(&[]);
    let with = site(&OUTLETS.map(|outlet| (outlet, "{{ outlet.html }}")));
    without.build();
    with.build();
    for (outlet, page) in PAGES {
        assert_eq!(with.published(page), without.published(page), "{outlet}");
    }
    assert_eq!(with.snapshot(), without.snapshot());
}

/// A look of its own for each outlet, of parts alone.
const OWN: [(&str, &str); 4] = [
    (
        "mail",
        "<div style=\"padding:8px;background-color:{{ outlet.colours.ground }}\"><h1>{{ outlet.title }}</h1>\n{% for part in outlet.parts %}<h2>★ {{ part.name }}</h2>{{ part.html }}{% endfor %}<p>{{ outlet.notice }}</p></div>\n",
    ),
    (
        "print",
        "<h1>★ {{ outlet.title_html }}</h1>\n{% for part in outlet.parts %}<section class=\"own-{{ part.kind }}\">{% if part.name %}<h2>{{ part.name }}</h2>{% endif %}{{ part.html }}</section>\n{% endfor %}",
    ),
    (
        "slides",
        "{% for part in outlet.parts %}<section class=\"slide {{ part.kind }}\" id=\"slide-{{ loop.index }}\"><h2>★ {{ part.name_html }}</h2><div class=\"content\">{{ part.html }}</div>{% if part.notes %}<details class=\"notes\">{{ part.notes }}</details>{% endif %}</section>\n{% endfor %}",
    ),
    (
        "wechat",
        "<section style=\"font-size:15px\">{% for part in outlet.parts %}{% if part.name %}<p style=\"text-align:center\"><strong>★ {{ part.name }}</strong></p>{% endif %}{{ part.html }}{% endfor %}</section>",
    ),
];

#[test]
fn each_outlet_can_look_as_the_theme_has_it() {
    let site = site(&OWN);
    site.write("themes/mine/assets/outlets/slides.css", "h2 { color: #123456 }\n")
        .write("themes/mine/assets/outlets/print.css", "h1 { color: #654321 }\n");
    site.build();
    for (outlet, page) in PAGES {
        let html = site.published(page);
        assert!(html.contains('★') && html.contains("0.77") && html.contains("终点达到"), "{outlet}: {html}");
    }
    assert_eq!(mail::faults(&site.published("mail.html").replace("<div ", "<p ").replace("</div>", "</p>")), [""; 0]);
    assert_eq!(wechat::faults(wechat::article(&site.published("demo/one/wechat/index.html"))), [""; 0]);
    let slides = site.published("demo/one/slides/index.html");
    let sheet = slides.split_once("/assets/outlets/slides-").expect("a style sheet").1;
    let sheet = format!("assets/outlets/slides-{}", sheet.split_once('"').expect("its end").0);
    assert!(site.published(&sheet).contains("#123456"));
    assert!(slides.contains("点评的话。"), "{slides}");
    // In a folder of its own it is all in one file, which its policy allows.
    let run = site.run(&["outlet", "print", "one", "--now", "2026-01-01", "--output", "made"]);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    assert!(site.read("made/index.html").contains("#654321") && site.read("made/index.html").contains('★'));
}

#[test]
fn what_an_outlet_does_not_take_is_told_at_the_template() {
    for (outlet, text, said) in [
        ("mail", "<table class=\"x\">{{ outlet.html }}</table>", "error[T022]: `outlets/mail.html` writes `class=`"),
        ("mail", "<p>{{ outlet.title }}</p>", "error[T008]: `outlets/mail.html` leaves out"),
        ("mail", "{{ outlet.titel }}", "error[T005]"),
        ("mail", "{{ outlet.html", "error[T004]"),
        ("print", "<p style=\"color:red\">x</p>{{ outlet.html }}", "error[T011]: `outlets/print.html` writes `style=`"),
        ("print", "</main>{{ outlet.html }}", "error[T004]: `outlets/print.html` closes"),
        ("slides", "<div>{{ outlet.html | replace(from=\"slide\", to=\"x\") | safe }}</div>", "has no slide"),
        ("wechat", "<div>{{ outlet.html }}</div>", "error[T022]: `outlets/wechat.html` writes `<div>`"),
        (
            "wechat",
            "{% for part in outlet.parts %}{% if part.kind != \"notes\" %}{{ part.html }}{% endif %}{% endfor %}",
            "leaves out the addresses",
        ),
    ] {
        let site = site(&[(outlet, text)]);
        let run = site.run(&["check", "--now", "2026-01-01"]);
        assert_ne!(code(&run), 0, "{outlet}: {text}");
        let all = stderr(&run);
        let file = format!("themes/mine/templates/outlets/{outlet}.html");
        assert!(all.contains(said) && all.contains(&file), "{outlet}: {text}\n{all}");
        assert_ne!(code(&site.run(&["outlet", outlet, "one", "--now", "2026-01-01"])), 0, "{outlet}: {text}");
    }
    // How much WeChat takes is asked of what the template makes.
    let long = "{{ outlet.html }}".repeat(40);
    let site = site(&[("wechat", &long)]);
    let said = stderr(&site.run(&["check", "--now", "2026-01-01"]));
    assert!(said.contains("warning[O003]"), "{said}");
}

#[test]
fn the_longest_issue_of_the_demonstration_loses_nothing() {
    let site = TestSite::demonstration();
    theme(&site, &OUTLETS.map(|outlet| (outlet, "{{ outlet.html }}")));
    site.write("config.toml", site.read("config.toml").replace("theme = \"default\"", "theme = \"mine\""));
    for outlet in OUTLETS {
        let run = site.run(&["outlet", outlet, "26", "--language", "zh-CN", "--whole", "--now", "2026-01-01"]);
        assert_eq!(code(&run), 0, "{outlet}: {}", stderr(&run));
    }
}
