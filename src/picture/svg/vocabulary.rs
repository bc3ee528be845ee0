//! The elements and attributes that draw: the parts of SVG 2 (and of SVG 1.1 that browsers still show) that a picture
//! can be made of. What is in no list here is not published.

/// The namespace of drawings.
pub(super) const SVG: &str = "http://www.w3.org/2000/svg";
/// The namespace of links in SVG 1.1.
pub(super) const XLINK: &str = "http://www.w3.org/1999/xlink";
/// The namespace of `xml:space` and `xml:lang`.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// The namespace of pages.
pub(super) const XHTML: &str = "http://www.w3.org/1999/xhtml";
/// The namespace of formulas.
pub(super) const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
/// The namespace of event handlers in SVG Tiny 1.2.
pub(super) const EVENTS: &str = "http://www.w3.org/2001/xml-events";

/// What becomes of an element of SVG's namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is published.
    Drawn,
    /// It is published, and its `href` leads to what it draws.
    Refers,
    /// It changes an attribute as time passes.
    Animates,
    /// It holds a style sheet.
    Style,
    /// It is a link, published without where it leads.
    Link,
    /// It draws nothing in browsers, and is left out with all that is in it.
    Silent,
    /// It holds part of a page.
    Foreign,
    /// It runs a script.
    Script,
    /// Nothing is known of it.
    Unknown,
}

/// What becomes of an element of SVG's namespace with this name.
pub(super) fn kind(name: &str) -> Kind {
    match name {
        "svg"
        | "g"
        | "defs"
        | "symbol"
        | "switch"
        | "title"
        | "desc"
        | "path"
        | "rect"
        | "circle"
        | "ellipse"
        | "line"
        | "polyline"
        | "polygon"
        | "text"
        | "tspan"
        | "stop"
        | "clipPath"
        | "mask"
        | "marker"
        | "feBlend"
        | "feColorMatrix"
        | "feComponentTransfer"
        | "feComposite"
        | "feConvolveMatrix"
        | "feDiffuseLighting"
        | "feDisplacementMap"
        | "feDistantLight"
        | "feDropShadow"
        | "feFlood"
        | "feFuncA"
        | "feFuncB"
        | "feFuncG"
        | "feFuncR"
        | "feGaussianBlur"
        | "feMerge"
        | "feMergeNode"
        | "feMorphology"
        | "feOffset"
        | "fePointLight"
        | "feSpecularLighting"
        | "feSpotLight"
        | "feTile"
        | "feTurbulence" => Kind::Drawn,
        "use" | "image" | "textPath" | "linearGradient" | "radialGradient" | "pattern" | "filter" | "feImage"
        | "mpath" => Kind::Refers,
        "animate" | "animateMotion" | "animateTransform" | "set" => Kind::Animates,
        "style" => Kind::Style,
        "a" => Kind::Link,
        "metadata" | "view" | "cursor" | "color-profile" | "font" | "font-face" => Kind::Silent,
        "foreignObject" => Kind::Foreign,
        "script" | "handler" | "listener" => Kind::Script,
        _ => Kind::Unknown,
    }
}

/// Whether an attribute without a namespace is published. `href` is none of these: where it leads is looked at.
pub(super) fn is_attribute(name: &str) -> bool {
    name.starts_with("data-")
        || name.starts_with("aria-")
        || is_property(name)
        || ATTRIBUTES.binary_search(&name).is_ok()
}

/// Whether an animation may change the attribute: what it looks like, never where it leads.
pub(super) fn is_animatable(name: &str) -> bool {
    is_property(name) || ANIMATED.binary_search(&name).is_ok()
}

fn is_property(name: &str) -> bool {
    PROPERTIES.binary_search(&name).is_ok()
}

/// Properties of CSS that are attributes, too (SVG 2, appendix F; SVG 1.1, appendix N).
const PROPERTIES: &[&str] = &[
    "alignment-baseline",
    "baseline-shift",
    "clip",
    "clip-path",
    "clip-rule",
    "color",
    "color-interpolation",
    "color-interpolation-filters",
    "color-rendering",
    "cursor",
    "direction",
    "display",
    "dominant-baseline",
    "fill",
    "fill-opacity",
    "fill-rule",
    "filter",
    "flood-color",
    "flood-opacity",
    "font",
    "font-family",
    "font-feature-settings",
    "font-kerning",
    "font-size",
    "font-size-adjust",
    "font-stretch",
    "font-style",
    "font-variant",
    "font-weight",
    "glyph-orientation-horizontal",
    "glyph-orientation-vertical",
    "image-rendering",
    "isolation",
    "kerning",
    "letter-spacing",
    "lighting-color",
    "marker",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "mask-type",
    "mix-blend-mode",
    "opacity",
    "overflow",
    "paint-order",
    "pointer-events",
    "shape-rendering",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-decoration",
    "text-overflow",
    "text-rendering",
    "transform",
    "transform-box",
    "transform-origin",
    "unicode-bidi",
    "vector-effect",
    "visibility",
    "white-space",
    "word-spacing",
    "writing-mode",
];

/// Attributes of places, sizes, filters and gradients, which animations may change.
const ANIMATED: &[&str] = &[
    "amplitude",
    "azimuth",
    "baseFrequency",
    "bias",
    "clipPathUnits",
    "cx",
    "cy",
    "d",
    "diffuseConstant",
    "divisor",
    "dx",
    "dy",
    "edgeMode",
    "elevation",
    "exponent",
    "filterUnits",
    "fr",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "in",
    "in2",
    "intercept",
    "k1",
    "k2",
    "k3",
    "k4",
    "kernelMatrix",
    "kernelUnitLength",
    "lengthAdjust",
    "limitingConeAngle",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "method",
    "mode",
    "numOctaves",
    "offset",
    "operator",
    "order",
    "orient",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "points",
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "preserveAlpha",
    "preserveAspectRatio",
    "primitiveUnits",
    "r",
    "radius",
    "refX",
    "refY",
    "result",
    "rotate",
    "rx",
    "ry",
    "scale",
    "seed",
    "slope",
    "spacing",
    "specularConstant",
    "specularExponent",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "stitchTiles",
    "surfaceScale",
    "tableValues",
    "targetX",
    "targetY",
    "textLength",
    "type",
    "values",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "xChannelSelector",
    "y",
    "y1",
    "y2",
    "yChannelSelector",
    "z",
];

/// Every attribute without a namespace that is published and is no property.
const ATTRIBUTES: &[&str] = &[
    "accumulate",
    "additive",
    "amplitude",
    "attributeName",
    "attributeType",
    "azimuth",
    "baseFrequency",
    "begin",
    "bias",
    "by",
    "calcMode",
    "class",
    "clipPathUnits",
    "cx",
    "cy",
    "d",
    "diffuseConstant",
    "divisor",
    "dur",
    "dx",
    "dy",
    "edgeMode",
    "elevation",
    "end",
    "exponent",
    "fill",
    "filterUnits",
    "fr",
    "from",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "id",
    "in",
    "in2",
    "intercept",
    "k1",
    "k2",
    "k3",
    "k4",
    "kernelMatrix",
    "kernelUnitLength",
    "keyPoints",
    "keySplines",
    "keyTimes",
    "lang",
    "lengthAdjust",
    "limitingConeAngle",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "max",
    "media",
    "method",
    "min",
    "mode",
    "numOctaves",
    "offset",
    "operator",
    "order",
    "orient",
    "origin",
    "path",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "points",
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "preserveAlpha",
    "preserveAspectRatio",
    "primitiveUnits",
    "r",
    "radius",
    "refX",
    "refY",
    "repeatCount",
    "repeatDur",
    "requiredExtensions",
    "requiredFeatures",
    "restart",
    "result",
    "role",
    "rotate",
    "rx",
    "ry",
    "scale",
    "seed",
    "side",
    "slope",
    "spacing",
    "specularConstant",
    "specularExponent",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "stitchTiles",
    "style",
    "surfaceScale",
    "systemLanguage",
    "tableValues",
    "targetX",
    "targetY",
    "textLength",
    "to",
    "type",
    "values",
    "version",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "xChannelSelector",
    "y",
    "y1",
    "y2",
    "yChannelSelector",
    "z",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order_and_know_no_address() {
        for list in [PROPERTIES, ANIMATED, ATTRIBUTES] {
            assert!(list.is_sorted_by(|one, next| one < next), "{list:?}");
        }
        assert!(ANIMATED.iter().all(|name| ATTRIBUTES.contains(name)));
        for name in ["href", "src", "srcset", "action", "onload", "target", "content", "xlink:href", "data", "base"] {
            assert!(!is_attribute(name) && !is_animatable(name), "{name}");
        }
        assert!(!is_animatable("style") && !is_animatable("class") && !is_animatable("attributeName"));
    }
}
