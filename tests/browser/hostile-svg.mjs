// Hostile drawings, made from a table: ways to run a script, to load something or to lead elsewhere, each in several
// spellings. Whatever one of them manages is a request: scripts ask for /hit/run, everything else for /hit/load or for
// another host.
const SVG = 'http://www.w3.org/2000/svg';
const XHTML = 'http://www.w3.org/1999/xhtml';
const RUN = 'fetch(`/hit/run`)';
const OTHER = 'https://other.example/hit/load';
const DOT = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const all = [];
const raw = (group, bytes) => { all.push({ name: `${group}-${String(all.length).padStart(3, '0')}`, group, bytes: Buffer.from(bytes) }); };
const open = (more = '') => `<svg xmlns="${SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="100" viewBox="0 0 100 100"${more}>`;
const AREA = '<rect width="100" height="100" fill="#cde"/>';
/** A drawing with this in it, on an area that can be clicked. */
const inside = (group, ...inner) => inner.forEach((it) => raw(group, `${open()}${AREA}${it}</svg>`));
const numbered = (text) => [...text].map((it) => `&#${it.codePointAt(0)};`).join('');
const hexed = (text) => [...text].map((it) => `&#x${it.codePointAt(0).toString(16)};`).join('');

// --- scripts -----------------------------------------------------------------------------------------
inside('script',
  `<script>${RUN}</script>`, `<script><![CDATA[${RUN}]]></script>`, `<script\n>${RUN}</script\n>`, `<script>${numbered(RUN)}</script>`,
  '<script href="/hit/run"/>', '<script xlink:href="/hit/run"/>', `<script href="data:text/javascript,${RUN}"/>`,
  `<script type="module">${RUN}</script>`, `<script type="text/ecmascript">${RUN}</script>`, `<script type="application/ecmascript"><![CDATA[${RUN}]]></script>`,
  `<s:script xmlns:s="${SVG}">${RUN}</s:script>`, `<h:script xmlns:h="${XHTML}">${RUN}</h:script>`, `<script xmlns="${XHTML}">${RUN}</script>`,
  `<h:script xmlns:h="${XHTML}" src="/hit/run"/>`, `<SCRIPT>${RUN}</SCRIPT>`, `<script xmlns="">${RUN}</script>`,
  `<x:x xmlns:x="x"><script>${RUN}</script></x:x>`, `<script><!-- -->${RUN}</script>`, `<script xmlns="&#104;ttp://www.w3.org/2000/svg">${RUN}</script>`,
  ...['g', 'defs', 'title', 'desc', 'metadata', 'text', 'symbol', 'pattern', 'mask', 'marker', 'clipPath', 'switch', 'a', 'style', 'linearGradient', 'filter', 'foreignObject', 'view', 'font', 'animate', 'flowRoot', 'unheard']
    .map((name) => `<${name}><script>${RUN}</script></${name}>`));

// --- handlers ----------------------------------------------------------------------------------------
for (const value of [RUN, numbered(RUN), hexed(RUN), ` ${RUN}`]) raw('handler', `${open(` onload="${value}"`)}${AREA}</svg>`);
for (const written of [`onload = '${RUN}'`, `\nonload\n=\n"${RUN}"`, `ONLOAD="${RUN}"`, `x:onload="${RUN}" xmlns:x="x"`, `title=">" onload="${RUN}"`]) raw('handler', `${open(` ${written}`)}${AREA}</svg>`);
const events = ['click', 'mousedown', 'mouseup', 'mouseover', 'mouseenter', 'mousemove', 'pointerdown', 'pointerenter', 'pointermove', 'pointerover', 'focus', 'focusin', 'load', 'error', 'wheel', 'auxclick', 'contextmenu', 'activate', 'zoom', 'resize', 'unload'];
for (const event of events) inside('handler', `<rect width="100" height="100" tabindex="0" autofocus="" on${event}="${RUN}"/>`);
inside('handler',
  `<image href="/hit/load" onerror="${RUN}"/>`, `<image href="${DOT}" onload="${RUN}" width="9" height="9"/>`, `<image href="" onerror="${RUN}"/>`,
  `<style onload="${RUN}">a{}</style>`, `<use href="#a" onload="${RUN}"/>`, `<script href="data:," onload="${RUN}"/>`,
  ...['begin', 'end', 'repeat'].flatMap((event) => [
    `<animate attributeName="x" dur="0.01s" repeatCount="2" on${event}="${RUN}"/>`, `<set attributeName="x" to="1" dur="0.01s" on${event}="${RUN}"/>`,
    `<animateTransform attributeName="transform" type="scale" dur="0.01s" repeatCount="2" on${event}="${RUN}"/>`,
  ]),
  `<style>@keyframes k{to{opacity:0}}rect{animation:k .01s}</style><rect width="9" height="9" onanimationstart="${RUN}"/>`,
  `<style>@keyframes k{to{opacity:0}}#e{animation:k .01s}</style><g id="e" onanimationend="${RUN}"><rect width="9" height="9"/></g>`);

// --- animations that set what would be refused in its place ----------------------------------------
const JS = `javascript:${RUN}`;
for (const name of ['href', 'xlink:href', numbered('href'), hexed('href'), `&#x20;href`, 'x:href']) {
  for (const motion of [
    `<set attributeName="${name}" to="${JS}"/>`, `<animate attributeName="${name}" values="${JS};${JS}" dur="9s" fill="freeze"/>`,
    `<animate attributeName="${name}" from="#" to="${JS}" begin="0s" dur="0.01s" fill="freeze"/>`, `<set attributeName="${name}" to="${numbered(JS)}"/>`,
  ]) inside('motion', `<a xmlns:x="http://www.w3.org/1999/xlink" href="#">${motion}${AREA}</a>`);
}
inside('motion',
  `<a id="t" href="#">${AREA}</a><set href="#t" attributeName="href" to="${JS}"/>`, `<a id="t" href="#">${AREA}</a><animate xlink:href="#t" attributeName="href" to="${JS}" dur="0.01s" fill="freeze"/>`,
  `<rect width="100" height="100"><set attributeName="onclick" to="${RUN}"/></rect>`, `<rect width="100" height="100"><animate attributeName="onmouseover" values="${RUN}"/></rect>`,
  '<image width="9" height="9"><set attributeName="href" to="/hit/load"/></image>', `<image width="9" height="9"><animate attributeName="href" values="${OTHER}" dur="9s"/></image>`,
  '<use><set attributeName="href" to="/hit/load.svg#a"/></use>', '<rect width="9" height="9"><set attributeName="fill" to="url(/hit/load#a)"/></rect>',
  '<rect width="9" height="9"><set attributeName="style" to="fill:url(/hit/load#a)"/></rect>', '<rect width="9" height="9"><set attributeName="filter" to="url(/hit/load#a)"/></rect>',
  '<rect width="9" height="9"><set attributeName="mask" to="u\\72l(/hit/load#a)"/></rect>', `<script><set attributeName="href" to="/hit/run"/></script>`,
  `<feImage><set attributeName="href" to="/hit/load"/></feImage>`, '<rect width="9" height="9"><set attributeName="cursor" to="url(/hit/load),auto"/></rect>');

// --- document types ----------------------------------------------------------------------------------
for (const subset of [
  `<!ATTLIST svg onload CDATA "${RUN}">`, `<!ATTLIST svg onload CDATA #FIXED "${RUN}">`, `<!ATTLIST rect onclick CDATA "${RUN}">`, '<!ATTLIST image href CDATA "/hit/load">',
  `<!ENTITY e "<script xmlns='${SVG}'>${RUN}</script>">`, `<!ENTITY e "&#60;script xmlns='${SVG}'>${RUN}&#60;/script>">`, '<!ENTITY e SYSTEM "/hit/load">', '<!ENTITY e PUBLIC "x" "/hit/load">',
  '<!ENTITY % p SYSTEM "/hit/load">%p;<!ENTITY e "x">', '<!ENTITY a "java"><!ENTITY e "x">', `<!ENTITY % p "<!ATTLIST svg onload CDATA '${RUN}'>">%p;<!ENTITY e "x">`,
  '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;">',
  `<?xml-stylesheet href="/hit/load.css"?><!ENTITY e "x">`, `<!-- ]> --><!ATTLIST svg onload CDATA "${RUN}"><!ENTITY e "x">`,
]) raw('doctype', `<!DOCTYPE svg [${subset}]>${open()}<image width="9" height="9"/>${AREA}${subset.includes('ENTITY e') ? '&e;' : ''}</svg>`);
raw('doctype', `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [<!ATTLIST svg onload CDATA "${RUN}">]>${open()}${AREA}</svg>`);
raw('doctype', `<!DOCTYPE svg SYSTEM "/hit/load" [<!ENTITY a "javascript"><!ENTITY b ":${RUN}">]>${open()}<a href="&a;&b;">${AREA}</a></svg>`);
raw('doctype', `<!DOCTYPE svg SYSTEM "/hit/load">${open()}${AREA}</svg>`);
raw('doctype', `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "/hit/load">${open()}<text>&nbsp;</text></svg>`);

// --- processing instructions -------------------------------------------------------------------------
const xsl = `<xsl:stylesheet id="s" version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><html xmlns="${XHTML}"><script>${RUN}</script></html></xsl:template></xsl:stylesheet>`;
for (const line of [
  '<?xml-stylesheet href="/hit/load.css"?>', `<?xml-stylesheet type="text/css" href="${OTHER}.css"?>`, '<?xml-stylesheet type="text/xsl" href="/hit/load.xsl"?>',
  '<?xml-stylesheet\nhref="/hit/load.css"\n?>', '<!-- --><?xml-stylesheet href="/hit/load.css" alternate="no"?>', `<?xml-stylesheet href="data:text/css,@import'/hit/load'"?>`,
  '<?XML-STYLESHEET href="/hit/load.css"?>', '<?xml-stylesheet href="&#47;hit/load.css"?>',
]) raw('instruction', `<?xml version="1.0"?>${line}${open()}${AREA}</svg>`);
raw('instruction', `<?xml-stylesheet type="text/xsl" href="#s"?>${open()}${AREA}${xsl}</svg>`);
raw('instruction', `<?xml-stylesheet type="text/xsl" href="data:text/xsl;base64,${Buffer.from(xsl).toString('base64')}"?>${open()}${AREA}</svg>`);
inside('instruction', `<?foo <g a="?><script>${RUN}</script><?foo "?>`, `<?foo ?><script>${RUN}</script>`, `<?xml-stylesheet href="/hit/load.css"?>`, `<?php echo "?><g onclick="${RUN}">${AREA}</g>`);
inside('comment', `<!-- <g a="--><script>${RUN}</script><!-- "> -->`, `<!-- > --><script>${RUN}</script>`, `<![CDATA[<!--]]><script>${RUN}</script><!-- -->`, `<text><![CDATA[</text><script>]]></text><script>${RUN}</script>`, `<!----><script>${RUN}</script>`);

// --- parts of pages, in the drawing and in a part that has words to fall back on -------------------
const h = (name, more, inner = '') => `<h:${name} xmlns:h="${XHTML}" ${more}>${inner}</h:${name}>`;
for (const part of [
  h('iframe', 'src="/hit/load"'), h('iframe', `srcdoc="&lt;script>${RUN}&lt;/script>"`), h('iframe', `src="${JS}"`), h('embed', 'src="/hit/load"'), h('object', 'data="/hit/load"'),
  h('img', 'src="/hit/load"'), h('img', 'srcset="/hit/load 1x"'), h('img', `src="data:," onerror="${RUN}"`), h('picture', '', `<h:source srcset="/hit/load"/><h:img/>`),
  h('audio', 'src="/hit/load" preload="auto"'), h('video', 'src="/hit/load" autoplay=""'), h('video', 'poster="/hit/load"'), h('link', 'rel="stylesheet" href="/hit/load"'), h('link', 'rel="prefetch" href="/hit/load"'),
  h('link', 'rel="preload" as="image" href="/hit/load"'), h('link', `rel="preload" as="image" imagesrcset="/hit/load 1x"`), h('meta', `http-equiv="refresh" content="0;url=${OTHER}"`), h('meta', `http-equiv="REFRESH" content="0,/hit/load"`), h('meta', `http-equiv="&#114;efresh" content="0;/hit/load"`),
  h('form', 'action="/hit/load"', '<h:button style="position:fixed;inset:0">x</h:button>'), h('form', 'id="f"', '<h:button formaction="/hit/load" style="position:fixed;inset:0">x</h:button>'), h('input', 'type="image" src="/hit/load"'), h('input', `autofocus="" onfocus="${RUN}"`),
  h('style', '', '@import "/hit/load";'), h('style', '', 'rect{fill:url(/hit/load#a)}'), h('body', `onload="${RUN}"`), h('body', 'background="/hit/load"'), h('details', `open="" ontoggle="${RUN}"`), h('a', `href="${JS}" style="position:fixed;inset:0"`, 'x'),
  h('div', 'style="background:url(/hit/load);width:9px;height:9px"'), h('script', 'src="/hit/run"'), h('base', `href="${OTHER}/"`, '') + '<image href="x.png" width="9" height="9"/>', h('track', 'src="/hit/load"'), h('table', 'background="/hit/load"'), h('template', 'shadowrootmode="open"', `<h:img src="/hit/load"/>`),
]) {
  inside('page', part, `<switch><foreignObject width="100" height="100"><div xmlns="${XHTML}">字${part}</div></foreignObject><text y="50">字</text></switch>`);
}
inside('page', `<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi href="${JS}">x</m:mi></m:math>`, `<foreignObject width="100" height="100"><iframe xmlns="${XHTML}" src="/hit/load"/></foreignObject>`);

// --- what a drawing may refer to ---------------------------------------------------------------------
const evil = `<svg xmlns="${SVG}" id="a"><script>${RUN}</script><rect id="b" width="9" height="9" onclick="${RUN}"/><image href="${OTHER}"/></svg>`;
const addresses = ['/hit/load.svg#a', `${OTHER}#a`, '//other.example/hit/load#a', numbered('/hit/load#a'), ' /hit/load', `data:image/svg+xml;base64,${Buffer.from(evil).toString('base64')}#b`, `DATA:IMAGE/SVG+XML,${encodeURIComponent(evil)}#b`, `data:image/png,${encodeURIComponent(evil)}`, 'ht&#9;tps://other.example/hit/load'];
for (const address of addresses) {
  inside('refers', `<image href="${address}" width="9" height="9"/>`, `<use xlink:href="${address}"/>`, `<filter id="f"><feImage href="${address}"/></filter><rect width="50" height="50" filter="url(#f)"/>`);
}
for (const name of ['pattern', 'linearGradient', 'radialGradient', 'filter', 'mpath', 'textPath', 'tref', 'cursor', 'altGlyph', 'glyphRef', 'color-profile', 'audio', 'video', 'animation', 'prefetch', 'script', 'iframe', 'object', 'embed', 'set']) {
  inside('refers', `<${name} id="p" href="/hit/load.svg#a" xlink:href="/hit/load.svg#a" src="/hit/load" data="/hit/load" width="9" height="9"><stop/></${name}><rect width="9" height="9" fill="url(#p)" filter="url(#p)" cursor="url(#p)"/>`);
}
for (const link of [JS, numbered(JS), ` ${JS}`, `java&#9;script:${RUN}`, `java&#10;script:${RUN}`, `JavaScript:${RUN}`, `&#1;${JS}`.replace('&#1;', '&#x20;'), `data:text/html,<script>${RUN}</script>`.replace(/</g, '&lt;'), `vbscript:x`, OTHER, '/hit/load', '//other.example/hit/load']) {
  inside('link', `<a href="${link}">${AREA}</a>`, `<a xlink:href="${link}" target="_self">${AREA}</a>`, `<y:a xmlns:y="${SVG}" xmlns:l="http://www.w3.org/1999/xlink" l:href="${link}">${AREA}</y:a>`);
}
inside('base', `<g xml:base="${OTHER}/"><image href="a.png" width="9" height="9"/></g>`, `<g xml:base="${JS}//"><a href="#">${AREA}</a></g>`, `<image xml:base="/hit/" href="load" width="9" height="9"/>`);
inside('event', `<handler type="application/ecmascript" xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load">${RUN}</handler>`, `<ev:listener xmlns:ev="http://www.w3.org/2001/xml-events" event="click" handler="#h"/><handler id="h">${RUN}</handler>`, `<rect xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="click" ev:handler="${JS}" width="100" height="100"/>`);

// --- styles ------------------------------------------------------------------------------------------
const css = [
  '@import "/hit/load";', '@import url(/hit/load);', '@IMPORT "/hit/load";', '@im\\70ort "/hit/load";', '@\\000069mport "/hit/load";', '@charset "utf-8";@import "/hit/load";', '@import/**/"/hit/load";', '@layer a;@import "/hit/load" layer(b);',
  'svg{background-image:url(/hit/load)}', 'svg{background:URL("/hit/load")}', 'svg{background:u\\72l(/hit/load)}', "svg{background:\\75\\72\\6c ('/hit/load')}", 'svg{background:url( /hit/load )}', 'svg{background:url(\\2f hit/load)}', 'svg{background:image-set("/hit/load" 1x)}', 'svg{background:-webkit-image-set(url(/hit/load) 1x)}', 'svg{background:image-set(url(/hit/load) 1x)}', 'svg{background:im\\61ge-set("/hit/load" 1x)}', 'svg{background:-webkit-cross-fade(url(/hit/load),url(/hit/load),50%)}',
  'svg{--u:url(/hit/load);background:var(--u)}', 'svg{background:src("/hit/load")}', `svg{background:url(${OTHER})}`, 'svg{background:url(//other.example/hit/load)}', '@media all{svg{background:url(/hit/load)}}', '@supports (fill:red){svg{background:url(/hit/load)}}', 'svg{&{background:url(/hit/load)}}', 'svg{mask-image:url(/hit/load)}', 'svg{-webkit-mask:url(/hit/load)}', 'svg{border:9px solid;border-image:url(/hit/load) 1}', 'svg{cursor:url(/hit/load),auto}', 'svg::before{content:url(/hit/load)}', 'svg{list-style:url(/hit/load);display:list-item}', 'svg{shape-outside:url(/hit/load);float:left}',
  'rect{fill:url(/hit/load.svg#a)}', 'rect{filter:url(/hit/load.svg#a)}', 'rect{mask:url(/hit/load.svg#a)}', 'rect{clip-path:url(/hit/load.svg#a)}', 'rect{marker:url(/hit/load.svg#a)}', 'rect{stroke:url("/hit/load.svg#a")}', '@font-face{font-family:f;src:url(/hit/load)}text{font-family:f}', "@font-face{font-family:f;src:local('no'),url('/hit/load') format('woff2')}text{font-family:f}", '@font-face{font-family:f;src:u\\72 l(/hit/load)}text{font-family:f}',
  'rect{-moz-binding:url(/hit/load#a)}', 'rect{behavior:url(/hit/load)}', `rect{width:expression(${RUN})}`, '@namespace "/hit/load";svg{background:url(/hit/load)}', '/*/**/svg{background:url(/hit/load)}/*', 'a{x:"\\"}svg{background:url(/hit/load)}', "a{x:'}svg{background:url(/hit/load)}", 'a{x:url(}svg{background:url(/hit/load)})}', '<!-- svg{background:url(/hit/load)} -->',
];
for (const sheet of css) {
  const text = sheet.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  inside('style', `<style>${text}</style><text y="9">x</text>`);
}
for (const sheet of css.filter((it) => it.startsWith('@import "') || /^svg\{background(-image)?:(url|image-set|u)/.test(it))) {
  inside('style', `<style><![CDATA[${sheet}]]></style>`, `<style>${numbered(sheet)}</style>`, `<h:style xmlns:h="${XHTML}">${sheet}</h:style>`, `<style type="text/css" media="all"><!-- -->${sheet.replace('/hit', '/<!-- -->hit')}</style>`);
}
for (const [, rule] of css.map((it) => it.match(/^svg\{([^{}]*)\}$/)).filter(Boolean)) {
  const value = rule.replace(/"/g, "'");
  raw('style', `${open(` style="${value}"`)}${AREA}</svg>`);
  raw('style', `${open(` style="${numbered(value)}"`)}${AREA}</svg>`);
}
for (const name of ['fill', 'stroke', 'filter', 'mask', 'clip-path', 'marker-start', 'cursor']) {
  for (const value of ['url(/hit/load.svg#a)', 'URL(/hit/load.svg#a)', 'u\\72l(/hit/load.svg#a)', numbered('url(/hit/load.svg#a)')]) inside('style', `<path d="M0 0h90v90z" ${name}="${value}"/>`);
}

// --- encodings and namespaces --------------------------------------------------------------------------
const simple = `${open()}${AREA}<script>${RUN}</script></svg>`;
const utf16 = (text, mark) => Buffer.concat([mark ? Buffer.from([0xff, 0xfe]) : Buffer.alloc(0), Buffer.from(text, 'utf16le')]);
raw('encoding', utf16(simple, true));
raw('encoding', utf16(simple, true).swap16());
raw('encoding', utf16(`<?xml version="1.0" encoding="UTF-16"?>${simple}`, false));
raw('encoding', `\ufeff${simple}`);
for (const [name, text] of [['UTF-7', simple.replace(/<script>/, '+ADw-script+AD4-').replace(/<\/script>/, '+ADw-/script+AD4-')], ['ISO-2022-JP', simple.replace('<script>', '\x1b$B!!\x1b(B<script>')], ['IBM037', simple], ['windows-1252', simple], ['iso-8859-1', `${simple}é`], ['GBK', simple], ['utf-8', simple], ['x-user-defined', simple], ['UTF-32', simple]]) raw('encoding', `<?xml version="1.0" encoding="${name}"?>${text}`);
raw('encoding', Buffer.concat([Buffer.from(open()), Buffer.from([0xc0, 0xbc]), Buffer.from(`script>${RUN}</script></svg>`)]));
raw('encoding', `<?xml version="1.1"?>${open()}&#1;<script>${RUN}</script></svg>`);
raw('namespace', `<html xmlns="${XHTML}"><body onload="${RUN}"><svg xmlns="${SVG}" width="9" height="9"/></body></html>`);
raw('namespace', `<html><body onload="${RUN}"><svg width="9" height="9"></svg></body></html>`);
raw('namespace', `<s:svg xmlns:s="${SVG}" width="100" height="100" onload="${RUN}"/>`);
raw('namespace', `<svg xmlns="${XHTML}" width="9" height="9"><script>${RUN}</script></svg>`);
raw('namespace', `<svg xmlns="&#x68;ttp://www.w3.org/2000/svg" width="9" height="9"><script>${RUN}</script></svg>`);
inside('namespace', `<g xmlns="${XHTML}"><script>${RUN}</script></g>`, `<g xmlns:svg="${XHTML}"><svg:script>${RUN}</svg:script></g>`, `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/hit/load"/>`, `<image xmlns:xlink="x" xlink:href="/hit/load"/><x:image xmlns:x="${SVG}" xmlns:q="http://www.w3.org/1999/xlink" q:href="/hit/load" width="9" height="9"/>`, `<xbl:binding xmlns:xbl="http://www.mozilla.org/xbl"><script>${RUN}</script></xbl:binding>`);

/** Every hostile drawing: its name, the group it is of, its bytes. */
export const hostile = all;
