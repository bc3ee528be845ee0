//! The styles of an article: each stands at every element that has it, so it is short. WeChat recolours text in the dark:
//! where a colour is given, its ground is given too, and no ground is near black.

use crate::render::outlet::Colours;

/// The colours of them all.
pub(super) const COLOURS: Colours =
    Colours { accent: "#0d5c5f", ink: "#222", soft: "#555f5c", rule: "#ccc", ground: "#f4f6f6" };
/// The whole article.
pub(super) const ARTICLE: &str = "font-size:16px;line-height:1.8";
/// A paragraph.
pub(super) const PARAGRAPH: &str = "margin:1em 0";
/// The heading of a part.
pub(super) const PART: &str = "margin:2em 0 1em;padding-left:10px;border-left:4px solid #0d5c5f;font-size:18px";
/// A heading of the text.
pub(super) const HEADING: &str = "margin:1.6em 0 .6em;font-size:17px";
/// Captions, notes and references.
pub(super) const SMALL: &str = "margin:.4em 0;font-size:14px";
/// What is set apart: a result, a remark.
pub(super) const BOX: &str = "margin:1em 0;padding:10px 12px;background:#f4f6f6;color:#222";
/// A table.
pub(super) const TABLE: &str = "width:100%;border-collapse:collapse;font-size:14px";
/// A cell; behind it may stand how it is set.
pub(super) const CELL: &str = "border:1px solid #ccc;padding:3px 6px";
/// A quotation.
pub(super) const QUOTE: &str = "margin:1em 0;padding-left:12px;border-left:3px solid #ccc";
/// Code.
pub(super) const CODE: &str = "font-family:monospace";
/// Code of several lines.
pub(super) const CODE_BLOCK: &str = "font-family:monospace;font-size:13px;white-space:pre-wrap";
/// What is struck out.
pub(super) const STRUCK: &str = "text-decoration:line-through";
/// A picture.
pub(super) const PICTURE: &str = "width:100%";
/// A line between two parts of the text.
pub(super) const CENTER: &str = "text-align:center";
