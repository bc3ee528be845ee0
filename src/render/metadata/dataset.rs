//! The findings of a column as a data set, for search engines of data (schema.org, `Dataset`).

use serde_json::{Value, json};

use crate::model::address::{self, FINDINGS_CSV, FINDINGS_JSON};
use crate::model::issue::Issue;
use crate::model::site::ColumnListing;
use crate::render::standpoint::Standpoint;

/// The metadata of a column's page, where its findings are published as data.
pub fn dataset(standpoint: &Standpoint<'_>, listing: &ColumnListing) -> Value {
    let site = standpoint.site;
    let column = &site.columns[listing.column];
    let page = standpoint.permalink(&format!("{}{}", standpoint.edition.prefix, address::column(&column.slug)));
    let words = |name: &str| standpoint.strings.get(name).replace("{column}", &column.title);
    let file = |name: &str, kind: &str| json!({ "@type": "DataDownload", "encodingFormat": kind, "contentUrl": format!("{page}{name}") });
    let changed = |issue: &Issue| issue.updated.unwrap_or(issue.date);
    let newest = listing.issues.iter().map(|index| changed(&site.issues[*index])).max();
    let mut dataset = json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": format!("{page}#findings"),
        "name": words("outlets.findings"),
        "description": words("outlets.findings_about"),
        "url": page,
        "inLanguage": column.language.tag(),
        "isAccessibleForFree": true,
        "creator": { "@type": "Organization", "name": site.settings.title.get(standpoint.language()) },
        "distribution": [file(FINDINGS_JSON, "application/json"), file(FINDINGS_CSV, "text/csv")],
    });
    if let Some(newest) = newest {
        dataset["dateModified"] = json!(newest.to_string());
    }
    dataset
}
