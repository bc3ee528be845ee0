//! The fields of columns, pages, people and comments.
//!
//! Never reads them: see [`field`](super::field).

use jiff::civil::Date;

use super::consent::PageScope;
use super::field::{LocalizedDraft, Required, Text};
use super::record::record;
use crate::diag::At;
use crate::model::consent::Scope;
use crate::model::specialty::Specialty;

record! {
    /// The front matter of a column; the text below it is the greeting to readers.
    pub struct ColumnDraft as text!("the column") {
        /// Its title.
        pub title: Required<Text> as Title = "“放”眼看前沿",
        /// What it is about, in a sentence.
        pub description: Option<Text> as Words,
        /// Who publishes it together.
        pub partners: Vec<Text> as Words = "[示例医学报, 示例学会放疗分会]",
        /// The branches of medicine that it speaks to, for search engines.
        pub specialty: Vec<At<Specialty>> = "[oncologic, radiography]",
        /// Its lead experts: ids in people.yaml.
        pub lead: Vec<Text> as Verbatim = "[expert-a]",
        /// Its team: ids in people.yaml.
        pub team: Vec<Text> as Verbatim = "[expert-b, editor-a]",
    }
}

record! {
    /// The front matter of a page that is not an issue.
    pub struct PageDraft as text!("the page") {
        /// Its title.
        pub title: Required<Text> as Title = "关于我们",
        /// What it is about, in a sentence.
        pub description: Option<Text> as Words,
        /// Its place among its neighbours, low numbers first.
        pub order: Option<At<i64>> = "10",
        /// Whether it stands behind the question of consent, if not as the site's other pages: `false` or `page`.
        pub consent: Option<At<PageScope>> = "false",
        /// Old addresses of this page, which will lead here.
        pub aliases: Vec<Text> as Verbatim = "[/about.html]",
        /// The last part of its address; the name of its file, unless given.
        pub slug: Option<Text> as Verbatim = "about",
    }
}

record! {
    /// A person. Texts may be one text, or a text for each language.
    pub struct PersonDraft as text!("the person") {
        /// Their name.
        pub name: Required<LocalizedDraft> as Verbatim = "{en: Example Expert A, zh-CN: 示例专家甲}",
        /// Their family name, for citations, where it is not the last word of a name in Latin letters.
        pub family: Option<LocalizedDraft> as Verbatim = "{en: Expert}",
        /// Their given names, for citations.
        pub given: Option<LocalizedDraft> as Verbatim = "{en: Example}",
        /// Their professional title.
        pub title: Option<LocalizedDraft> as Words = "{zh-CN: 主任医师, en: Chief Physician}",
        /// Where they work.
        pub affiliation: Option<LocalizedDraft> as Words,
        /// Who they are, in a paragraph of plain text.
        pub bio: Option<LocalizedDraft> as Words,
        /// The file of their picture, from the content folder.
        pub photo: Option<Text> as Verbatim = "people/expert-a.jpg",
        /// Their ORCID iD.
        pub orcid: Option<Text> as Verbatim = "0000-0002-1825-0097",
        /// Pages of theirs elsewhere.
        pub links: Vec<LinkDraft>,
    }
}

record! {
    /// A page elsewhere.
    pub struct LinkDraft as text!("the link") {
        /// What readers see.
        pub label: Required<LocalizedDraft> as Words = "个人主页",
        /// Its address.
        pub url: Required<Text> as Verbatim = "https://example.org/expert-a",
    }
}

record! {
    /// Comments of readers, exported from where they were made.
    pub struct CommentsDraft as text!("the file") {
        /// How many there are in all, here or elsewhere.
        pub count: Option<At<u32>> = "200",
        /// The address at which the rest can be read.
        pub more: Option<Text> as Verbatim = "https://example.org/comments",
        /// The ones to show, in this order.
        pub comments: Vec<CommentDraft>,
    }
}

record! {
    /// A signature of the numbers of an issue: `postil sign` writes it.
    pub struct SignatureDraft as text!("the signature") {
        /// When it was signed.
        pub date: Required<At<Date>> = "2025-08-07",
        /// The numbers, those of each sentence, row of a table and group of fields together.
        pub numbers: Vec<SignedRowDraft>,
    }
}

record! {
    /// The numbers of an issue as they were put elsewhere: `postil published` writes it.
    pub struct KeptDraft as text!("the entry") {
        /// When they were put there.
        pub date: Required<At<Date>> = "2025-08-07",
        /// What stood behind the question of consent then and was not put there: nothing, unless given.
        pub consent: Option<At<Scope>> = "body",
        /// The numbers, those of each sentence, row of a table and group of fields together.
        pub numbers: Vec<SignedRowDraft>,
    }
}

record! {
    /// Numbers that were signed.
    pub struct SignedRowDraft as text!("the entry") {
        /// The heading or the field where they stood, for people.
        pub at: Required<Text> as Verbatim = "结果",
        /// The numbers, with spaces between them.
        pub are: Required<Text> as Verbatim = "15.8 12.3 0.77",
    }
}

record! {
    /// A comment.
    pub struct CommentDraft as text!("the comment") {
        /// Who wrote it, as they call themselves.
        pub author: Required<Text> as Verbatim = "示例读者甲",
        /// When.
        pub date: Option<At<Date>> = "2025-08-08",
        /// What it says: plain text.
        pub text: Required<Text> as Verbatim,
        /// How many readers liked it.
        pub likes: Option<At<u32>> = "36",
    }
}
